"""Templates as they were: in a revision of git, or in a file that somebody kept."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from . import catalogs, diff, loop
from .catalogs import Catalog
from .diff import Report
from .problems import Problem, UsageError
from .workspace import Project

Git = Callable[[Path, Sequence[str]], tuple[int, bytes, str]]
"""Runs git in a folder: exit code, standard output, standard error. Code 127: there is no git."""
_NO_GIT = 127


def run_git(folder: Path, arguments: Sequence[str]) -> tuple[int, bytes, str]:
    """Run git in *folder*; it only reads."""
    command = ["git", "--no-pager", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 (no shell)
    except FileNotFoundError:
        return _NO_GIT, b"", "git: not found"
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def since(project: Project, revision: str, git: Git = run_git) -> list[Report]:
    """Return what changed in every sheet since a *revision* of git.

    Raises:
        UsageError: `diff-git`, `diff-revision`: there is nothing to compare with.
    """
    label = _label(project.root, revision, git)
    return [
        Report(name, label, diff.changes(_template_at(project, name, revision, git), now))
        for name in project.names()
        for now in [loop.template(project, name)]
    ]


def since_file(project: Project, path: Path, sheet: str) -> list[Report]:
    """Return what changed in a *sheet* since the template or catalog at *path*.

    Raises:
        CatalogError: The file cannot be read.
    """
    old = catalogs.load(path.read_bytes(), str(path))
    return [Report(sheet, str(path), diff.changes(old, loop.template(project, sheet)))]


def _label(folder: Path, revision: str, git: Git) -> str:
    """Return what a reader knows *revision* by: its name, short hash and date."""
    if revision.startswith("-"):
        raise _unknown(revision, "")
    code, out, complaint = git(folder, ["log", "-1", "--format=%h, %cs", revision, "--"])
    if code == _NO_GIT:
        hint = "install git, or give the path of an older template"
        raise UsageError(Problem("", 0, "diff-git", "git is not installed", hint))
    if code and "not a git repository" in complaint:
        hint = "give the path of an older template: polyfiche diff old.pot"
        raise UsageError(Problem("", 0, "diff-git", f"{folder} is not in a git repository", hint))
    if code or not out.strip():
        raise _unknown(revision, complaint)
    return f"{revision} ({out.decode('utf-8', 'replace').strip()})"


def _template_at(project: Project, name: str, revision: str, git: Git) -> Catalog | None:
    """Return the template of a sheet in *revision*; None where there was none."""
    path = project.template_path(name)
    code, out, _ = git(project.root, ["show", "--no-textconv", f"{revision}:./{path}"])
    return None if code else catalogs.load(out, f"{revision}:{path}")


def _unknown(revision: str, complaint: str) -> UsageError:
    said = complaint.strip().partition("\n")[0]
    hint = "give a branch, a tag, a hash, or the path of an older template"
    message = f"git knows no revision {revision!r}" + (f": {said}" if said else "")
    return UsageError(Problem("", 0, "diff-revision", message, hint))
