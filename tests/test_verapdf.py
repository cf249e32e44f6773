"""Real veraPDF, the reference validator: `tools/verapdf/get.sh` brings it, where Java is."""

import os
import subprocess
from dataclasses import replace

import pytest
from editions import LANGUAGES, PSEUDO, ROOT, artifact, job
from support import require

from polyfiche.jobs import run
from polyfiche.model import Printing

pytestmark = pytest.mark.pdf
JUDGE = ROOT / ".polyfiche" / "verapdf" / "judge"


@pytest.fixture(scope="module")
def judge():
    """Return the judge; without it, skip here and fail where CI is set."""
    require("java")
    if not JUDGE.is_file():
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("veraPDF is not here; run tools/verapdf/get.sh")
    return JUDGE


def verdicts(judge, files):
    """Return (name, verdict) of each of *files*, and the lines of all failures."""
    done = subprocess.run([judge, "ua1", *files], capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    names = {str(file): file.stem for file in files}
    said = [(names[line[0]], line[1]) for line in lines if line[1] in {"pass", "fail"}]
    return said, [line for line in lines if line[1] not in {"pass", "fail"}]


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("layout", ["sheet", "handout"])
def test_every_edition_is_pdf_ua(judge, tmp_path, layout, paper):
    """Our own validator is young; what it lets through, somebody's screen reader stumbles over."""
    files = []
    for lang in (*LANGUAGES, *PSEUDO):
        files.append(tmp_path / f"{lang}.pdf")
        files[-1].write_bytes(artifact(lang, "pdf", layout, paper).data)
    said, failures = verdicts(judge, files)
    assert failures == []
    assert said == [(lang, "pass") for lang in (*LANGUAGES, *PSEUDO)]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # sRGB2014.icc
def test_the_judge_can_say_no(judge, tmp_path):
    """A judge that passes everything has not been asked."""
    path = tmp_path / "untagged.pdf"
    asked = replace(job("en", "pdf"), printing=Printing(variant="pdf/a-2u"))
    path.write_bytes(run(asked).data)
    said, failures = verdicts(judge, [path])
    assert said == [("untagged", "fail")]
    assert failures
