"""`release`: archives, notes, manifest and sums; `verify`: whether they are what they say."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .building import epoch
from .common import OK, PROBLEMS, errors, example, workers

if TYPE_CHECKING:
    from ..problems import Problem
    from ..release import Order, Workshop
    from ..store import Store
    from ..verify import Found
    from ..workspace import Project

_SINCE = click.option(
    "--since",
    type=click.Path(exists=True, path_type=Path),
    help="The manifest.json of the release before, or its folder.",
)
_PATIENCE = 300
"""Seconds for one PDF: a busy machine must not cost a release."""
_JOBS = click.option("--jobs", type=click.IntRange(1), help="Processes. [default: all cores]")


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="[default: release]")
@_SINCE
@click.option(
    "--minimum",
    type=click.IntRange(0, 100),
    help="Percent that an edition must reach. [default: what the sheet says, else 100]",
)
@click.option("--name", default="", help="How the archives begin. [default: the sheet's name]")
@_JOBS
@click.pass_obj
@example("polyfiche release --since last/manifest.json")
def release(root: Path, out: Path | None, jobs: int | None, **asked: Any) -> None:  # noqa: ANN401
    """Write what is published: a zip for each language, one with everything, notes, sums.

    Errors of `check` stop it. Editions that are not translated far enough are left out and listed.
    The same source and the same tools give the same bytes.
    """
    from .. import folder as folders
    from .. import ledger, places
    from .. import release as releasing
    from ..store import Store
    from ..workspace import Project

    with errors():
        project, target = Project(root), out or root / "release"
        within = places.base(root, target)
        places.refuse_links(within, target)
        order = _order(root, asked["since"], minimum=asked["minimum"], name=asked["name"])
        store = Store(ledger.cache(root).root)
        made = releasing.release(project, order, _workshop(root, store, jobs))
        folders.fill(target, made, within)
        _tell(made.problems)
        for name, data in sorted(made.files.items()):
            click.echo(f"{target / name}  {len(data)} bytes")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--rebuild/--no-rebuild", default=None, help="[default: where the source is]")
@_SINCE
@_JOBS
@click.pass_obj
@example("polyfiche verify release")
def verify(
    root: Path, folder: Path, rebuild: bool | None, since: Path | None, jobs: int | None
) -> None:
    """Check the release in FOLDER against its manifest and sums, then make it again and compare.

    The second part needs the source: the project of this folder, or of -C.
    """
    from .. import verify as verifying
    from ..workspace import Project

    with errors():
        found, problems = verifying.check(folder)
        _tell(problems)
        click.echo(f"{len(found.files)} files, {len(problems)} problems")
        if rebuild is None:
            rebuild = any((root / "content").glob("*.md"))
            if not rebuild:
                click.echo("not made again: no source here; give it with -C")
        differing = _made_again(Project(root), found, since, jobs) if rebuild else []
        sys.exit(PROBLEMS if problems or differing else OK)


def _made_again(
    project: Project, found: Found, since: Path | None, jobs: int | None
) -> list[Problem]:
    """Make the release again, and return where it is another one."""
    import tempfile

    from .. import verify as verifying
    from ..store import Store

    with tempfile.TemporaryDirectory() as empty:
        workshop = _workshop(project.root, Store(Path(empty)), jobs)
        order = _order(project.root, since)
        made = verifying.rebuild(project, found.inventory, order, workshop)
    differing = list(verifying.differences(found, made))
    _tell(differing)
    tools = verifying.other_tools(found.inventory, made.inventory)
    for line in tools:
        click.echo(f"another tool: {line}")
    click.echo(f"made again: {len(differing)} differences")
    return differing


def _order(root: Path, since: Path | None, **asked: Any) -> Order:  # noqa: ANN401
    import hashlib

    from .. import make
    from .. import verify as verifying
    from ..inventory import MANIFEST
    from ..release import Order

    if since is None:
        return Order(make.tools(root), epoch(), **asked)
    path = since / MANIFEST if since.is_dir() else since
    before = verifying.read(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Order(make.tools(root), epoch(), before=before, since=digest, **asked)


def _workshop(root: Path, store: Store, jobs: int | None) -> Workshop:
    from .. import make, native, team
    from ..limits import Work
    from ..release import Workshop

    native.require(root)
    start = team.local(root, "package", pdf=True, limits=Work(seconds=_PATIENCE))
    return Workshop(store, start, workers(jobs), make.reporter())


def _tell(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
