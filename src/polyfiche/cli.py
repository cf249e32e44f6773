"""The command line: reads, runs, writes, and turns errors into exit codes."""

from __future__ import annotations

from pathlib import Path

import click

from .commands import (
    building,
    caching,
    checking,
    exchanging,
    fonts,
    machine,
    releasing,
    serving,
    starting,
    translating,
)
from .commands.common import errors
from .places import refuse_linked_work


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="polyfiche")
@click.option(
    "-C",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The project folder.  [default: this one]",
)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """One Markdown source, gettext catalogs: cheat-sheets in every language.

    Exit codes: 0 fine, 1 problems found, 2 wrong usage, 3 a native library is missing,
    130 interrupted, 143 terminated.
    """
    with errors():
        refuse_linked_work(root)
    context.obj = root


for _command in (
    starting.new,
    building.build,
    caching.cache,
    translating.extract,
    translating.update,
    translating.prune,
    exchanging.status,
    exchanging.diff,
    exchanging.export,
    exchanging.import_,
    releasing.release,
    releasing.verify,
    checking.check,
    checking.explain,
    fonts.fonts,
    serving.serve,
    machine.doctor,
):
    main.add_command(_command)
