"""`serve`: the live preview."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import click

from .common import errors, example


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8477, show_default=True,
              help="0 takes any that is free.")  # fmt: skip
@click.option("--open", "browser", is_flag=True, help="Open it in the browser.")
@click.pass_obj
@example("polyfiche serve --open")
def serve(root: Path, port: int, browser: bool) -> None:
    """Show every edition in the browser, made again whenever a file is saved.

    It answers on this machine only. Ctrl-C stops it.
    """
    from ..workspace import Project

    with errors():
        _require_extra()
        from ..preview import server

        project = Project(root)
        project.names()
        server.serve(project, server.listen(port), lambda at: _tell(at, browser=browser))


def _tell(address: str, *, browser: bool) -> None:
    click.echo(f"The preview is at {address}  (Ctrl-C stops it)")
    if browser:
        click.launch(address)


def _require_extra() -> None:
    """Refuse to start without the packages of the extra.

    Raises:
        UsageError: `serve-extra`.
    """
    from ..problems import Problem, UsageError

    needed = ("starlette", "uvicorn", "watchfiles")
    if lacking := [name for name in needed if importlib.util.find_spec(name) is None]:
        message = f"the preview needs {', '.join(lacking)}"
        hint = "run: pip install 'polyfiche[serve]'"
        raise UsageError(Problem("", 0, "serve-extra", message, hint))
