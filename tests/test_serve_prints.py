"""Prints in the preview: made beside the pages, in a process that may be ended."""

import threading
import time

import pytest
from previews import SOURCE, edit, preview, project

from polyfiche.jobs import key
from polyfiche.preview import views
from polyfiche.preview.printer import Print, Printer
from polyfiche.workspace import Project

PDF = views.parsed("fr/pain.pdf")


@pytest.fixture
def folder(tmp_path):
    project(tmp_path)
    return tmp_path


def job(folder):
    return views.job(Project(folder), PDF)


def quick(pipe, root):
    """Answer at once; die of a sheet that says so, hang for one that says so."""
    while True:
        one = pipe.recv()
        if "meurt" in one.source.text:
            raise SystemExit(1)
        if "dort" in one.source.text:
            time.sleep(60)
        pipe.send(Print(key(one), b"%PDF", (one.source.text.encode(),), 9.0, ()))


def printed(folder, printer, done):
    done.clear()
    assert printer.ask(PDF, job(folder))
    assert done.wait(90)
    return printer.latest(PDF)


def test_a_print_that_hangs_is_ended_and_named_and_the_next_one_is_made(folder):
    """One bad sheet would end the preview of all."""
    done = threading.Event()
    printer = Printer(folder, done.set, quick)
    try:
        good = printed(folder, printer, done)
        assert good.pages
        edit(folder, SOURCE, "très chaud", "qui dort")
        printer._limit = 0.5
        assert "took more than" in printed(folder, printer, done).problems[0].message
        assert printer.shown(PDF) is good
        printer._limit = 60
        edit(folder, SOURCE, "qui dort", "qui meurt")
        assert "died" in printed(folder, printer, done).problems[0].message
        edit(folder, SOURCE, "qui meurt", "tiède")
        assert printed(folder, printer, done).pages
    finally:
        printer.close()


def test_what_is_printed_already_is_not_asked_for_again(folder):
    done = threading.Event()
    printer = Printer(folder, done.set, quick)
    try:
        printed(folder, printer, done)
        assert not printer.ask(PDF, job(folder))
    finally:
        printer.close()


@pytest.mark.pdf
def test_a_pdf_is_shown_page_by_page_and_html_does_not_wait_for_it(folder):
    """Typing would stop for two seconds at each save."""
    one = preview(folder)
    try:
        assert b"The pages are being made" in one.shelf.show(PDF).html
        assert b"Un four" in one.shelf.show(views.parsed("fr/pain.html")).html
        page = waited(one)
        assert b"1 page, body at" in page
        assert one.shelf.printed(PDF, 1).startswith(b"\x89PNG")
        assert one.shelf.printed(PDF, 2) is None
        assert one.shelf.printer.shown(PDF).pdf.startswith(b"%PDF-")
        edit(folder, SOURCE, "licence:", "license:")
        page = one.shelf.show(PDF).html
        assert b"frontmatter-key" in page
        assert b"/page/fr/pain.pdf/" in page
    finally:
        one.close()


def waited(one):
    for _ in range(600):
        page = one.shelf.show(PDF).html
        if b"being made" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError
