"""Write a bill of materials of the package: CycloneDX 1.6, from requirements.lock and fonts.lock.

    python tools/write_sbom.py dist/polyfiche.cdx.json

Run it in the environment of the lock: what polyfiche itself needs is told from what only its
developers need by the metadata that is installed. The same lock gives the same bytes.
"""

from __future__ import annotations

import base64
import importlib.metadata
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parent.parent
_PIN = re.compile(
    r"(?m)^([A-Za-z0-9._-]+)==([^\s;\\]+)[^\n]*((?:\\\n +--hash=sha256:[0-9a-f]{64} ?)+)"
)
_HASH = re.compile(r"sha256:([0-9a-f]{64})")


def sbom(root: Path = ROOT) -> dict[str, Any]:
    """Return the bill of materials of the project at *root*."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    components = [*_packages(root), *_fonts(root)]
    main = {
        "type": "application",
        "bom-ref": "polyfiche",
        "name": project["name"],
        "version": project["version"],
        "licenses": [{"expression": project["license"]}],
        "purl": f"pkg:pypi/{project['name']}@{project['version']}",
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([main, components], sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": main},
        "components": components,
    }


def needed(name: str = "polyfiche") -> frozenset[str]:
    """Return the names of all packages that *name* needs here, without extras."""
    from packaging.requirements import Requirement

    found: set[tuple[str, str]] = set()
    todo = [(name, "")]
    while todo:
        package, extra = todo.pop()
        for text in importlib.metadata.requires(package) or ():
            one = Requirement(text)
            if one.marker is None or one.marker.evaluate({"extra": extra}):
                pairs = {(_plain(one.name), asked) for asked in ("", *one.extras)}
                todo += pairs - found
                found |= pairs
    return frozenset(package for package, _ in found)


def _packages(root: Path) -> Iterator[dict[str, Any]]:
    wanted = needed()
    for match in _PIN.finditer((root / "requirements.lock").read_text("utf-8")):
        name, version, hashes = match.groups()
        purl = f"pkg:pypi/{_plain(name)}@{quote(version)}"
        yield {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "scope": "required" if _plain(name) in wanted else "excluded",
            "purl": purl,
            "hashes": [{"alg": "SHA-256", "content": one} for one in _HASH.findall(hashes)],
        }


def _fonts(root: Path) -> Iterator[dict[str, Any]]:
    """Yield the packages that the fonts in the package were cut from."""
    lock = root / "src/polyfiche/data/fonts/fonts.lock"
    for one in json.loads(lock.read_text("utf-8"))["packages"]:
        purl = f"pkg:npm/{quote(one['name'], safe='/')}@{quote(one['version'])}"
        digest = base64.b64decode(one["integrity"].removeprefix("sha512-")).hex()
        yield {
            "type": "data",
            "bom-ref": purl,
            "name": one["name"],
            "version": one["version"],
            "scope": "required",
            "purl": purl,
            "licenses": [{"license": {"id": "OFL-1.1"}}],
            "hashes": [{"alg": "SHA-512", "content": digest}],
        }


def _plain(name: str) -> str:
    """Return the normalised name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(json.dumps(sbom(), indent=2) + "\n", "utf-8")
    print(f"wrote {target}")
