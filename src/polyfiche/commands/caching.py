"""`cache`: what is kept so as not to be made again; how large it is, and how to make it smaller."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .common import example

if TYPE_CHECKING:
    from ..store import Kept

LIMIT = "2G"
"""What a cache keeps where nobody says otherwise: some 40,000 artifacts."""
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*([KMGT]?)B?", re.IGNORECASE)
_DAY = 86_400


def size(context: click.Context, parameter: click.Parameter, value: str) -> int:
    """Return the bytes that `500M` or `2G` means."""
    match = _SIZE.fullmatch(value.strip())
    if not match:
        raise click.BadParameter(f"{value!r} is no size; write 500M or 2G")
    return int(float(match[1]) * _UNITS[match[2].upper()])


limit = click.option(
    "--cache-limit",
    "most",
    default=LIMIT,
    show_default=True,
    envvar="POLYFICHE_CACHE_LIMIT",
    show_envvar=True,
    callback=size,
    help="What the cache may keep; what was used longest ago goes first.",
)
"""The option of every command that bounds the cache."""


@click.group(no_args_is_help=True)
@example("polyfiche cache info")
def cache() -> None:
    """Tell, bound or empty what is kept under .polyfiche/ so as not to be made again.

    All of it may be deleted at any time, and is worth keeping between the runs of a CI job.
    """


@cache.command()
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@limit
@click.pass_obj
@example("polyfiche cache info --json")
def info(root: Path, as_json: bool, most: int) -> None:
    """Tell how many entries there are, how large, how old, and the bound."""
    from ..ledger import cache as box_of

    box = box_of(root)
    found = _summary(box.entries(), most, time.time())
    if as_json:
        click.echo(json.dumps({"folder": box.root.as_posix(), **found}, indent=2))
        return
    click.echo(f"folder    {box.root.as_posix()}")
    click.echo(f"entries   {found['entries']:,}")
    click.echo(f"size      {_written(found['bytes'])} of {_written(most)}")
    if found["entries"]:
        click.echo(f"used      {_days(found['newest_days'])} to {_days(found['oldest_days'])} ago")


@cache.command()
@limit
@click.pass_obj
@example("polyfiche cache prune --cache-limit 500M")
def prune(root: Path, most: int) -> None:
    """Remove what was used longest ago, until the rest is within the bound."""
    from ..ledger import cache as box_of

    _removed(box_of(root).prune(most, time.time()))


@cache.command()
@click.pass_obj
@example("polyfiche cache clear")
def clear(root: Path) -> None:
    """Remove everything: the next build makes all artifacts again.

    What the builds wrote to their folders stays, and they still know that it is theirs.
    """
    from .. import fresh
    from ..ledger import cache as box_of

    gone = box_of(root).prune(0, time.time())
    fresh.states(root).prune(0, time.time())
    _removed(gone)


def _summary(entries: Iterable[Kept], most: int, now: float) -> dict[str, Any]:
    known = list(entries)
    days = [max(0.0, round((now - kept.used / 1e9) / _DAY, 2)) for kept in known] or [0.0]
    return {
        "entries": len(known),
        "bytes": sum(kept.size for kept in known),
        "limit": most,
        "oldest_days": max(days),
        "newest_days": min(days),
    }


def _removed(gone: Iterable[Kept]) -> None:
    known = list(gone)
    click.echo(f"removed {len(known):,} entries, {_written(sum(kept.size for kept in known))}")


def _written(count: int) -> str:
    """Return a number of bytes for a person."""
    for name, unit in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} bytes"


def _days(days: float) -> str:
    return "less than a day" if days < 1 else f"{days:.0f} days"
