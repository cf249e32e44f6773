"""What all commands share: exit codes, errors as text, an example in the help."""

from __future__ import annotations

import inspect
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click

from ..problems import NativeError, PolyficheError, UsageError

OK, PROBLEMS, USAGE, NATIVE = 0, 1, 2, 3
INTERRUPTED, TERMINATED = 130, 143


class Terminated(KeyboardInterrupt):
    """SIGTERM came: end as after Ctrl-C, with the exit code of this signal."""


@contextmanager
def errors() -> Iterator[None]:
    """Print what is wrong and leave with its exit code."""
    try:
        with _terminable():
            yield
    except PolyficheError as error:
        click.echo(str(error), err=True)
        codes = {NativeError: NATIVE, UsageError: USAGE}
        sys.exit(codes.get(type(error), PROBLEMS))
    except KeyboardInterrupt as interruption:
        click.echo("Interrupted: nothing was left half-written.", err=True)
        sys.exit(TERMINATED if isinstance(interruption, Terminated) else INTERRUPTED)


@contextmanager
def _terminable() -> Iterator[None]:
    """Raise `Terminated` where SIGTERM comes, so that what is open is closed."""

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough
        raise Terminated

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def workers(asked: int | None) -> int:
    """Return how many processes work: as many as were *asked* for, or one for each core."""
    return asked or os.cpu_count() or 1


def example(text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add an example to a command's help."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        command.__doc__ = f"{inspect.cleandoc(command.__doc__ or '')}\n\nExample: {text}"
        return command

    return add
