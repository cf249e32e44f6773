"""What all commands share: exit codes, errors as text, an example in the help."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from ..problems import NativeError, PolyficheError, UsageError

OK, PROBLEMS, USAGE, NATIVE = 0, 1, 2, 3


@contextmanager
def errors() -> Iterator[None]:
    """Print what is wrong and leave with its exit code."""
    try:
        yield
    except PolyficheError as error:
        click.echo(str(error), err=True)
        codes = {NativeError: NATIVE, UsageError: USAGE}
        sys.exit(codes.get(type(error), PROBLEMS))
    except KeyboardInterrupt:
        click.echo("Interrupted: nothing was left half-written.", err=True)
        sys.exit(130)


def example(text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add an example to a command's help."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        command.__doc__ = f"{inspect.cleandoc(command.__doc__ or '')}\n\nExample: {text}"
        return command

    return add
