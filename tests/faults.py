"""Builds that are killed, starved or spied upon: each in a fork of this process, which is warm.

Run as a script, with an empty folder, a method of `Bench` and its count: prints what was found
wrong as JSON.
"""

from __future__ import annotations

import functools
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from support import tree

from polyfiche import make
from polyfiche.commands.common import errors
from polyfiche.editions import Request
from polyfiche.workspace import Project
from polyfiche.writing import locked

HEAD = """\
---
title: "Le pain"
version: "{version}"
date: 2026-11-24
licence: CC-BY-4.0
authors: [Ana Durand]
pages: {{sheet: 1}}
---

<!-- section: comprendre -->
## Comprendre

<!-- card: levain -->
### Le levain

{text}
"""
PO = """\
msgid ""
msgstr ""
"Language: {lang}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

msgid "Le pain"
msgstr "{title}"
"""
KILLED = 137


def first(root: Path) -> None:
    """Write a project with a sheet in three languages, and one in French alone."""
    for name in ("pain", "sel"):
        put(root / f"content/{name}.md", HEAD.format(version="1.0", text="Un mélange."))
    for lang, title in (("de", "Das Brot"), ("en", "Bread")):
        put(root / f"locales/{lang}/LC_MESSAGES/pain.po", PO.format(lang=lang, title=title))


def second(root: Path) -> None:
    """Edit it: a sheet, a translation, a language less, a sheet less."""
    put(root / "content/pain.md", HEAD.format(version="1.1", text="Un mélange qui fermente."))
    put(root / "locales/en/LC_MESSAGES/pain.po", PO.format(lang="en", title="The bread"))
    shutil.rmtree(root / "locales/de")
    (root / "content/sel.md").unlink()


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def build(root: Path) -> int:
    """Build the project's Markdown and web editions; return the exit code."""
    with errors(), locked(root / "build"):
        request = Request((), (), ("md", "html"), None, (("fonts", "none"),))
        return make.make(Project(root), request, root / "build", 1, lambda *_: None)


def forked(root: Path, prepare: Callable[[], object] = lambda: None) -> int:
    """Build in a fork that calls *prepare* first; return its exit code, 137 when killed."""
    pid = os.fork()
    if not pid:
        code = 70  # a traceback
        try:
            os.dup2(os.open(root / "stderr", os.O_CREAT | os.O_WRONLY | os.O_TRUNC), 2)
            prepare()
            code = build(root)
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            os._exit(code)
    return ended(pid)


def ended(pid: int) -> int:
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return KILLED if status == -signal.SIGKILL else status


def on_write(number: int, act: Callable[[], object]) -> Callable[[], None]:
    """Return what makes the process *act* before its change *number* of a file or folder."""
    return _hooked(number, act, _changes)


def on_read(root: Path, number: int, act: Callable[[], object]) -> Callable[[], None]:
    """Return what makes the process *act* before its reading *number* of a source or catalog."""
    inside = (str(root / "content"), str(root / "locales"))

    def reads(event: str, args: tuple[object, ...]) -> bool:
        return event == "open" and not _changes(event, args) and str(args[0]).startswith(inside)

    return _hooked(number, act, reads)


def _hooked(
    number: int, act: Callable[[], object], wanted: Callable[[str, tuple[object, ...]], bool]
) -> Callable[[], None]:
    seen = 0

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal seen
        if wanted(event, args):
            seen += 1
            if seen == number:
                act()

    return lambda: sys.addaudithook(hook)


def _changes(event: str, args: tuple[object, ...]) -> bool:
    if event == "open":
        return bool(int(args[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))  # type: ignore[call-overload]
    return event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}


class Bench:
    """A project whose first edition is built, and whose second is known."""

    def __init__(self, root: Path) -> None:
        self.root, self.saved, self.found = root / "project", root / "saved", []
        first(self.root)
        assert build(self.root) == 0  # here, so that every fork is warm
        self.old = tree(self.root / "build")
        second(self.root)
        shutil.copytree(self.root, self.saved)
        assert build(self.root) == 0
        self.new = tree(self.root / "build")
        shutil.rmtree(root / "clean", ignore_errors=True)
        shutil.copytree(self.saved, root / "clean", ignore=shutil.ignore_patterns("build", ".*"))
        assert forked(root / "clean") == 0
        self.expect("incremental is clean", tree(root / "clean/build") == self.new)

    def restore(self) -> None:
        """Go back to the first edition's outputs with the second's sources."""
        shutil.rmtree(self.root)
        shutil.copytree(self.saved, self.root)

    def expect(self, what: str, holds: bool) -> None:
        if not holds:
            self.found.append(what)

    def judge(self, what: str) -> None:
        """Expect every file whole, old or new; and the next build to be right."""
        for path, data in tree(self.root / "build").items():
            if not (Path(path).name.startswith(".") and path.endswith(".part")):
                whole = data in (self.old.get(path), self.new.get(path))
                self.expect(f"{what}: {path} is neither old nor new", whole)
        code = forked(self.root)
        self.expect(f"{what}: the next build ends with {code}", code == 0)
        self.expect(f"{what}: the next build is wrong", tree(self.root / "build") == self.new)

    def every_operation(self) -> int:
        """Kill the build before each file operation; return how many there are."""
        for number in range(1, 10_000):
            self.restore()
            code = forked(self.root, on_write(number, lambda: os._exit(KILLED)))
            if code == 0:
                return number - 1
            self.expect(f"operation {number}: exit code {code}", code == KILLED)
            self.judge(f"killed before operation {number}")
        return 0

    def random_moments(self, count: int) -> int:
        """Kill the build at *count* random moments; return how often it was still running."""
        self.restore()
        start = time.perf_counter()
        forked(self.root)
        whole = time.perf_counter() - start
        dice, hits = random.Random(7), 0
        for number in range(count):
            self.restore()
            pid = os.fork()
            if not pid:
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
                os._exit(build(self.root))
            time.sleep(dice.random() * whole)
            os.kill(pid, signal.SIGKILL)
            hits += ended(pid) == KILLED
            self.judge(f"killed at random moment {number}")
        return hits

    def vanishing(self) -> int:
        """Remove a source at each reading; return how many readings there are."""
        for number in range(1, 10_000):
            self.restore()
            gone = self.root / ("content/pain.md", "locales/en/LC_MESSAGES/pain.po")[number % 2]
            code = forked(
                self.root, on_read(self.root, number, functools.partial(gone.unlink, True))
            )
            said = (self.root / "stderr").read_text("utf-8")
            self.expect(f"vanished at reading {number}: {code} {said[-300:]}", code in (0, 1, 2))
            self.expect(f"vanished at reading {number}: no problem named", not code or "[" in said)
            if gone.exists():
                return number - 1
        return 0

    def corrupted(self, count: int) -> int:
        """Flip bits of the cache and cut it, in *count* ways; return how many files it has."""
        dice = random.Random(11)
        self.restore()
        forked(self.root)
        shutil.rmtree(self.saved)
        shutil.copytree(self.root, self.saved)
        files = [p for p in (self.root / ".polyfiche").rglob("*") if p.is_file()]
        for number in range(count):
            self.restore()
            for path in files if number % 2 else [dice.choice(files)]:
                data = bytearray(path.read_bytes())
                at = dice.randrange(len(data)) if data else 0
                if number % 4 < 2 and data:
                    data[at] ^= 1 << dice.randrange(8)
                else:
                    del data[at:]
                path.write_bytes(data)
            if number % 3:
                shutil.rmtree(self.root / "build")
            code = forked(self.root)
            said = (self.root / "stderr").read_text("utf-8")
            self.expect(f"corrupted {number}: exit code {code} {said[-300:]}", code == 0)
            self.expect(f"corrupted {number}: wrong", tree(self.root / "build") == self.new)
        return len(files)


def main(root: Path, what: str, count: str) -> None:
    """Do one of it."""
    bench = Bench(root)
    act = getattr(bench, what)
    number = act(int(count)) if count else act()
    sys.stdout.write(json.dumps({"found": bench.found, "number": number}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
