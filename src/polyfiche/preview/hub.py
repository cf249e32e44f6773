"""The hub: wakes everybody who looks at something when a file has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress


class Hub:
    """Counts changes; lives in one event loop."""

    def __init__(self) -> None:
        self.changes = 0
        self.closed = False
        self._changed = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self) -> None:
        """Belong to the loop that runs now."""
        self._loop = asyncio.get_running_loop()

    def call(self, what: Callable[[], None]) -> None:
        """Let the loop call *what*, from any thread or a signal."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(what)

    def wake(self) -> None:
        """Say that something has changed."""
        self.changes += 1
        self._changed.set()
        self._changed = asyncio.Event()

    def close(self) -> None:
        """End every wait, now and later."""
        self.closed = True
        self._changed.set()

    async def wait(self, seen: int, seconds: float) -> bool:
        """Return whether there was a change after the first *seen*, waiting for one."""
        if self.changes == seen and not self.closed:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), seconds)
        return self.changes != seen
