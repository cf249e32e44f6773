"""A project with two languages, and a workshop that makes its artifacts without any renderer."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sheets import SMALL

from polyfiche import loop
from polyfiche.build import Outcome
from polyfiche.jobs import key
from polyfiche.model import Artifact, Job
from polyfiche.problems import Problem
from polyfiche.release import Order, Release, release
from polyfiche.workspace import Project

SOURCE = SMALL
GERMAN = {
    "Le pain": "Das Brot",
    "Comprendre": "Verstehen",
    "Le levain": "Der Sauerteig",
    "Un mélange qui fermente. La France vend {loaves} de baguettes.": (
        "Eine gärende Mischung. Frankreich verkauft {loaves} Baguettes."
    ),
}
TOOLS = (("weasyprint", "70.0"),)


@dataclass(frozen=True)
class Copyist:
    """Makes of each job a file that says which job it was."""

    def make(self, jobs: Sequence[Job]) -> list[Outcome]:
        return [self._made(job) for job in sorted(jobs, key=lambda job: job.path)]

    def _made(self, job: Job) -> Outcome:
        data = f"{job.path} {key(job)} {job.epoch}".encode()
        made = Artifact(job.path, data, job.sheet, job.lang, job.format, job.layout, job.paper,
                        job.counts)  # fmt: skip
        return Outcome(job, made)


def project(folder: Path, source: str = SOURCE, **translations: dict[str, str]) -> Project:
    """Return a project of one sheet, `pain`; *translations* are by locale, German without any."""
    (folder / "content").mkdir(parents=True, exist_ok=True)
    (folder / "content/pain.md").write_text(source, "utf-8")
    one = Project(folder)
    known = translations or {"de": GERMAN}
    loop.update(one, [tag.replace("_", "-") for tag in known], write=True)
    for locale, texts in known.items():
        translate(one, locale, texts)
    return one


def change(one: Project, old: str, new: str) -> None:
    """Write *new* for *old* in the source, and bring the catalogs along."""
    path = one.root / "content/pain.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    loop.update(one, [], write=True)


def translate(one: Project, locale: str, texts: dict[str, str]) -> None:
    """Put *texts* into the catalog of *locale*."""
    path = one.root / f"locales/{locale}/LC_MESSAGES/pain.po"
    text = path.read_text("utf-8")
    for source, target in texts.items():
        old = f'msgid "{source}"\nmsgstr "'
        start = text.index(old) + len(old)
        text = text[:start] + target + text[text.index('"\n', start) :]
    path.write_text(text, "utf-8")


def made(one: Project, **asked) -> Release:
    """Return the release of *one*, made by the copyist."""
    return release(one, Order(TOOLS, **asked), Copyist())  # type: ignore[arg-type]


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Write the files of a release to *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def codes(problems: Sequence[Problem]) -> list[str]:
    return [problem.code for problem in problems]
