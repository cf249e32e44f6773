"""The book of a build: what is written, why it was made, what goes, what earlier builds left."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import causes, index, outputs, places
from .build import Outcome
from .editions import Request
from .jobs import key
from .languages import PSEUDO
from .model import Artifact, Asset, Job
from .outputs import Output, Record
from .places import WORK
from .problems import PolyficheError
from .render import assets
from .store import Box, Store
from .workspace import Project
from .writing import Writers

FATES = ("made", "from the cache", "written again", "unchanged")


@dataclass(slots=True)
class Ledger:
    """Writes the artifacts of one build, and remembers what it wrote for the next."""

    folder: Path
    record: Record
    parts: Box
    """Parts of keys, so that the next build can say what changed in them."""
    writers: Writers
    made: dict[str, Output] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)
    """By path: why it was made, or taken from the cache."""

    @contextmanager
    def saved(self) -> Iterator[None]:
        """Write to the end, and keep the record, also of a build that is interrupted."""
        try:
            with self.writers:
                yield
        finally:
            self.record.save(self.made.values(), self.gone)

    def take(self, outcome: Outcome) -> None:
        """Write the artifact of *outcome*, if there is one and the file is not that already."""
        job, artifact = outcome.job, outcome.artifact
        if artifact is None:
            return
        changed = self.writers.write(self.folder / artifact.path, artifact.data)
        old, name = self.record.outputs.get(artifact.path), key(job)
        if old and old.key == name:
            why = "the file was not what was written" if outcome.reused else "the cache lost it"
            known = outputs.output(job, name, artifact, old.parts)
        else:
            now = causes.parts(job)
            why = causes.why(old.parts, now, self.parts.get) if old else "new"
            known = outputs.output(job, name, artifact, self._kept(now))
        self.made[artifact.path] = known
        if artifact.picture:
            self._draw(known, artifact)
        for asset in artifact.assets:
            self._share(asset, job)
        fate = _fate(outcome, changed=changed, same=bool(old and old.key == name))
        self.fates[fate] += 1
        if fate != "unchanged":
            self.reasons[artifact.path] = f"{fate}: {why}"

    def clean(self, request: Request, spared: Iterable[str], project: Project) -> list[str]:
        """Remove what *request* leaves behind; return what to tell the reader.

        Args:
            request: What was built.
            spared: Paths of what this machine cannot make: what it has of that stays.
            project: Tells which sheets and languages there still are.
        """
        made = {*self.made, *spared}
        old = outputs.stale(self.record, made, request, belonging(project))
        self.gone += [known.path for known in old]
        free = outputs.unused(self.record, self.made, self.gone)
        self.gone += [known.path for known in free]
        old += free
        return [said for known in old if (said := outputs.remove(self.folder, known))]

    def others(self, request: Request, store: Store) -> list[Artifact]:
        """Return what earlier builds left in the folder, as they wrote it, by the same tools."""
        tools, taken = outputs.toolchain(request.tools), {*self.made, *self.gone}
        found = (
            store.get(known.key)
            for path, known in sorted(self.record.outputs.items())
            if path not in taken
            and known.format not in {outputs.PICTURE, outputs.ASSET}
            and known.tools == tools
            and outputs.holds(self.folder, known)
        )
        return [artifact for artifact in found if artifact]

    def shared(self, others: Iterable[Artifact]) -> dict[str, bytes]:
        """Return the files that pages of this build and *others* share, by path, once written."""
        paths = {path for path, known in self.made.items() if known.format == outputs.ASSET}
        paths |= {asset.path for artifact in others for asset in artifact.assets}
        there = {path: self.folder / path for path in sorted(paths)}
        return {path: file.read_bytes() for path, file in there.items() if file.is_file()}

    def written(self, pages: Mapping[str, bytes], others: Iterable[Artifact]) -> dict[str, bytes]:
        """Return the digest of everything that the folder holds of ours, by absolute path."""
        known = {path: bytes.fromhex(output.digest) for path, output in self.made.items()}
        more = {**pages, **{artifact.path: artifact.data for artifact in others}}
        known |= {path: bytes.fromhex(outputs.digest(data)) for path, data in more.items()}
        base = self.folder.absolute().as_posix()
        return {f"{base}/{path}": digest for path, digest in known.items()}

    def explained(self) -> str:
        """Return a line for each artifact that was not left alone, and how many there are."""
        lines = [f"{path}  {why}" for path, why in sorted(self.reasons.items())]
        counts = ", ".join(f"{self.fates[fate]} {fate}" for fate in FATES)
        return "".join(f"{line}\n" for line in (*lines, counts))

    def _draw(self, known: Output, artifact: Artifact) -> None:
        """Write the picture of a PDF."""
        path = index.picture_path(artifact.sheet, artifact.lang)
        self.writers.write(self.folder / path, artifact.picture)
        self.made[path] = outputs.picture(known, path, artifact.picture)

    def _share(self, asset: Asset, job: Job) -> None:
        """Write what a page loads, once for all; what is there need not be made again."""
        if asset.path in self.made:
            return
        known = self.record.outputs.get(asset.path)
        if known is None or not outputs.holds(self.folder, known):
            data = assets.data(asset, job)
            self.writers.write(self.folder / asset.path, data)
            known = outputs.asset(asset.path, data)
        self.made[asset.path] = known

    def _kept(self, parts: dict[str, bytes]) -> dict[str, str]:
        digests = {name: sys.intern(outputs.digest(part)) for name, part in parts.items()}
        for name in causes.TOLD:
            if not self.parts.path(digests[name]).is_file():
                self.parts.put(digests[name], parts[name])
        return digests


def opened(root: Path, folder: Path) -> Ledger:
    """Return the ledger of builds of the project at *root* to *folder*."""
    work = root / WORK
    record = outputs.load(Box(work / "builds"), outputs.name_of(root, folder))
    return Ledger(folder, record, cache(root), Writers(places.base(root, folder)))


def cache(root: Path) -> Box:
    """Return what the project at *root* keeps so as not to make it again."""
    return Project(root).kept


def belonging(project: Project) -> Callable[[Output], bool]:
    """Return what tells whether *project* still has the sheet and the language of an output."""
    names = frozenset(project.names())
    known = {name: frozenset((*PSEUDO, *project.languages(name))) for name in names}

    def belongs(output: Output) -> bool:
        if output.sheet not in names:
            return False
        return output.lang in known[output.sheet] or _is_source(project, output)

    return belongs


def _is_source(project: Project, output: Output) -> bool:
    """Tell whether an output is in its sheet's own language; of a broken sheet nothing is known."""
    try:
        return project.outline(output.sheet).meta.lang == output.lang
    except PolyficheError:
        return True


def _fate(outcome: Outcome, *, changed: bool, same: bool) -> str:
    if not outcome.reused:
        return "made"
    if not changed:
        return "unchanged"
    return "written again" if same else "from the cache"
