"""Which characters of a project no font draws, edition by edition."""

from __future__ import annotations

from collections.abc import Sequence

from . import fontlock
from .editions import Request, jobs
from .fontlock import Font
from .jobs import edition
from .languages import language
from .model import Job
from .problems import Problem
from .render import printed
from .workspace import Project


def check(project: Project, langs: Sequence[str] = ()) -> tuple[int, list[Problem]]:
    """Return how many editions were looked at, and a problem for each that lacks a glyph.

    Args:
        project: Its own fonts count too.
        langs: BCP 47 tags; empty means every language there is.

    Raises:
        PolyficheError: A sheet, a catalog, a name or the project's `fonts.lock` is wrong.
    """
    wanted = prints(project, langs)
    known = fontlock.load(project.root)
    found = ((job, lacking(job, known)) for job in wanted)
    problems = [printed.no_glyph(edition(job), job, missing) for job, missing in found if missing]
    return len(wanted), problems


def lacking(job: Job, known: Sequence[Font]) -> frozenset[str]:
    """Return the characters that *job* prints and neither the package nor *known* fonts draw."""
    return printed.lacking(edition(job), job, fontlock.families(known))


def by_script(project: Project, known: Sequence[Font]) -> dict[str, frozenset[str]]:
    """Return the characters that no font draws, of all editions of each script that lacks some."""
    found: dict[str, frozenset[str]] = {}
    for job in prints(project, ()):
        if missing := lacking(job, known):
            script = language(job.lang).script
            found[script] = found.get(script, frozenset()) | missing
    return found


def prints(project: Project, langs: Sequence[str]) -> list[Job]:
    """Return the job of one PDF of each edition."""
    return jobs(project, Request((), langs, ("pdf",), None, ()))
