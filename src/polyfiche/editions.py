"""What a build is asked for, and the jobs that make it: one for each file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from . import figures, fontlock, fonts, pseudo
from .formats import PAPERS
from .languages import PSEUDO, language
from .model import (
    Counts,
    Download,
    FontSource,
    Format,
    Job,
    Key,
    LayoutName,
    Outline,
    Printing,
    Unit,
    WebMode,
)
from .problems import Problem, UsageError, did_you_mean
from .workspace import Project, style, words

PAPER_NAMES = {"a3": "A3", "a4": "A4", "a5": "A5", "letter": "Letter"}
"""As readers know them."""
_STYLES = {
    "html": ("web.css", "timeline.css", "timeline_web.css"),
    "sheet": ("print.css", "timeline.css", "sheet.css"),
    "handout": ("print.css", "timeline.css", "handout.css"),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a build is asked for."""

    sheets: Sequence[str]
    langs: Sequence[str]
    """BCP 47 tags; empty means every language there is."""
    formats: tuple[Format, ...]
    epoch: int | None
    """Seconds; None means the sheet's date."""
    tools: tuple[tuple[str, str], ...]
    pseudo: bool = False
    layouts: tuple[LayoutName, ...] = ("sheet",)
    paper: str = ""
    """Empty means what people have in the language's region."""
    printing: Printing = field(default_factory=Printing)
    attach_source: bool = False
    fonts: FontSource = "package"
    web: WebMode = "inline"


def jobs(project: Project, request: Request) -> list[Job]:
    """Return every job of *request*, in the order of sheets, languages, formats.

    Raises:
        PolyficheError: A sheet, a catalog or a name is wrong.
    """
    return [*stream(project, request)]


def stream(project: Project, request: Request) -> Iterator[Job]:
    """Yield every job of *request*, as `jobs` does, an edition at a time."""
    for name in request.sheets or project.names():
        sheet = project.outline(name)
        tags = _tags(project, sheet, request)
        for tag in tags:
            yield from _edition(project, sheet, tag, tuple(tags), request)


def count(project: Project, request: Request) -> int:
    """Return the number of jobs of *request*, without making them."""
    files = sum(len(request.layouts) if form == "pdf" else 1 for form in request.formats)
    outlines = (project.outline(name) for name in request.sheets or project.names())
    return sum(
        len(_tags(project, sheet, request))
        * (files + (len(sheet.figures) if "md" in request.formats else 0))
        for sheet in outlines
    )


def _tags(project: Project, sheet: Outline, request: Request) -> list[str]:
    """Return the languages to build: the source first, then by tag, pseudo-locales last."""
    known = [sheet.meta.lang, *project.languages(sheet.name)]
    pseudos = [*PSEUDO] if request.pseudo else []
    wanted = list(request.langs) or [*known, *pseudos]
    for tag in wanted:
        if tag not in known and tag not in PSEUDO:
            hint = did_you_mean(tag, known)
            message = f"{sheet.name} has no catalog in {tag!r}"
            raise UsageError(Problem("", 0, "language-missing", message, hint))
    return [tag for tag in [*dict.fromkeys([*known, *PSEUDO])] if tag in wanted]


def _edition(
    project: Project, sheet: Outline, tag: str, siblings: tuple[str, ...], request: Request
) -> list[Job]:
    units = project.units(sheet)
    entries, counts = translations(project, sheet, units, tag)
    drawings = project.figures(sheet)
    common = Job(
        path="",
        sheet=sheet.name,
        lang=tag,
        format="md",
        layout="",
        paper="",
        source=sheet.source,
        figures=drawings,
        entries=entries,
        counts=counts,
        ui=words(tag),
        siblings=siblings,
        formats=request.formats,
        css="",
        epoch=_midnight(sheet.meta.date) if request.epoch is None else request.epoch,
        tools=request.tools,
    )
    made: list[Job] = []
    for form in request.formats:
        if form == "pdf":
            made += _prints(common, project, request)
        else:
            made.append(_web(common, project, request) if form == "html" else _text(common, sheet))
    return made + (list(_drawings(common)) if "md" in request.formats else [])


def _page(common: Job, form: Format) -> Job:
    """Return the job of a Markdown or web edition."""
    css = "".join(map(style, _STYLES.get(form, ())))
    return replace(common, path=f"{common.lang}/{common.sheet}.{form}", format=form, css=css)


def _text(common: Job, sheet: Outline) -> Job:
    """Return the job of the Markdown edition: the texts of figures are not in it."""
    lists = (f.value for f in sheet.meta.facts.values() if isinstance(f.value, tuple))
    words = [("", word) for value in lists for word in value]
    return _only(_page(common, "md"), [*(unit.key for unit in sheet.units), *words])


def _only(job: Job, keys: Iterable[Key]) -> Job:
    """Return *job* with the translations of *keys*."""
    wanted = frozenset(keys)
    return replace(job, entries=tuple(entry for entry in job.entries if entry[0] in wanted))


def _web(common: Job, project: Project, request: Request) -> Job:
    """Return the job of a web edition: it knows the other files of the edition, and the fonts."""
    added = tuple(map(fontlock.added, fontlock.load(project.root)))
    downloads = tuple(_downloads(common, request))
    return replace(_page(common, "html"), added=added, downloads=downloads, web=request.web)


def _downloads(common: Job, request: Request) -> Iterator[Download]:
    """Yield the other files of an edition, what most readers want first."""
    for layout in request.layouts if "pdf" in request.formats else ():
        paper = _paper(common, request)
        name = _print_name(common, request, layout)
        yield Download("pdf", name, layout, PAPER_NAMES[paper], _picture(layout, paper, request))
    if "md" in request.formats:
        yield Download("md", f"{common.sheet}.md")


def _picture(layout: LayoutName, paper: str, request: Request) -> tuple[int, int]:
    """Return the size of the picture of a PDF; crop marks give it one that is not told."""
    from .render.picture import size

    return size(paper) if layout == "sheet" and not request.printing.marks else (0, 0)


def _prints(common: Job, project: Project, request: Request) -> Iterator[Job]:
    """Yield the job of each PDF."""
    paper, families = _paper(common, request), _families(common, project, request)
    for layout in request.layouts:
        if paper not in PAPERS[layout]:
            message = f"a {layout} is not made on {paper}"
            hint = f"use one of: {', '.join(PAPERS[layout])}"
            raise UsageError(Problem("", 0, "paper-layout", message, hint))
        yield replace(
            common,
            path=f"{common.lang}/{_print_name(common, request, layout)}",
            format="pdf",
            layout=layout,
            paper=paper,
            css="".join(map(style, _styles(layout, request.printing))),
            printing=replace(request.printing, attachments=_attachments(common, project, request)),
            fonts=families,
        )


def _paper(common: Job, request: Request) -> str:
    return request.paper or language(common.lang).paper


def _print_name(common: Job, request: Request, layout: LayoutName) -> str:
    """Return the name of a PDF: it says layout, paper and inks that are not the usual."""
    paper = _paper(common, request)
    parts = [common.sheet, *([layout] if layout != "sheet" else [])]
    parts += [paper] if paper != language(common.lang).paper else []
    parts += ["mono"] if request.printing.mono else []
    return f"{'-'.join(parts)}.pdf"


def _families(common: Job, project: Project, request: Request) -> tuple[str, ...]:
    """Return the families that the PDFs of an edition may use."""
    added = fontlock.families(fontlock.load(project.root))
    source = language(project.outline(common.sheet).meta.lang).script
    script = language(common.lang).script
    return fonts.stack(script, source, added, generic=request.fonts == "system")


def _styles(layout: LayoutName, printing: Printing) -> tuple[str, ...]:
    return (*_STYLES[layout], *(["mono.css"] if printing.mono else []))


def _attachments(common: Job, project: Project, request: Request) -> tuple[tuple[str, bytes], ...]:
    """Return what `--attach-source` puts into a PDF: the source and its catalog."""
    if not request.attach_source:
        return ()
    catalog = project.data(project.catalog_path(common.sheet, common.lang))
    found = [(f"{common.sheet}.md", common.source.text.encode())]
    if catalog is not None:
        found.append((f"{common.sheet}.{common.lang}.po", catalog))
    return tuple(found)


def _drawings(common: Job) -> Iterator[Job]:
    """Yield the job of each figure of the Markdown edition."""
    base = common.source.path.rpartition("/")[0]
    for path, svg in common.figures:
        relative = path.removeprefix(f"{base}/") if base else path
        one = replace(common, path=f"{common.lang}/{relative}", figures=((path, svg),))
        keys = (unit.key for unit in figures.units(path, svg))
        yield _only(replace(one, format="svg"), keys)


def translations(
    project: Project, sheet: Outline, units: Iterable[Unit], tag: str
) -> tuple[tuple[tuple[Key, str], ...], Counts]:
    """Return the entries that may be printed, in unit order, and the state of the edition."""
    keys = [unit.key for unit in units]
    if tag == sheet.meta.lang:
        return (), Counts(len(keys), 0, 0)
    if tag in PSEUDO:
        found = pseudo.entries(units, tag)
        return tuple((key, found[key]) for key in keys if key in found), Counts(len(keys), 0, 0)
    known = project.translations(sheet.name, tag)
    return known.of(units) if known else ((), Counts(0, 0, len(keys)))


def _midnight(date: str) -> int:
    """Return the seconds of an ISO *date*, 00:00 UTC."""
    import datetime as dt

    day = dt.datetime.fromisoformat(date).replace(tzinfo=dt.UTC)
    return int(day.timestamp())
