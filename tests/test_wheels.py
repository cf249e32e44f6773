"""Every catalog in the wheels of Django and Sphinx: what hundreds of people and tools wrote."""

import dataclasses
import os
import random
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from support import require
from wheels import WheelsMissingError, catalogs_of, wheels

from polyfiche import catalogs, usual
from polyfiche.catalogs import Catalog
from polyfiche.po import Layout, Reader
from polyfiche.problems import CatalogError

SAMPLE = 150
"""Files that msgcat looks at, of some 1,300; all of them at night."""


@pytest.fixture(scope="module")
def published() -> list[tuple[str, bytes]]:
    """Return (path, bytes) of all; without a network skip here and fail where CI is set."""
    try:
        return [found for wheel in wheels() for found in catalogs_of(wheel)]
    except WheelsMissingError as error:
        if os.environ.get("CI"):
            pytest.fail(f"CI runs every test, and the wheels cannot be had: {error}")
        pytest.skip(f"the wheels cannot be had: {error}")


def changed(catalog: Catalog) -> Catalog:
    """Return *catalog* as if somebody had changed every entry of it."""
    entries = tuple(dataclasses.replace(entry, raw="") for entry in catalog.entries)
    return dataclasses.replace(
        catalog, header=dataclasses.replace(catalog.header, raw=""), entries=entries
    )


def msgcat(data: bytes) -> tuple[int, bytes]:
    done = subprocess.run([require("msgcat"), "-"], input=data, capture_output=True, check=False)
    return done.returncode, done.stdout


def test_there_are_as_many_as_we_think(published):
    """A law over no file would hold."""
    assert len(published) == 1294


def test_each_is_read_and_written_back_byte_for_byte(published):
    """None is refused: what GNU gettext reads of them, we read."""
    other = [p for p, d in published if catalogs.dump(catalogs.load(d, p, safe=False)) != d]
    assert other == []


def test_few_are_refused_as_our_own_and_only_for_hidden_characters(published):
    """The strict reading is for a project's catalogs; it must not be pedantic."""
    refused: Counter[str] = Counter()
    for path, data in published:
        try:
            catalogs.load(data, path)
        except CatalogError as error:
            refused.update({problem.code for problem in error.problems})
    assert refused == {"catalog-characters": 6}  # ckb, he: bidi; el: DEL


def test_msgcat_sees_no_difference_when_all_is_written_anew(published):
    """A changed entry must say to other tools what it said before."""
    some = random.Random(1).sample(published, SAMPLE)
    if os.environ.get("HYPOTHESIS_PROFILE") == "nightly":
        some = published
    written = [catalogs.dump(changed(catalogs.load(d, p, safe=False))) for p, d in some]
    with ThreadPoolExecutor(4) as pool:
        before = list(pool.map(msgcat, [data for _, data in some]))
        after = list(pool.map(msgcat, written))
    assert [some[n][0] for n in range(len(some)) if before[n] != after[n]] == []
    assert {code for code, _ in before} == {0}


def test_the_short_way_of_reading_gives_what_the_long_one_does(published):
    """Two readers that differ would make a translation depend on its layout."""
    assert [path for path, data in published if read(data, usual.entries) != read(data)] == []


def read(data: bytes, layout: Layout = lambda *_: ()) -> object:
    reader = Reader("x.po", layout)
    reader.read(data.decode())
    entries = [(entry, entry.line, entry.raw, entry.gap) for entry in reader.entries]
    return entries, reader.problems, reader.escaped, reader.trailing
