"""The preview while files are saved: news comes, newer each time, and ends when it should."""

import asyncio
import contextlib
import functools
import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from previews import CATALOG, SHEET, SOURCE, edit, preview, project, run
from processes import children, left

from polyfiche.preview import views
from polyfiche.preview.server import watched

NUMBER = re.compile(r"Un four numéro (\d+)\.")
FR, DE = (views.parsed(f"{lang}/pain.html") for lang in ("fr", "de"))


@pytest.fixture
def folder(tmp_path):
    project(tmp_path)
    return tmp_path


@contextlib.asynccontextmanager
async def looking(folder, *wanted):
    """Give the news of *wanted*, with their first pages behind us."""
    one = preview(folder)
    async with watched(one):
        await asyncio.sleep(0.3)  # the watcher begins in a thread
        news = one.news(wanted or (FR,))
        for _ in wanted or (FR,):
            await anext(news)
        yield news


async def until(news, wanted):
    """Return the pages up to the one that says *wanted*."""
    seen = []
    async for shown in news:
        seen.append(shown)
        if wanted in shown.html.decode():
            return seen
    raise AssertionError


def in_place(path, text):
    path.write_text(text, "utf-8")


def by_rename(path, text):
    beside = path.with_name(f".{path.name}.tmp~")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def by_backup(path, text):
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text(text, "utf-8")


def anew(path, text):
    path.unlink()
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("save", [in_place, by_rename, by_backup, anew])
def test_news_comes_however_an_editor_saves(folder, save):
    """Editors write beside the file and rename, or move the old one away first."""

    async def look():
        async with looking(folder) as news:
            save(folder / SOURCE, SHEET.replace("très chaud", "tiède"))
            await until(news, "Un four tiède.")
            save(folder / SOURCE, SHEET.replace("très chaud", "froid"))
            await until(news, "Un four froid.")

    run(look())


def test_a_hundred_rapid_saves_end_with_the_last(folder):
    """The page would stay at a save in the middle, or go back to an older one."""

    async def look():
        async with looking(folder) as news:
            saving = asyncio.create_task(save_often(folder))
            seen = await until(news, "Un four numéro 100.")
            await saving
        return seen

    seen = run(look())
    numbers = [int(NUMBER.search(shown.html.decode())[1]) for shown in seen]
    assert numbers == sorted(numbers)
    assert [shown.version for shown in seen] == sorted({shown.version for shown in seen})
    assert not any(shown.is_broken for shown in seen)


async def save_often(folder):
    for number in range(1, 101):
        in_place(folder / SOURCE, SHEET.replace("très chaud", f"numéro {number}"))
        await asyncio.sleep(0.004)


def test_a_half_saved_catalog_is_not_shown(folder):
    """Problems would flash at every save of an editor that writes in place."""

    async def look():
        async with looking(folder, DE) as news:
            whole = (folder / CATALOG).read_text("utf-8").replace("sehr heißer", "kalter")
            in_place(folder / CATALOG, whole[: len(whole) // 2])
            await asyncio.sleep(0.03)
            in_place(folder / CATALOG, whole)
            return await until(news, "Ein kalter Ofen.")

    assert [shown.is_broken for shown in run(look())] == [False]


def test_a_catalog_that_stays_broken_is_told(folder):
    async def look():
        async with looking(folder, DE) as news:
            in_place(folder / CATALOG, (folder / CATALOG).read_text("utf-8")[:-10])
            return await until(news, "catalog-syntax")

    assert run(look())[0].is_broken


def test_each_language_hears_of_its_own_catalog_only(folder):
    """Every pane would be made again at each save."""

    async def look():
        async with looking(folder, FR, DE) as news:
            edit(folder, CATALOG, "sehr heißer", "kalter")
            return await until(news, "Ein kalter Ofen.")

    assert [shown.view for shown in run(look())] == [DE]


def test_folders_may_come_and_go(folder):
    """Git replaces whole folders; the watcher would look at the old ones."""

    async def look():
        async with looking(folder, DE) as news:
            shutil.copytree(folder / "locales", folder / "other")
            edit(folder, CATALOG.replace("locales", "other"), "sehr heißer", "kalter")
            shutil.rmtree(folder / "locales")
            (folder / "other").rename(folder / "locales")
            await until(news, "Ein kalter Ofen.")
            edit(folder, CATALOG, "kalter", "warmer")
            await until(news, "Ein warmer Ofen.")

    run(look())


# A process of its own


@pytest.fixture
def served(folder):
    """Give (process, port) of `polyfiche serve`."""
    command = [sys.executable, "-m", "polyfiche", "-C", str(folder), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            line = process.stdout.readline().decode()
            yield process, int(re.search(r"http://127\.0\.0\.1:(\d+)/", line)[1])
        finally:
            process.kill()


def ask(port, path, **headers):
    """Return status and body of an answer."""
    with asking(port, path, **headers) as reply:
        return reply.status, reply.read()


@contextlib.contextmanager
def asking(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        with connection.getresponse() as reply:
            yield reply
    finally:
        connection.close()


def test_a_stream_tells_what_is_saved_and_ends_with_the_server(folder, served):
    """Ctrl-C would hang for as long as a browser looks."""
    process, port = served
    with asking(port, "/events?view=fr/pain.html") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        told_of(stream, "Un four très chaud.")
        time.sleep(0.3)
        edit(folder, SOURCE, "très chaud", "tiède")
        told_of(stream, "Un four tiède.")
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 130
        assert stream.read() == b"\n"
    assert b"Traceback" not in process.stderr.read()


def told_of(stream, wanted):
    while wanted not in (line := stream.readline().decode()):
        assert line


def test_foreign_hosts_are_refused_and_the_socket_is_loopback_only(served):
    _, port = served
    assert ask(port, "/", Host=f"evil.example:{port}")[0] == 421
    assert ask(port, "/", Host=f"localhost:{port}")[0] == 200
    addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port)}
    for address in (a for a in addresses if not a.startswith(("127.", "::1"))):
        with pytest.raises(OSError, match=r".+"):
            socket.create_connection((address, port), 1)


def test_many_requests_and_saves_at_once_are_all_answered_right(folder, served):
    """A page would be torn, or stay at a save in the middle."""
    _, port = served
    with ThreadPoolExecutor(20) as threads:
        paths = [f"/e/{lang}/pain.html" for lang in ("fr", "de")] * 100
        asked = threads.map(functools.partial(ask, port), paths)
        for number in range(1, 21):
            by_rename(folder / SOURCE, SHEET.replace("très chaud", f"numéro {number}"))
        replies = list(asked)
    assert {status for status, _ in replies} == {200}
    assert all(page.rstrip().endswith(b"</html>") for _, page in replies)
    assert b"pf-problems" not in b"".join(page for _, page in replies)
    assert NUMBER.search(ask(port, "/e/fr/pain.html")[1].decode())[1] == "20"


@pytest.mark.pdf
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_no_process_behind(served, number, code):
    """Each preview would leave a worker that holds 200 MB."""
    process, port = served
    with asking(port, "/events?view=fr/pain.pdf") as stream:
        told_of(stream, "/page/fr/pain.pdf/")
        started = children(process.pid)
        assert started
        process.send_signal(number)
        assert process.wait(5) == code
    assert left(started) == []


def test_a_port_that_is_taken_is_a_clear_problem(folder, served):
    _, port = served
    command = [sys.executable, "-m", "polyfiche", "-C", str(folder), "serve", "--port", str(port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"error[serve-port]: port {port} cannot be used" in done.stderr


def test_without_the_extra_one_line_says_how_to_get_it(folder):
    """A user without Starlette would get a traceback."""
    code = (
        "import importlib.util as u; find = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'watchfiles' else find(name, *a)\n"
        f"from polyfiche.cli import main; main(['-C', {str(folder)!r}, 'serve'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "the preview needs watchfiles" in done.stderr
    assert "pip install 'polyfiche[serve]'" in done.stderr


def test_an_empty_folder_is_refused_at_once(tmp_path):
    command = [sys.executable, "-m", "polyfiche", "-C", str(tmp_path), "serve"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "project-empty" in done.stderr) == (2, True)
