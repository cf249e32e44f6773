"""What runs on GitHub: workflows, the action, the hooks, and the bill of materials."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from editions import ROOT
from projects import project

from polyfiche import loop
from polyfiche.cli import main

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ACTION = ROOT / "action.yml"
FILES = [*WORKFLOWS, ACTION]
PIN = re.compile(r"^ *(?:- )?uses: ([\w./-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+$")


def load(path):
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


JOBS = [
    pytest.param(job, id=f"{path.stem}-{name}")
    for path in WORKFLOWS
    for name, job in load(path)["jobs"].items()
]


def test_an_auditor_finds_nothing():
    """A pull request could take the rights of a release."""
    zizmor = Path(sys.executable).with_name("zizmor")
    what = "--collect=workflows,actions,pre-commit"
    command = [
        zizmor,
        "--color",
        "never",
        "--offline",
        "--persona",
        "auditor",
        "--strict-collection",
        what,
        "--",
    ]
    paths = [".github/workflows", "action.yml", ".pre-commit-hooks.yaml"]
    done = subprocess.run([*command, *paths], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("No findings to report.")
    assert done.stderr.count("completed") == len(FILES) + 1


def test_the_auditor_would_find_something(tmp_path):
    """An auditor that finds nothing anywhere proves nothing."""
    bad = tmp_path / ".github/workflows/bad.yml"
    bad.parent.mkdir(parents=True)
    bad.write_text(
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n"
        "      - run: echo ${{ github.event.head_commit.message }}\n"
    )
    zizmor = Path(sys.executable).with_name("zizmor")
    done = subprocess.run(
        [zizmor, "--color", "never", "--offline", bad], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "template-injection" in done.stdout


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_action_is_pinned_by_hash_with_its_version(path):
    """A tag can be moved to other code overnight."""
    uses = [line for line in path.read_text("utf-8").splitlines() if re.search(r"\buses:", line)]
    local = [line for line in uses if "uses: ./" in line]
    assert [line for line in uses if line not in local and not PIN.match(line)] == []


def test_one_action_has_one_version():
    """One of two would be forgotten when a hole is mended."""
    lines = [line for path in FILES for line in path.read_text("utf-8").splitlines()]
    found = {(m[1], m[2]) for line in lines if (m := PIN.match(line))}
    assert len(found) == len({name for name, _ in found})
    assert len(found) > 5


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_no_rights_of_its_own(path):
    """Every job would have them."""
    workflow = load(path)
    assert workflow["permissions"] == {}
    assert workflow["concurrency"]["group"]


@pytest.mark.parametrize("job", JOBS)
def test_a_job_has_few_rights_an_end_and_no_credentials(job):
    """A job that hangs costs six hours; a token on disk is read by every later step."""
    assert 0 < int(job["timeout-minutes"]) <= 45
    rights = job["permissions"]
    assert "write-all" not in rights
    assert len([right for right in rights.values() if right == "write"]) <= 2
    for step in job["steps"]:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"
    if image := job.get("container", {}).get("image"):
        assert re.fullmatch(r"[a-z]+:\w+@sha256:[0-9a-f]{64}", image)


@pytest.mark.parametrize("job", JOBS)
def test_every_step_that_runs_polyfiche_is_understood_by_it(job):
    """A renamed option would be found on the day of a release."""
    for step in job["steps"]:
        for line in step.get("run", "").splitlines():
            if "./dev " in line:
                words = shlex.split(line.partition("./dev ")[2].partition(">>")[0])
                known = [word for word in words if word not in {"$@", "]"}]
                result = CliRunner().invoke(main, [*known, "--help"])
                assert result.exit_code == 0, result.output
                options = [w for w in known if w.startswith("--")]
                assert [one for one in options if one not in result.output] == []


def test_the_action_runs_what_it_is_asked_for():
    """Its default must be a command that there is, and no input may become code."""
    action = load(ACTION)
    words = action["inputs"]["command"]["default"].split()
    assert CliRunner().invoke(main, [*words, "--help"]).exit_code == 0
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert [script for script in scripts if "${{" in script] == []


OURS = "rm -rf .native .polyfiche build release"
STARTER = ROOT / "src/polyfiche/data/project/dot-github/workflows/sheets.yml"
BUILDS = [
    pytest.param(job, id=f"{path.stem}-{name}")
    for path in (*WORKFLOWS, STARTER)
    for name, job in load(path)["jobs"].items()
    if re.search(r"(\./dev|polyfiche) (build|release)", str(job))
]


@pytest.mark.parametrize("job", BUILDS)
def test_a_build_begins_without_what_came_with_the_checkout(job):
    """A pull request could bring a cache that holds a false page, or a library that is loaded."""
    steps = [step.get("run") or step.get("uses", "").partition("@")[0] for step in job["steps"]]
    assert steps[:2] == ["actions/checkout", OURS]


def test_there_are_builds_to_look_at():
    """A search that finds no job would find nothing wrong."""
    assert len(BUILDS) == 4


@pytest.mark.parametrize("has_git", [True, False])
def test_the_action_forgets_what_a_commit_brought_and_keeps_a_restored_cache(tmp_path, has_git):
    """A poisoned entry would be published; or every run of others would begin from nothing."""
    steps = load(ACTION)["runs"]["steps"]
    names = [step.get("name") for step in steps]
    forget = names.index("Forget what came with the checkout")
    assert forget < names.index("Run")
    brought = [".polyfiche/store/ab/cd", ".POLYFICHE/x", ".native/root/lib.so", "content/a.md"]
    for path in (*brought, ".polyfiche/store/ef/01"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    if has_git:
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
        subprocess.run(["git", "add", "-f", "--", *brought], cwd=tmp_path, check=True)
    command = ["bash", "-e", "-o", "pipefail", "-c", steps[forget]["run"]]
    env = {
        **os.environ,
        "DIRECTORY": str(tmp_path),
        "GIT_CEILING_DIRECTORIES": str(tmp_path.parent),
    }
    subprocess.run(command, env=env, check=True)
    left = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    kept = {path for path in left if not path.startswith(".git/")}
    restored = {".polyfiche/store/ef/01"} if has_git else {".POLYFICHE/x"}
    assert kept == {"content/a.md", *restored}


@pytest.mark.parametrize("hook", load(ROOT / ".pre-commit-hooks.yaml"), ids=lambda one: one["id"])
def test_a_hook_passes_a_good_project_and_stops_a_bad_one(hook, tmp_path):
    """Somebody else's repository would never be stopped, or always."""
    program, *arguments = hook["entry"].split()
    assert (program, hook["language"], hook["pass_filenames"]) == ("polyfiche", "python", "false")
    one = project(tmp_path, "Du pain.\n")
    loop.update(one, ["de"], write=True)
    command = ["-C", str(one.root), *arguments]
    assert CliRunner().invoke(main, command).exit_code == 0
    path = tmp_path / "content/a.md"
    path.write_text(path.read_text("utf-8") + "\nDu sel.\n", "utf-8")
    assert CliRunner().invoke(main, command).exit_code == 1
    for name in ("content/a.md", "locales/de/LC_MESSAGES/a.po"):
        assert re.search(hook["files"], name)


# The bill of materials


@pytest.fixture(scope="module")
def bill():
    import runpy

    return runpy.run_path(str(ROOT / "tools/write_sbom.py"))["sbom"]()


def test_the_bill_of_materials_has_every_pin(bill):
    """A hole in a part that is not on the bill is not found."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pins = dict(re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)", lock))
    parts = {c["name"]: c for c in bill["components"]}
    assert {name: parts[name]["version"] for name in pins} == pins
    hashes = [
        h["content"] for c in bill["components"] for h in c["hashes"] if h["alg"] == "SHA-256"
    ]
    assert sorted(hashes) == sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", lock))


def test_the_bill_of_materials_tells_what_is_shipped_from_what_made_it(bill):
    """A hole in a linter is not one in a reader."""
    scope = {c["name"]: c["scope"] for c in bill["components"]}
    shipped = ("weasyprint", "brotli", "@expo-google-fonts/noto-sans")
    assert [scope[name] for name in shipped] == ["required"] * 3
    assert [scope[name] for name in ("pytest", "zizmor", "ruff")] == ["excluded"] * 3
    assert len(scope) == len({c["bom-ref"] for c in bill["components"]})
