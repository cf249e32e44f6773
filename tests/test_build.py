"""Builds: jobs on any executor, artifacts whole or not at all, the same bytes every time."""

import os
import subprocess
import sys
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from editions import ROOT, SHEET, artifact, job
from support import tree

from polyfiche import build, causes, native, outputs, team
from polyfiche.batches import Batch
from polyfiche.jobs import key, run, seen
from polyfiche.limits import Limits
from polyfiche.manifest import manifest, row
from polyfiche.model import AddedFont, Counts, Download, Printing, SourceFile
from polyfiche.pool import WorkerDied
from polyfiche.store import Store
from polyfiche.writing import write

FORMS = ("md", "html")
LANGS = ("fr", "ar", "ja")


def here(workers: int) -> Executor:
    return ThreadPoolExecutor(workers)


def built(store, start, jobs):
    outcomes = build.build(jobs, store, start, 2)
    return {o.job.path: o.artifact.data if o.artifact else None for o in outcomes}


@pytest.mark.pdf
def test_threads_processes_and_this_thread_give_the_same_bytes(tmp_path):
    """A release would depend on how it was built."""
    native.weasyprint(ROOT)
    jobs = [job(lang, form) for lang in ("fr", "ja") for form in ("md", "html", "pdf")]
    wanted = {one.path: artifact(one.lang, one.format).data for one in jobs}
    assert built(Store(tmp_path / "a"), here, jobs) == wanted
    start = team.local(ROOT, "package", pdf=True)
    assert built(Store(tmp_path / "b"), start, jobs) == wanted


def test_a_second_build_makes_nothing(tmp_path):
    """A typo in one catalog would cost a whole build."""
    store, jobs = Store(tmp_path), [job(lang, form) for lang in LANGS for form in FORMS]
    list(build.build(jobs, store, here, 1))
    assert all(outcome.reused for outcome in build.build(jobs, store, here, 1))


def test_an_edit_makes_its_own_editions_again(tmp_path):
    """An old edition would be published beside a new one."""
    store, jobs = Store(tmp_path), [job(lang, form) for lang in LANGS for form in FORMS]
    list(build.build(jobs, store, here, 1))
    edited = [with_more_text(one) if one.lang == "ja" else one for one in jobs]
    again = [o.job.path for o in build.build(edited, store, here, 1) if not o.reused]
    assert again == [f"ja/{SHEET}.md", f"ja/{SHEET}.html"]


def with_more_text(one):
    first, *rest = one.entries
    return replace(one, entries=((first[0], first[1] + "!"), *rest))


ADDED = AddedFont("Own", 400, "normal", "00", ("Latn",), "41-5A")
CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "a sentence of the source": ({"source": SourceFile("a.md", "---")}, "md html pdf"),
    "a translation": ({"entries": ((("", "a"), "b"),)}, "md html pdf svg"),
    "a drawing": ({"figures": (("a.svg", "<svg/>"),)}, "html pdf svg"),
    "a word of the program": ({"ui": (("skip", "a"),)}, "md html pdf"),
    "a language": ({"siblings": ("fr",)}, "md html"),
    "the formats": ({"formats": ("html", "md")}, ""),
    "the other files": ({"downloads": (Download("md", "a.md"),)}, "html"),
    "a font of the project": ({"added": (ADDED,)}, "html"),
    "the theme": ({"css": "p {}"}, "html pdf"),
    "the time": ({"epoch": 1}, "pdf"),
    "the fonts": ({"fonts": ("Other",)}, "pdf"),
    "the inks": ({"printing": Printing(mono=True)}, "pdf"),
    "the state": ({"counts": Counts(1, 1, 1)}, "md html pdf"),
    "the number of units of a whole translation": ({"counts": Counts(9, 0, 0)}, ""),
    "a limit": ({"source": SourceFile("a", "b", Limits(unit=9))}, "md html pdf svg"),
    "the paper": ({"paper": "letter"}, "md html pdf svg"),
    "Pango": ({"tools": (("libpango", "2"),)}, "pdf"),
    "WeasyPrint": ({"tools": (("weasyprint", "71"),)}, "pdf"),
    "the package's fonts": ({"tools": (("fonts", "0"),)}, "html pdf"),
    "Brotli": ({"tools": (("brotli", "0"),)}, "html"),
    "mdformat": ({"tools": (("mdformat", "2"),)}, "md"),
    "the parser": ({"tools": (("markdown-it-py", "5"),)}, "md html pdf"),
    "our code": ({"tools": (("polyfiche-code", "0"),)}, "md html pdf svg"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_may_change_the_bytes_changes_the_key_and_nothing_else_does(name):
    """A stale artifact would be taken from the store, or all would be made again for nothing."""
    change, formats = CHANGES[name]
    jobs = [job("ja", form) for form in ("md", "html", "pdf", "svg")]
    changed = [one.format for one in jobs if key(replace(one, **change)) != key(one)]
    assert changed == formats.split()


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changes_the_key_has_a_name(name):
    """`--explain` would say that an artifact was made for no reason."""
    change, formats = CHANGES[name]
    for form in ("md", "html", "pdf", "svg"):
        old, new = job("ja", form), replace(job("ja", form), **change)
        digests = {name: outputs.digest(part) for name, part in causes.parts(old).items()}
        why = causes.why(digests, causes.parts(new), lambda digest: None)
        assert bool(why) is (form in formats.split())


@pytest.mark.parametrize("form", ["md", "html", "svg"])
def test_a_renderer_is_not_given_what_is_not_in_the_key(form):
    """What it used all the same would change without a rebuild."""
    whole = job("ja", form)
    assert run(whole).data == run(seen(whole)).data
    assert key(seen(whole)) == key(whole)


def test_a_broken_entry_of_the_store_is_made_again(tmp_path):
    """A disk error would be published."""
    store, jobs = Store(tmp_path), [job("fr", "md")]
    list(build.build(jobs, store, here, 1))
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:100])
    assert [outcome.reused for outcome in build.build(jobs, store, here, 1)] == [False]


def test_a_problem_is_an_outcome_and_the_rest_goes_on(tmp_path):
    """One bad translation would keep nine languages from being built."""
    bad = replace(job("en", "md"), source=replace(job("en", "md").source, text="no head"))
    outcomes = list(build.build([bad, job("fr", "md")], Store(tmp_path), here, 1))
    assert [bool(outcome.artifact) for outcome in outcomes] == [False, True]
    assert outcomes[0].problems[0].code == "frontmatter-none"


class Fragile(Executor):
    """Does its work at once; its process dies whenever *kills* says so."""

    def __init__(self, kills):
        self.kills = kills

    def submit(self, fn, /, *args):
        future = Future()
        if cause := self.kills(msgspec.msgpack.decode(args[0], type=Batch)):
            future.set_exception(cause)
        else:
            future.set_result(fn(*args))
        return future


def outcomes(store, jobs, kills):
    """Return the problem codes of each job."""
    made = build.build(jobs, store, lambda workers: Fragile(kills), 2)
    return {o.job.path: ([p.code for p in o.problems], o.artifact is not None) for o in made}


@pytest.fixture
def many(monkeypatch):
    """Light jobs go to the executor, as if they were many."""
    monkeypatch.setattr(build, "_FEW", 0)
    return [job(lang, form) for lang in LANGS for form in FORMS]


def test_a_worker_that_always_dies_costs_its_job_only(tmp_path, many):
    """One crash in native code would lose the whole build."""

    def kills(batch):
        return WorkerDied("fell") if any(j.path.startswith("ja/") for j in batch) else None

    found = outcomes(Store(tmp_path), many, kills)
    assert found.pop(f"ja/{SHEET}.md") == (["build-worker"], False)
    assert found.pop(f"ja/{SHEET}.html") == (["build-worker"], False)
    assert set(map(str, found.values())) == {"([], True)"}
    assert len(found) == 4


def test_a_worker_that_dies_once_costs_one_more_try(tmp_path, many):
    """A machine short of memory for a second would lose an edition."""
    before = []

    def kills(batch):
        before.append(batch)
        return WorkerDied("fell") if before.count(batch) == 1 else None

    assert {made for _, made in outcomes(Store(tmp_path), many, kills).values()} == {True}


def test_a_job_over_its_limit_is_not_tried_again(tmp_path, many):
    """Each hostile sheet would cost its limit twice."""
    tried = []

    def kills(batch):
        tried.append(batch)
        return WorkerDied("took longer than 30 s", "build-seconds")

    found = outcomes(Store(tmp_path), many[:1], kills)
    assert found == {f"fr/{SHEET}.md": (["build-seconds"], False)}
    assert len(tried) == 1


def test_few_light_jobs_need_no_process(tmp_path):
    """A corrected typo would wait for an interpreter to start."""

    def refused(workers):
        raise AssertionError

    jobs = [job(lang, form) for lang in LANGS for form in FORMS]
    assert len(list(build.build(jobs, Store(tmp_path), refused, 2))) == len(jobs)


def test_jobs_are_taken_as_they_are_needed(tmp_path, many, monkeypatch):
    """A thousand sheets would be held in memory, in twenty languages, before the first is made."""
    monkeypatch.setattr(build, "WINDOW", 3)
    taken = []
    outcomes = build.build(lazily(many, taken), Store(tmp_path), here, 1)
    next(outcomes)
    assert len(taken) < len(many)
    assert len([*outcomes]) == len(many) - 1


def lazily(jobs, taken):
    for one in jobs:
        taken.append(one)
        yield one


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    """A full disk would leave half a PDF under the name of a whole one."""
    path = tmp_path / "a" / "b.pdf"
    assert write(path, b"old") is True
    with pytest.raises(TypeError):
        write(path, "no bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [p.name for p in path.parent.iterdir()] == ["b.pdf"]
    assert write(path, b"old") is False
    assert path.stat().st_mode & 0o777 == 0o644


def test_the_manifest_says_what_was_built():
    """Nobody could tell a whole translation from half a one, or check a download."""
    made = artifact("ja", "html")
    found = msgspec.json.decode(manifest([row(made)], {"weasyprint": "70.0"}))
    assert found["toolchain"] == {"weasyprint": "70.0"}
    told = found["artifacts"][0]
    assert (told["path"], told["lang"], told["format"]) == (f"ja/{SHEET}.html", "ja", "html")
    assert told["bytes"] == len(made.data)
    assert told["missing"] + told["fuzzy"] == 0


def clean_build(folder: Path, **environment: str) -> dict[str, bytes]:
    """Build two languages from a copy of the project, as a user would."""
    import shutil

    project = folder / "project"
    for name in ("content", "locales"):
        shutil.copytree(ROOT / name, project / name)
    command = [
        sys.executable,
        "-m",
        "polyfiche",
        "-C",
        str(project),
        "build",
        "--lang",
        "fr,zh-Hans",
    ]
    known = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    subprocess.run(command, check=True, capture_output=True, env={**known, **environment})
    return tree(project / "build")


@pytest.mark.pdf
def test_source_date_epoch_is_the_only_time(tmp_path):
    """Distributions set it, and expect to find it."""
    made = clean_build(tmp_path, SOURCE_DATE_EPOCH="86400")
    import pypdfium2

    document = pypdfium2.PdfDocument(made[f"fr/{SHEET}.pdf"])
    assert document.get_metadata_dict()["CreationDate"].startswith("D:19700102")
