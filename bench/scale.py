"""Build 1, 10, 100 and 1,000 generated sheets in eight languages: does the cost grow linearly?

    .venv/bin/python bench/scale.py [SIZES [FORMATS]]       # 1,4,10,100,1000 md,html

Each build is a whole process with an empty store. CPU is that of all its processes; a further
edition costs what a larger build takes more than the one before it, start-up left out. Memory
is the most that the main process held.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path

from polyfiche import languages
from polyfiche.workspace import Project

WORDS = {
    "fr": "modèle jeton fenêtre contexte tâche donnée réponse mesure exemple réseau couche poids",
    "en": "model token window context task record answer measure example network layer weight",
    "es": "modelo ficha ventana contexto tarea dato respuesta medida ejemplo red capa peso",
    "de": "Modell Token Fenster Kontext Aufgabe Datum Antwort Maß Beispiel Netz Schicht Gewicht",
    "ar": "نموذج رمز نافذة سياق مهمة بيان جواب قياس مثال شبكة طبقة وزن",
    "zh-Hans": "模型 词元 窗口 语境 任务 数据 回答 度量 例子 网络 层次 权重",
    "ja": "模型 語 窓 文脈 課題 記録 回答 尺度 例 網 層 重み",
    "hi": "मॉडल टोकन खिड़की संदर्भ कार्य आँकड़ा उत्तर माप उदाहरण जाल परत भार",
}
HEAD = """\
---
title: "Fiche {number}"
version: "1.0"
date: 2026-11-24
licence: CC-BY-4.0
authors: [Banc]
pages: {{sheet: 1, handout: 2}}
---

<!-- section: partie -->
## Partie
"""
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: {}\\n"\n'
CARDS, ITEMS = 9, 4


def main(sizes: list[int], formats: str) -> None:
    """Print a line for each size, and how far the cost of an edition strays."""
    print(
        f"| sheets | editions | wall | CPU | CPU of a further edition | main process | ({formats})"
    )
    print("|--:|--:|--:|--:|--:|--:|")
    before, costs = (0, 0.0), {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            generate(Path(name), size)
            wall, cpu, memory = built(Path(name), formats)
        editions = size * len(WORDS)
        each = 1000 * (cpu - before[1]) / (editions - before[0])
        costs[size] = each
        shown = f"{each:.1f} ms" if before[0] else "(start-up)"
        print(f"| {size} | {editions} | {wall:.1f} s | {cpu:.1f} s | {shown} | {memory:.0f} MB |",
              flush=True)  # fmt: skip
        before = (editions, cpu)
    further = list(costs.values())[2:]  # the second build is the first one to start workers
    if len(further) > 1:
        middle = (max(further) + min(further)) / 2
        print(
            f"a further edition: {middle:.1f} ms of CPU, ±{100 * (max(further) / middle - 1):.0f} %"
        )


def built(project: Path, formats: str) -> tuple[float, float, float]:
    """Return wall time and CPU of one build in seconds, and memory of its main process in MB."""
    command = [sys.executable, "-m", "polyfiche", "-C", str(project), "build"]
    command += ["--format", formats, "--layout", "sheet"]
    begin = time.perf_counter()
    with (project / "log").open("wb") as log:
        streams = [(os.POSIX_SPAWN_DUP2, log.fileno(), number) for number in (1, 2)]
        pid = os.posix_spawn(sys.executable, command, os.environ, file_actions=streams)
    peak, status = 0.0, 0
    while not status:
        peak = held(pid) or peak
        time.sleep(0.05)
        status, code, used = os.wait4(pid, os.WNOHANG)
    if code:
        raise SystemExit((project / "log").read_text("utf-8")[-2000:])
    return time.perf_counter() - begin, used.ru_utime + used.ru_stime, peak


def held(pid: int) -> float:
    """Return the most memory that a process held so far, in MB; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(x.split()[1]) * 1024 / 1e6 for x in lines if x.startswith("VmHWM")), 0.0)


def generate(root: Path, sheets: int) -> None:
    """Write a project of *sheets*, each with words of its own; all are translated."""
    (root / "content").mkdir()
    for number in range(sheets):
        name = f"fiche-{number:04}"
        (root / "content" / f"{name}.md").write_text(source(number), "utf-8")
    project = Project(root)
    for lang in WORDS:
        folder = root / "locales" / languages.locale_of(lang) / "LC_MESSAGES"
        folder.mkdir(parents=True)
        if lang != "fr":
            for name in project.names():
                (folder / f"{name}.po").write_text(catalog(project, name, lang), "utf-8")
    (root / "locales/fr/LC_MESSAGES").rmdir()
    (root / "locales/fr").rmdir()


def source(number: int) -> str:
    """Return a sheet of `CARDS` cards."""
    chance = random.Random(number)
    parts = [HEAD.format(number=number)]
    for card in range(CARDS):
        title, text = sentence("fr", chance, 3), sentence("fr", chance, 14)
        items = "".join(f"- {sentence('fr', chance, 8)}\n" for _ in range(ITEMS))
        parts.append(f"<!-- card: carte-{card} -->\n### {title} {card}\n\n{text}.\n\n{items}")
    return "\n".join(parts)


def sentence(lang: str, chance: random.Random, words: int) -> str:
    """Return *words* in a language."""
    return " ".join(chance.choices(WORDS[lang].split(), k=words)).capitalize()


def catalog(project: Project, name: str, lang: str) -> str:
    """Return the translations of a sheet: words of *lang*, as many as the source has."""
    chance = random.Random(f"{name}{lang}")
    units = project.sheet(name).units
    rows = (
        f'\nmsgid "{unit.msgid}"\nmsgstr "{sentence(lang, chance, len(unit.msgid.split()))}"\n'
        for unit in units
    )
    return PO.format(lang) + "".join(rows)


if __name__ == "__main__":
    given = [*sys.argv[1:], *("1,4,10,100,1000", "md,html")[len(sys.argv) - 1 :]]
    main([int(size) for size in given[0].split(",")], given[1])
