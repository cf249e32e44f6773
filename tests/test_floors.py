"""The floors of the package: what may import what."""

import ast
import functools
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import polyfiche

ROOT = Path(polyfiche.__file__).parent
FLOORS = (
    ("problems", "limits", "names", "model", "languages", "formats"),
    (
        *(
            "dialect",
            "plain_yaml",
            "head_values",
            "frontmatter",
            "directives",
            "messages",
            "timeline",
            "segments",
        ),
        *(
            "localize",
            "facts",
            "svg",
            "figures",
            "pseudo",
            "fonts",
            "alphabets",
            "fontfile",
            "widths",
            "parity",
            "reach",
            "characters",
            "typography",
        ),
        *("blocks", "align"),
    ),
    (
        "entries",
        "usual",
        "draft",
        "po",
        "catalogs",
        "alike",
        "revise",
        "merge",
        "memory",
        "compendium",
        "termbase",
        *("snapshot", "exchange", "xliff", "tmx", "bitext_xml", "bitexts", "diff", "extractor"),
    ),
    ("render",),
    (
        *("places", "writing"),
        "jobs",
        "store",
        "serving",
        "workers",
        "pool",
        "batches",
        "build",
        "manifest",
        "index",
    ),
    (
        *(
            *("config", "files"),
            "workspace",
            "editions",
            "updating",
            "loop",
            "checks",
            "report",
            "native",
            "fontlock",
            "fontset",
            "glyphs",
            "kitchen",
            "cooking",
            "doctor",
            "make",
            *("team", "remote", "scheduler"),
        ),
        *("stamps", "version", "settled", "readings", "fresh", "causes", "outputs", "ledger"),
        *("status", "history", "interchange", "preview", "starter"),
        *("inventory", "archives", "news", "notes", "parcels", "release", "folder", "verify"),
    ),
    ("commands", "cli", "__main__"),
)
"""Lowest first; a package stands for all its modules."""
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
NAME_TOKEN = {
    *("blocks", "dialect", "segments", "messages", "parity", "localize", "model", "render"),
    *("timeline", "reach"),
}
SEE_THE_WORLD = {
    "fontset",
    "commands.building",
    "commands.caching",
    "commands.exchanging",
    "commands.releasing",
    "native",
    "make",
}
WORLD = (
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.time", "time.time_ns", "os.environ", "os.getenv"),
)


def name_of(path: Path) -> str:
    """Return the module's name inside the package; the package itself is the empty string."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


TREES = {name_of(path): ast.parse(path.read_text("utf-8")) for path in ROOT.rglob("*.py")}
MODULES = sorted(set(TREES) - {""})
PACKAGES = {name_of(path) for path in ROOT.rglob("__init__.py")}


def absolute(node: ast.ImportFrom, module: str) -> str:
    """Return what *node* imports from, as if it were written without dots."""
    if not node.level:
        return node.module or ""
    parts = ["polyfiche", *filter(None, module.split("."))]
    up = node.level - (module in PACKAGES)
    base = parts[: len(parts) - up]
    return ".".join([*base, *filter(None, [node.module])])


def targets(module: str) -> Iterator[str]:
    """Yield the full name of everything that *module* imports, inside functions too."""
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, module)
            yield from (f"{base}.{alias.name}" for alias in node.names)


@functools.cache
def imports(module: str) -> frozenset[str]:
    """Return the modules of the package that *module* imports; the root is the empty string."""
    found = set()
    for target in targets(module):
        parts = target.split(".")
        if parts[0] != "polyfiche":
            continue
        inside = [".".join(parts[1:end]) for end in range(len(parts), 0, -1)]
        found.add(next(name for name in inside if name in TREES))
    return frozenset(found)


def floor(module: str) -> int:
    return FLOOR[module.partition(".")[0]]


def test_every_module_is_on_one_floor():
    """A module without a floor could import anything."""
    names = [name for names in FLOORS for name in names]
    assert sorted(names) == sorted({module.partition(".")[0] for module in MODULES})


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module):
    """A step that knows its caller cannot be read, tested or moved alone."""
    up = [name for name in imports(module) - {""} if floor(name) > floor(module)]
    assert up == []


@pytest.mark.parametrize("module", MODULES)
def test_nothing_imports_the_package_root(module):
    """The root would become the place through which everything knows everything."""
    assert "" not in imports(module)


def test_there_is_no_cycle():
    """Two modules that import each other are one module in two files."""
    order = TopologicalSorter({module: imports(module) - {""} for module in MODULES})
    assert sorted(order.static_order()) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_few_modules_name_the_token_of_markdown_it(module):
    """A change of markdown-it's tokens would be felt in catalogs and jobs."""
    names = any(target.startswith("markdown_it.token") for target in targets(module))
    assert not names or module.partition(".")[0] in NAME_TOKEN


@pytest.mark.parametrize("module", [m for m in MODULES if m not in SEE_THE_WORLD])
def test_only_edges_see_the_clock_and_the_environment(module):
    """The same job would give other bytes tomorrow, or on another machine."""
    read = [ast.unparse(n) for n in ast.walk(TREES[module]) if isinstance(n, ast.Attribute)]
    found = {*targets(module), *read}
    assert [name for name in found if f".{name}".endswith(tuple(f".{w}" for w in WORLD))] == []


def test_the_reader_of_imports_sees_them_all():
    """A reader that sees nothing would find every rule kept."""
    assert {"dialect", "figures", "model", "problems"} <= imports("render.fragments")
    assert {"loop", "workspace", "commands.common"} <= imports("commands.translating")
