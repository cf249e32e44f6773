"""Measure the preview: from a save to the screen, and what many requests and saves do to it.

    .venv/bin/python bench/serve.py [RUNS]

The project is this repository's sheet with its catalogs, alone and among 500 copies of it. With
`npm ci --ignore-scripts --prefix tests/browser` and Chromium, the time ends when the browser has
painted the new text; without, when the stream has told it.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHEET = "llm-et-fm"
SCREEN = ROOT / "tests/browser/screen.mjs"
MANY = 500
TITLE = re.compile(r'^title: ".*"$', re.MULTILINE)

Wait = Callable[[str], float]
"""Gives the time, in seconds of the clock, at which a word could be read."""


def main(runs: int) -> None:
    """Print medians in milliseconds."""
    for sheets in (1, MANY):
        with project(sheets) as folder, serving(folder) as port:
            path = folder / f"content/{SHEET}.md"
            with streaming(port, "fr") as told:
                report(f"told, {sheets} sheets", saves(path, runs, told))
            if screen := browser():
                with painted(screen, port, "fr") as seen:
                    report(f"on screen, {sheets} sheets", saves(path, runs, seen))
            if sheets == 1:
                load(path, port)


def saves(path: Path, runs: int, wait: Wait) -> list[float]:
    """Return the seconds from each save of a new title to the moment that *wait* gives."""
    text, times = path.read_text("utf-8"), []
    for number in range(-2, runs):  # two to warm up
        word = f"Essai{number + 10:04d}x{len(times)}"
        start = time.time()
        path.write_text(TITLE.sub(f'title: "{word}"', text), "utf-8")
        taken = wait(word) - start
        times += [taken] if number >= 0 else []
        time.sleep(0.2)
    path.write_text(text, "utf-8")
    return times


def load(path: Path, port: int) -> None:
    """Ask 1,000 times from 20 threads, and save 100 times as fast as the disk takes it."""
    start = time.time()
    with ThreadPoolExecutor(20) as threads:
        status = set(threads.map(lambda n: ask(port, f"/e/{'fr' if n % 2 else 'de'}/{SHEET}.html"),
                                 range(1_000)))  # fmt: skip
    print(f"1,000 requests      {time.time() - start:8.2f} s   {status}")
    text = path.read_text("utf-8")
    with streaming(port, "fr") as told:
        start = time.time()
        for number in range(100):
            path.write_text(TITLE.sub(f'title: "Rafale{number:03d}"', text), "utf-8")
        saved = time.time()
        print(f"100 saves           {saved - start:8.2f} s")
        print(f"the last one told   {(told('Rafale099') - saved) * 1_000:8.0f} ms after it")
    path.write_text(text, "utf-8")


def report(name: str, times: list[float]) -> None:
    """Print the median and the worst of *times*."""
    middle, worst = statistics.median(times) * 1_000, max(times) * 1_000
    print(f"{name:<28}{middle:6.0f} ms   worst {worst:.0f} ms, of {len(times)}", flush=True)


@contextmanager
def project(sheets: int) -> Iterator[Path]:
    """Give a folder with the project's sheet, and copies of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "content", folder / "content")
        shutil.copytree(ROOT / "locales", folder / "locales")
        for number in range(1, sheets):
            shutil.copy(folder / f"content/{SHEET}.md", folder / f"content/copy-{number}.md")
            german = folder / "locales/de/LC_MESSAGES"
            shutil.copy(german / f"{SHEET}.po", german / f"copy-{number}.po")
        yield folder


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """Give the port of a preview of *folder*."""
    command = [sys.executable, "-m", "polyfiche", "-C", str(folder), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        yield int(line.partition("127.0.0.1:")[2].partition("/")[0])
        process.terminate()


def ask(port: int, path: str) -> int:
    """Return the status of an answer, read whole."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    reply = connection.getresponse()
    reply.read()
    connection.close()
    return reply.status


@contextmanager
def streaming(port: int, lang: str) -> Iterator[Wait]:
    """Give a function that reads the stream of a page until it holds a word."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", f"/events?view={lang}/{SHEET}.html")
    stream = connection.getresponse()

    def wait(word: str) -> float:
        while word not in (line := stream.readline().decode()):
            assert line
        return time.time()

    yield wait
    stream.close()
    connection.close()


def browser() -> str:
    """Return the path of a browser; empty when there is none, or nothing that drives it."""
    there = (SCREEN.parent / "node_modules/playwright-core").exists() and shutil.which("node")
    return (shutil.which("chromium") or "") if there else ""


@contextmanager
def painted(path: str, port: int, lang: str) -> Iterator[Wait]:
    """Give a function that waits until a browser has painted a word."""
    asked = {"browser": path, "page": f"http://127.0.0.1:{port}/e/{lang}/{SHEET}.html"}
    command = ["node", str(SCREEN), json.dumps(asked)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env={**os.environ}) as node:
        assert node.stdin
        assert node.stdout
        told, said = node.stdin, node.stdout
        assert said.readline() == "ready\n"

        def wait(word: str) -> float:
            told.write(f"{word}\n")
            told.flush()
            return float(said.readline()) / 1_000

        yield wait
        told.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 30)
