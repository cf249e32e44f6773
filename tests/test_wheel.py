"""The package: it holds everything, installs anywhere, and builds a sheet there."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from editions import ROOT
from releases import SOURCE
from wheels import _pip

from polyfiche import version

PARTS = ("pyproject.toml", "README.md", "LICENSE", "MANIFEST.in", "CHANGELOG.md", "CONTRIBUTING.md",
         "requirements.lock", "dev")  # fmt: skip
FOLDERS = ("src", "content", "locales", "docs", "tools", "tests")
LITTER = shutil.ignore_patterns("*.egg-info", "__pycache__", "*.pyc")


def run(*command, cwd=ROOT, **environment):
    known = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_"))}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**known, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tool(name):
    return Path(sys.executable).with_name(name)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the folder of a wheel, made from the sdist of a copy of the source."""
    folder = tmp_path_factory.mktemp("package")
    for name in PARTS:
        shutil.copy(ROOT / name, folder / name)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=LITTER)
    run(sys.executable, "-m", "build", "--no-isolation", cwd=folder, SOURCE_DATE_EPOCH="1000000000")
    return folder / "dist"


def only(folder, pattern):
    (path,) = folder.glob(pattern)
    return path


def packaged(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {p.relative_to(folder).as_posix() for p in files if "__pycache__" not in p.parts}


def test_the_wheel_holds_every_file_of_the_package(made):
    """A font or a catalog that is left behind is missed by the first user only."""
    with zipfile.ZipFile(only(made, "*.whl")) as archive:
        names = archive.namelist()
    inside = {n.removeprefix("polyfiche/") for n in names if n.startswith("polyfiche/")}
    assert inside == packaged(ROOT / "src/polyfiche")
    licences = {name.rpartition("/")[2] for name in names if "/licenses/" in name}
    assert {"LICENSE", "OFL.txt"} <= licences


def test_the_sdist_holds_the_project(made):
    """Whoever packages it for a distribution runs the tests."""
    with tarfile.open(only(made, "*.tar.gz")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {f"{folder}/{name}" for folder in FOLDERS for name in packaged(ROOT / folder)}
    assert {name for name in wanted if ".egg-info" not in name} - names == set()


def test_the_judges_of_packages_are_content(made):
    """The index would refuse it, or show a broken page."""
    assert "FAILED" not in run(tool("twine"), "check", "--strict", *made.iterdir())
    assert "OK" in run(tool("check-wheel-contents"), only(made, "*.whl"))
    assert "Valid" in run(tool("validate-pyproject"), ROOT / "pyproject.toml")


@pytest.mark.pdf
def test_a_clean_environment_builds_a_sheet(made, tmp_path):
    """What works from a checkout may lack its fonts, themes and words when it is installed."""
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    python = home / "bin/python"
    wheel = only(made, "*.whl")
    run(*_pip(), "--python", python, "install", "-q", "--no-deps", "--no-index", wheel)
    borrow_dependencies(python)
    (tmp_path / "content").mkdir()
    (tmp_path / "content/pain.md").write_text(SOURCE, "utf-8")
    where = run(python, "-c", "import polyfiche; print(polyfiche.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(home)
    code = run(python, "-c", "from polyfiche import version; print(version.code())", cwd=tmp_path)
    assert code.strip() == version.code()
    polyfiche = home / "bin/polyfiche"
    run(polyfiche, "update", "ar", "ja", cwd=tmp_path)
    run(polyfiche, "build", "--jobs", "1", cwd=tmp_path)
    shutil.rmtree(tmp_path / ".polyfiche")
    run(sys.executable, "-m", "polyfiche", "build", "--out", "checkout", cwd=tmp_path)
    assert tree(tmp_path / "build") == tree(tmp_path / "checkout")
    assert "ja/pain-handout.pdf" in tree(tmp_path / "build")
    run(polyfiche, "release", "--minimum", "0", cwd=tmp_path)
    assert (tmp_path / "release/pain-ar.zip").is_file()


def tree(folder):
    return {name: (folder / name).read_bytes() for name in packaged(folder)}


def borrow_dependencies(python):
    """Let *python* find the packages of this environment, but not its polyfiche."""
    ours = sysconfig.get_path("purelib")
    find = "import sysconfig; print(sysconfig.get_path('purelib'))"
    theirs = Path(run(python, "-c", find).strip())
    (theirs / "borrowed.pth").write_text(f"{ours}\n", "utf-8")
