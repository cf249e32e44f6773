"""Small projects on disk, and what their checks find."""

from pathlib import Path

from sheets import FIRST, HEAD

from polyfiche import checks, segments, termbase
from polyfiche.checks import table
from polyfiche.checks.kinds import Context, Passage
from polyfiche.entries import Entry
from polyfiche.model import SourceFile
from polyfiche.problems import Problem
from polyfiche.workspace import Project

TERMS = """\
id\tfr\ten\tes\tde\tar\thi
llm\tgrand modèle de langage\t\t\tgroßes Sprachmodell | groß* Sprachmodell*\t\t
window\tfenêtre de contexte\t\t\tKontextfenster | Kontextfenster*\tنافذة السياق\t
parameter\tparamètre; paramètre*\t\t\t\tمَعلَمة\t
token\tjeton; jeton*\t\t\tToken | Token*\t\t
prompt\tinstruction; !invite\t\t\t\t\t
embedding\tplongement; plongement*\t\tincrustación | incrustacion*\t\t\t
generative\tIA générative\t\t\t\t\tजनरेटिव AI
dataset\tjeu de données\t\t\tDatensatz; !Datenbank\t\t
architecture\tarchitecture\t=\t\t\t\t
"""
BODY = "[ref]: https://a.org/ref\n\nmot[^note]\n\n[^note]: Une note.\n"
PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: de\\n"

"""


def context(body: str = BODY) -> Context:
    """Return a sheet without files."""
    sheet = segments.parse(SourceFile("a.md", HEAD + body))
    terms = termbase.load(SourceFile(termbase.PATH, TERMS))
    return Context(Project(Path("nowhere")), sheet, sheet.units, terms)


def passage(lang: str, msgid: str, text: str) -> Passage:
    """Return a translation of *msgid*; of nothing, a text of a source in *lang*."""
    entry = Entry(msgid, (text,), line=1, raw="") if msgid else None
    return Passage(context(), "a.po", lang, text, entry=entry)


def found(code: str, one: Passage) -> list[str]:
    """Return the messages of one check on one text."""
    check = {c.code: c for c in (*table.OF_TRANSLATION, *table.OF_TEXT)}[code]
    return [hit.message for hit in check.run(one)]


def project(folder: Path, body: str, **files: str) -> Project:
    """Return a project with one sheet; names of *files* have `__` for a slash."""
    (folder / "content").mkdir(parents=True)
    (folder / "content/a.md").write_text(HEAD + body, "utf-8")
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_svg", ".svg").replace("_tsv", ".tsv")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Project(folder)


def catalog(one: Project, text: str) -> None:
    """Give *one* a German catalog."""
    path = one.root / "locales/de/LC_MESSAGES/a.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def of_code(one: Project, code: str) -> list[Problem]:
    """Return the problems of one code."""
    return [problem for problem in checks.check(one) if problem.code == code]


def line_in(problem: Problem) -> str:
    """Return how case files write a problem: `line: …`, with lines of the body for a sheet."""
    line = problem.line - FIRST if problem.path.endswith(".md") else problem.line
    place = f"{line}:{problem.column}" if problem.column else str(line)
    return f"{place}: {problem.message} {problem.hint}"
