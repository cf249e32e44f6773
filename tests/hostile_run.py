"""Attack a small project with each case of a folder of `tests/hostile/`; print what came of it.

Run by `test_hostile.py` in a process of its own, without network where the machine permits:

    python tests/hostile_run.py FOLDER

Each case runs in a fork, with an audit hook that ends what opens a socket, starts a process or
reads the canary, with 1 GiB of memory of its own, and with a wall clock. One JSON line for each.
"""

from __future__ import annotations

import ast
import faulthandler
import html.parser
import json
import os
import re
import resource
import select
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "hostile"
SECONDS, MEMORY = 10.0, 1 << 30
CANARY = "canary-5f0e7c"
"""Stands beside the project, and in no artifact and no message."""
HEAD = """\
---
title: Fiche
version: "1.0"
date: 2026-11-24
licence: CC-BY-4.0
authors: [Nous]
---

"""
SOURCE = """\
Bonjour

Bonjour **monde**

Voir [le site](https://e.org)

20 % de rappel

`Bonjour` [^note]

![Un carré](figures/ok.svg)

| Bonjour a | b |
|---|---|
| c un | d |

[^note]: Une note.
"""
OK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 50"><title>Un carré</title>'
    '<rect width="9" height="9"/><text x="2" y="20" font-size="8">Un dessin</text></svg>\n'
)
PRINTED = {"md", "html", "svg"}
"""Folders whose inert cases are laid out as well; text of catalogs takes the same way."""
DOORS = {
    "md": "content/case.md",
    "html": "content/case.md",
    "yaml": "content/case.md",
    "po": "locales/de/LC_MESSAGES/case.po",
    "svg": "content/figures/ok.svg",
    "css": "content/figures/ok.svg",
    "toml": "polyfiche.toml",
    "tsv": "content/terms.tsv",
    "names": "",
}
"""Where a case of each folder enters the project."""


def main() -> None:
    """Run every case of the folder that the command line names."""
    folder = sys.argv[1]
    names = sys.argv[2:] or sorted(path.name for path in (HERE / folder).iterdir())
    _prepare()
    for name in names:
        with tempfile.TemporaryDirectory(prefix="hostile-") as place:
            root = Path(place) / "project"
            (Path(place) / "canary.txt").write_text(CANARY)
            found = _forked(lambda: attempt(folder, name, root))  # noqa: B023 (called at once)
        sys.stdout.write(json.dumps({"file": f"{folder}/{name}", **found}) + "\n")
        sys.stdout.flush()


def _prepare() -> None:
    """Import everything before the first fork, so that each case pays for itself only.

    Nothing is laid out here: Pango starts a thread, and a fork would wait for its locks.
    """
    from polyfiche import native, pool  # noqa: F401
    from polyfiche.render import html, markdown, pdf  # noqa: F401

    native.weasyprint(HERE)
    with tempfile.TemporaryDirectory() as place:
        _base(Path(place))
        _check(Path(place), Found())
        _artifacts(Path(place), Found(), ("md", "html"))


class Found:
    """What an attack came to."""

    def __init__(self) -> None:
        self.problems: set[tuple[str, int, str]] = set()
        self.warnings: set[str] = set()
        self.artifacts: list[tuple[str, bytes]] = []

    def take(self, problems: Any) -> None:
        """Keep errors with their places, and the codes of warnings."""
        for one in problems:
            str(one)
            assert CANARY not in str(one), "a message tells the canary"
            if one.code == "catalog-stale":  # nobody has extracted; it is no attack
                continue
            if one.severity == "error":
                self.problems.add((one.path, one.line, one.code))
            else:
                self.warnings.add(one.code)


def attempt(folder: str, name: str, root: Path) -> dict[str, Any]:
    """Put one case into a project, check and build it; return problems, or what is not inert."""
    _base(root)
    _place(folder, name, root)
    sys.addaudithook(_watch)
    found = Found()
    _guarded(found, lambda: _check(root, found))
    _artifacts(root, found, ("md", "html", "pdf") if folder in PRINTED else ("md", "html"))
    _extract(root, found)
    if folder == "names":
        _write(root, found)
    problems = sorted(f"{path}:{line} {code}" for path, line, code in found.problems)
    return {
        "problems": problems,
        "warnings": sorted(found.warnings),
        "alive": sorted({bad for path, data in found.artifacts for bad in alive(path, data)}),
        "made": [path for path, _ in found.artifacts],
    }


def _base(root: Path) -> None:
    (root / "content/figures").mkdir(parents=True)
    (root / "content/case.md").write_text(HEAD + SOURCE, "utf-8")
    (root / "content/figures/ok.svg").write_text(OK, "utf-8")


def _place(folder: str, name: str, root: Path) -> None:
    path = HERE / folder / name
    data = path.read_bytes()
    if name.endswith(".gen"):
        data = _generated(data.decode())
    data = data.replace(b"@CANARY@", str(root.parent / "canary.txt").encode())
    if folder == "names":
        _named(json.loads(data), root)
        return
    if folder == "yaml":
        data = b"---\n" + data + b"---\n\n" + SOURCE.encode()
    if folder == "css":
        data = OK.replace("<rect", f"<style>{data.decode()}</style><rect").encode()
    door = DOORS[folder]
    if folder == "po" and "@" in name:  # locale@NAME.po goes to the folder of its locale
        door = door.replace("/de/", f"/{name.partition('@')[0]}/")
    (root / door).parent.mkdir(parents=True, exist_ok=True)
    (root / door).write_bytes(data)


def _generated(recipe: str) -> bytes:
    """Return what a recipe makes: JSON strings, and lists [text, how often]."""
    parts = json.loads(recipe)
    return "".join(p if isinstance(p, str) else p[0] * p[1] for p in parts).encode()


def _named(steps: list[list[str]], root: Path) -> None:
    """Make the files, links and pipes that a case of `names/` describes."""
    for kind, path, *rest in steps:
        full = root / ast.literal_eval(f"'{path}'")
        full.parent.mkdir(parents=True, exist_ok=True)
        if kind == "link":
            if full.is_dir() and not full.is_symlink():
                shutil.rmtree(full)
            full.unlink(missing_ok=True)
            full.symlink_to(rest[0])
        elif kind == "pipe":
            full.unlink(missing_ok=True)
            os.mkfifo(full)
        elif kind == "folder":
            full.mkdir(exist_ok=True)
        else:
            full.write_text(rest[0] if rest else HEAD + "texte\n", "utf-8")


# Attacking


def _guarded(found: Found, step: Callable[[], None]) -> None:
    from polyfiche.problems import PolyficheError

    try:
        step()
    except PolyficheError as error:
        found.take(error.problems)


def _check(root: Path, found: Found) -> None:
    from polyfiche import checks
    from polyfiche.workspace import Project

    found.take(checks.check(Project(root)))


def _extract(root: Path, found: Found) -> None:
    from polyfiche import loop
    from polyfiche.workspace import Project

    _guarded(found, lambda: [*map(str, loop.extract(Project(root), write=False))] and None)
    _guarded(found, lambda: [*map(str, loop.update(Project(root), [], write=False))] and None)


def _write(root: Path, found: Found) -> None:
    """Write editions and a catalog to where they belong; nothing may come to stand elsewhere."""
    from polyfiche import loop, places, writing
    from polyfiche.workspace import Project

    def build() -> None:
        base = places.base(root, root / "build")
        with writing.locked(root / "build", base), writing.Writers(base) as writers:
            for path, data in found.artifacts:
                writers.write(root / "build" / path, data)

    before = _outside(root)
    _guarded(found, lambda: places.refuse_linked_work(root))
    _guarded(found, build)
    if not found.problems:
        _guarded(found, lambda: [*loop.update(Project(root), ["de"], write=True)] and None)
    assert _outside(root) == before, "something was written outside the project"


def _outside(root: Path) -> list[tuple[str, int]]:
    found = sorted(root.parent.rglob("*"))
    return [(str(p), p.lstat().st_mtime_ns) for p in found if not p.is_relative_to(root)]


def _artifacts(root: Path, found: Found, formats: tuple[Any, ...] = ("md", "html", "pdf")) -> None:
    """Make every edition; the PDF of the last one only, and where nothing was refused."""
    from polyfiche.editions import Request, jobs
    from polyfiche.jobs import run
    from polyfiche.workspace import Project

    def build() -> None:
        request = Request((), (), formats, None, ())
        made = jobs(Project(root), request)
        last = made[-1].lang
        for job in made:
            if job.format == "pdf" and (found.problems or job.lang != last):
                continue
            _guarded(found, lambda: keep(run(job)))  # noqa: B023 (called at once)

    def keep(artifact: Any) -> None:
        found.take(artifact.problems)
        found.artifacts.append((artifact.path, artifact.data))

    _guarded(found, build)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """End the process at once where something reaches out."""
    is_canary = event == "open" and str(arguments[0]).endswith("canary.txt")
    starts = event in {"os.system", "os.exec", "os.posix_spawn", "subprocess.Popen", "pty.spawn"}
    if is_canary or starts or event.startswith("socket."):
        os.write(2, f"REACHED OUT: {event} {arguments!r}\n".encode())
        os._exit(77)


# What an artifact must not hold


class _Page(html.parser.HTMLParser):
    """Collects what runs, loads, or leads where it must not."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        if tag in {
            "iframe",
            "object",
            "embed",
            "base",
            "form",
            "input",
            "frame",
            "applet",
            "audio",
        }:
            self.bad.add(f"<{tag}>")
        known = dict(attrs)
        if tag == "script" and known.get("src"):
            self.bad.add("<script src>")
        if tag == "link" and known.get("rel") not in {"canonical", "alternate", "icon"}:
            self.bad.add(f"<link rel={known.get('rel')}>")
        for key, value in attrs:
            if key.startswith("on"):
                self.bad.add(f"{key}=")
            if key in {"href", "src", "action", "data", "poster", "srcset"}:
                self._address(tag, key, value or "")

    def _address(self, tag: str, key: str, value: str) -> None:
        plain = "".join(c for c in value if c > " ").lower()
        is_drawing = tag == "img" and plain.startswith("data:image/svg+xml;base64,")
        is_icon = tag == "link" and plain == "data:,"
        match = re.match(r"([a-z][a-z0-9+.-]*):", plain)
        scheme = match[1] if match else ""
        if is_drawing or is_icon or scheme in {"", "http", "https", "mailto"}:
            is_image_on_web = tag != "a" and key == "src" and scheme
            if not plain.startswith(("//", "\\")) and not (is_image_on_web and not is_drawing):
                return
        self.bad.add(f"{tag} {key}={value[:40]}")


def alive(path: str, data: bytes) -> Iterator[str]:
    """Yield what is not inert in an artifact."""
    if CANARY.encode() in data:
        yield "holds the canary"
    if path.endswith(".pdf"):
        yield from _of_pdf(data)
        return
    text = data.decode()
    if path.endswith(".md"):
        from polyfiche import dialect

        text = dialect.parser("plain").render(text.partition("\n---\n")[2])  # its head is YAML
    page = _Page()
    page.feed(text)
    yield from page.bad
    scripts = text.lower().count("<script")
    if scripts and path.endswith((".md", ".svg")):
        yield "<script>"
    if "alert(1)</script" in text:
        yield "a script of the attack"


def _of_pdf(data: bytes) -> Iterator[str]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(data)
    if pdfium.FPDFDoc_GetAttachmentCount(document):
        yield "an attachment"
    for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia"):
        if word in data:
            yield word.decode()


# Forking


def _forked(step: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what *step* gives in a fork that may take so much time and memory."""
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reader)
        _inside(step, writer)
    os.close(writer)
    text = _read(reader)
    if text is None:
        os.kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    if text is None:
        return {"problems": [f"took more than {SECONDS:g} s"]}
    if not text:
        return {"problems": [f"the process ended with {os.waitstatus_to_exitcode(status)}"]}
    return dict(json.loads(text))


def _inside(step: Callable[[], dict[str, Any]], writer: int) -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    faulthandler.dump_traceback_later(SECONDS - 1)  # where it hangs, for whoever mends it
    try:
        found = step()
    except BaseException as error:  # noqa: BLE001 (whatever it is, it is the finding)
        where = traceback.extract_tb(error.__traceback__)[-1]
        found = {"problems": [f"TRACEBACK {type(error).__name__} {where.name}: {str(error)[:120]}"]}
    os.write(writer, json.dumps(found).encode())
    os._exit(0)


def _read(reader: int) -> str | None:
    """Return all that comes from *reader*; None when it takes too long."""
    parts: list[bytes] = []
    deadline = SECONDS
    import time

    end = time.monotonic() + deadline
    while (left := end - time.monotonic()) > 0:
        if not select.select([reader], [], [], left)[0]:
            break
        data = os.read(reader, 1 << 16)
        if not data:
            os.close(reader)
            return b"".join(parts).decode()
        parts.append(data)
    os.close(reader)
    return None


if __name__ == "__main__":
    main()
