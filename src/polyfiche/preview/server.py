"""The server: one socket on this machine only, one watcher, until Ctrl-C."""

from __future__ import annotations

import asyncio
import functools
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from .. import render, workspace
from ..problems import Problem, UsageError
from ..render import templates
from ..workspace import Project
from . import watching
from .app import Preview, application
from .hub import Hub
from .printer import Printer
from .shelf import EVERYTHING, Shelf

HOST = "127.0.0.1"
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_GRACE = 1
"""Seconds that open answers get when the server stops."""
_THEMES = Path(render.__file__).parent / "themes"
_WORDS = Path(workspace.__file__).parent / "locales"


def listen(port: int) -> socket.socket:
    """Return a socket on the loopback interface; *port* 0 takes a free one.

    Raises:
        UsageError: `serve-port`, the port is taken or not ours to take.
    """
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
        made.listen(128)
    except OSError as error:
        made.close()
        message = f"port {port} cannot be used: {error.strerror}"
        hint = "give another one: polyfiche serve --port 0 takes any that is free"
        raise UsageError(Problem("", 0, "serve-port", message, hint)) from error
    return made


def serve(project: Project, listening: socket.socket, ready: Callable[[str], None]) -> None:
    """Show *project* until a signal comes.

    Args:
        project: With one sheet at least.
        listening: Of `listen`.
        ready: Called with the address once it answers.

    Raises:
        KeyboardInterrupt: Ctrl-C, when everything has ended.
    """
    preview = preview_of(project)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with watched(preview):
            ready(f"http://{HOST}:{listening.getsockname()[1]}/")
            yield

    config = uvicorn.Config(
        application(preview, lifespan),
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    server = _Server(config, preview.hub)
    server.run([listening])
    for number in server.signals[:1]:
        signal.raise_signal(number)


def preview_of(project: Project) -> Preview:
    """Return the preview of *project*, which nobody looks at yet."""
    hub = Hub()
    printer = Printer(project.root, lambda: hub.call(hub.wake))
    return Preview(Shelf(project, printer), hub)


@asynccontextmanager
async def watched(preview: Preview) -> AsyncIterator[None]:
    """Keep *preview* as new as the files; end what it started."""
    preview.hub.open()
    stop = asyncio.Event()
    root = preview.shelf.project.root.resolve()
    told = functools.partial(_told, preview)
    watcher = asyncio.create_task(watching.watch(root, (_THEMES, _WORDS), told, stop))
    try:
        yield
    finally:
        stop.set()
        preview.close()
        await asyncio.wait({watcher}, timeout=_GRACE)


def _told(preview: Preview, paths: frozenset[str]) -> None:
    """Note what changed, forget what was kept of it, and wake those who look at something."""
    shelf = preview.shelf
    shelf.changes.note(paths)
    if any(path.startswith((str(_THEMES), str(_WORDS))) for path in paths):
        templates.template.cache_clear()
        workspace.words.cache_clear()
        shelf.changes.note([EVERYTHING])
    if any(path.startswith("fonts/") for path in paths):
        shelf.printer.forget()
        shelf.changes.note([EVERYTHING])
    preview.hub.wake()


class _Server(uvicorn.Server):
    """Ends in one way, however often a signal comes: streams, watcher and printer first."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub
        self.signals: list[int] = []

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take signals while the loop runs; what they do elsewhere waits for its end."""
        before = {number: signal.signal(number, self.handle_exit) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal: a stream would wait for news for ever."""
        self.signals.append(sig)
        self._hub.call(self._hub.close)
        self.should_exit = True
