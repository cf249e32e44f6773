"""The same source gives the same bytes, whatever surrounds the build: all of it is varied."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from editions import ROOT
from support import require, tree

from polyfiche import native
from polyfiche.build import build
from polyfiche.editions import Request, jobs
from polyfiche.formats import FORMATS, LAYOUTS
from polyfiche.make import tools
from polyfiche.store import Store
from polyfiche.workspace import Project

NOBODY = 65534
LOCALES = ("ar", "zh_Hans")
"""Beside French: two languages of the repository's own sheet."""


@dataclass(frozen=True)
class Surroundings:
    """Everything around a build that is not its source."""

    folder: str
    is_here: bool
    """The project is the working directory; else it is named by `-C` from the root."""
    jobs: str
    umask: int
    oldest: int
    """Seconds; time of the first file of the project."""
    newest_first: bool
    """Order in which the files are written, which some file systems list them in."""
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Way:
    """How to start a process as a user."""

    prefix: tuple[str, ...] = ()
    options: dict[str, object] = field(default_factory=dict)
    owner: int = -1
    """Whom the project must belong to; -1 is us."""


ONE = Surroundings(
    folder="a",
    is_here=True,
    jobs="1",
    umask=0o022,
    oldest=1_000_000_000,
    newest_first=False,
    environment={
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "0",
        "COLUMNS": "40",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
)
OTHER = Surroundings(
    folder="un autre dossier/é/" + "x" * 60,
    is_here=False,
    jobs="2",
    umask=0o077,
    oldest=1_700_000_000,
    newest_first=True,
    environment={
        "TZ": "America/St_Johns",
        "LANG": "tr_TR.UTF-8",
        "LC_TIME": "ar_EG.UTF-8",
        "LANGUAGE": "tr:ar",
        "PYTHONHASHSEED": "4242",
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_COLOR": "1",
        "HOME": "/nonexistent",
        "USER": "nobody",
        "COLUMNS": "200",
    },
)


@pytest.fixture
def room() -> Iterator[Path]:
    """Return a folder that every user may enter, as those of pytest are not."""
    with tempfile.TemporaryDirectory(prefix="reproducible-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def copy(project: Path, around: Surroundings, owner: int) -> None:
    """Write the project in the order and with the times that *around* says, for *owner*."""
    names = [path.relative_to(ROOT) for path in (ROOT / "content").rglob("*") if path.is_file()]
    names += [Path(f"locales/{name}/LC_MESSAGES/llm-et-fm.po") for name in LOCALES]
    names += [Path("locales/llm-et-fm.pot")]
    for number, name in enumerate(sorted(names, reverse=around.newest_first)):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, project / name)
        os.utime(project / name, (around.oldest + 86_400 * number,) * 2)
    for path in (project, *project.rglob("*")):
        os.chown(path, owner, owner)


def runs(around: Surroundings, script: str, way: Way, **options) -> subprocess.Popen[bytes]:
    """Start a shell script in a *way*, with the umask and in the environment of *around*."""
    options |= {"umask": around.umask, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    options["env"] = {"PATH": os.environ["PATH"], **options.pop("env", {}), **around.environment}
    return subprocess.Popen([*way.prefix, "sh", "-ec", script], **options, **way.options)


def other_user() -> Way:
    """Return how to be another user; skip here without one, and fail where CI is set.

    A user namespace does where the other user may not read Python or this folder: the process is
    then `nobody` for itself.
    """
    nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    ways = [Way((), nobody, NOBODY)] if os.getuid() == 0 else []
    ways.append(Way((require("unshare"), "--user")))
    script = f"test $(id -u) != {os.getuid()}; '{sys.executable}' -c 'import polyfiche.cli'"
    said = ""
    for way in ways:
        process = runs(OTHER, script, way, cwd="/")
        said += process.communicate()[0].decode()
        if process.returncode == 0:
            return way
    if os.environ.get("CI"):
        pytest.fail(f"CI runs every test, and no other user can build here: {said}")
    pytest.skip("no other user can build here")


def started(room: Path, around: Surroundings, way: Way) -> subprocess.Popen[bytes]:
    """Start a release and then a build of a copy of the project, surrounded by *around*."""
    project, scratch = room / around.folder, room / f"scratch-{around.jobs}"
    project.mkdir(parents=True)
    copy(project, around, way.owner)
    scratch.mkdir()
    scratch.chmod(0o777)
    polyfiche = f"'{sys.executable}' -m polyfiche"
    where = "" if around.is_here else f"-C '{project}'"
    script = "\n".join(
        f"{polyfiche} {where} {step} --jobs {around.jobs}" for step in ("release", "build")
    )
    where = project if around.is_here else Path("/")
    return runs(around, script, way, cwd=where, env={"TMPDIR": str(scratch)})


@pytest.mark.pdf
def test_builds_and_releases_agree_whatever_surrounds_them(room):
    """Somebody else could not check a release by making it."""
    processes = [started(room, ONE, Way()), started(room, OTHER, other_user())]
    said = [process.communicate()[0].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    one, other = ({folder: tree(room / s.folder / folder) for folder in ("release", "build")}
                  for s in (ONE, OTHER))  # fmt: skip
    for folder in ("release", "build"):
        assert sorted(one[folder]) == sorted(other[folder])
        names = [name for name in one[folder] if one[folder][name] != other[folder][name]]
        assert names == []
    assert {"llm-et-fm-ar.zip", "llm-et-fm.zip", "manifest.json", "SHA256SUMS"} < {*one["release"]}
    assert {
        "index.html",
        "manifest.json",
        "zh-Hans/llm-et-fm.pdf",
        "fr/figures/emboitement.svg",
    } < {*one["build"]}
    same_from_threads(room, one["build"])


def threads(workers: int) -> Executor:
    return ThreadPoolExecutor(workers)


def same_from_threads(room: Path, wanted: dict[str, bytes]) -> None:
    """Compare with what another executor makes, of Arabic."""
    project = Project(room / ONE.folder)
    native.weasyprint(ROOT)
    names = ("fr", "ar", "zh-Hans")
    request = Request((), names, FORMATS, None, tools(project.root), layouts=LAYOUTS)
    arabic = [job for job in jobs(project, request) if job.lang == "ar"]
    outcomes = build(arabic, Store(room / "store"), threads, 2)
    made = {one.job.path: one.artifact.data for one in outcomes if one.artifact}
    assert len(made) == len(arabic)
    assert [path for path in made if made[path] != wanted[path]] == []
