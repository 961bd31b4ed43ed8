"""`make bench-search DATA=folder JSON=path`: the figures of the search in docs/benchmarks.md."""

import argparse
import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.search_fits import SUGGESTED, fits, mean_fits
from benchmarks.search_latency import SIZES, latency
from benchmarks.search_quality import KINDS, Figures, means, quality
from benchmarks.search_sets import QuestionSet, read_sets

OUT = Console()
MEASURES = ("ndcg10", "mrr10", "recall10", "recall100")
PARTS = ("quality", "fits", "latency")


def main() -> None:
    """Measure, print, and write the JSON where it is asked for."""
    parser = argparse.ArgumentParser(prog="benchmarks.search", description=__doc__)
    parser.add_argument("data", type=Path, help="a folder of question sets")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    parser.add_argument("--vectors", type=Path, help="keep vectors in this folder between runs")
    parser.add_argument("--database", help="measure the quality on this PostgreSQL server")
    parser.add_argument("--only", choices=PARTS, nargs="*", default=PARTS)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    chosen = parser.parse_args()
    if not (sets := read_sets(chosen.data)):
        parser.error(f"no sets in {chosen.data}: a set is a folder with a meta.json")
    with tempfile.TemporaryDirectory(prefix="podline-vectors-") as folder:
        asyncio.run(_measure(sets, chosen.vectors or Path(folder), chosen))


async def _measure(sets: list[QuestionSet], vectors: Path, chosen: Any) -> None:
    if "quality" in chosen.only:
        figures = await _quality(sets, vectors, chosen.database)
        if chosen.json:  # at once: what follows takes longer
            chosen.json.write_text(json.dumps(figures, indent=2) + "\n")
    if "fits" in chosen.only:
        await _fits(sets, vectors)
    if "latency" in chosen.only:
        for size in chosen.sizes:
            times = await latency(sets, vectors, size)
            parts = ", ".join(f"{name} {value:.1f}" for name, value in times.items())
            OUT.print(f"{size:,} notes: {parts}", highlight=False)


async def _quality(
    sets: list[QuestionSet], vectors: Path, server: str | None
) -> dict[str, Figures]:
    figures: dict[str, Figures] = {}
    for each in sets:
        figures[each.name] = await quality(each, vectors, server)
        OUT.print(_line(each.name, figures[each.name]), highlight=False)
    table = Table("set", "engine", "questions", *MEASURES, box=None)
    for name, of_set in (figures | _means(sets, figures)).items():
        for engine, kinds in of_set.items():
            for kind in KINDS:
                shown = [f"{kinds[kind][measure]:.4f}" for measure in MEASURES]
                table.add_row(name, engine, kind, *shown)
    OUT.print(table)
    return figures


def _means(sets: list[QuestionSet], figures: dict[str, Figures]) -> dict[str, Figures]:
    groups = {
        "MEAN same language": [figures[each.name] for each in sets if not each.is_cross_lingual],
        "MEAN cross-lingual": [figures[each.name] for each in sets if each.is_cross_lingual],
    }
    return {name: means(group) for name, group in groups.items() if group}


async def _fits(sets: list[QuestionSet], vectors: Path) -> None:
    by_set = {}
    for each in sets:
        others = [other for other in sets if _family(other) != _family(each)]
        by_set[each.name] = await fits(each, others, vectors)
        OUT.print(f"{each.name}: suggestions measured", highlight=False)
    table = Table("set", "from", *SUGGESTED, box=None)
    for name, levels in (by_set | {"MEAN": mean_fits(list(by_set.values()))}).items():
        for level, shown in levels.items():
            table.add_row(name, level, *(f"{shown[column]:.3f}" for column in SUGGESTED))
    OUT.print(table)


def _family(questions: QuestionSet) -> str:
    """Sets of one subject are no strangers to each other."""
    name = questions.name.split("_")[0]
    return "covid" if name in ("covidfaq", "jhufaq") else name


def _line(name: str, figures: Figures) -> str:
    parts = [
        f"{engine} {figures[engine][kind]['ndcg10']:.4f} {kind}"
        for engine in figures
        for kind in KINDS
    ]
    return f"{name}: nDCG@10 " + ", ".join(parts)


if __name__ == "__main__":
    main()
