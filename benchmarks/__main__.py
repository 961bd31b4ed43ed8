"""`make bench`: runs the cases, prints a table; `--json PATH` writes {case: {metric: value}}."""

import argparse
import asyncio
import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.cases import CASES, Metrics


def main() -> None:
    """Run the named cases, or all."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], help="which ones; all if none")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    chosen = parser.parse_args()
    out = Console()
    figures: dict[str, Metrics] = {}
    for name in chosen.cases or CASES:
        out.print(f"{name}: {CASES[name].__doc__}", highlight=False)
        figures[name] = asyncio.run(CASES[name]())
    out.print(_table(figures))
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=2) + "\n")


def _table(figures: dict[str, Metrics]) -> Table:
    table = Table("case", "metric", "value", box=None)
    for case, metrics in figures.items():
        for metric, value in metrics.items():
            table.add_row(case, metric, f"{value:,.2f}")
    return table


if __name__ == "__main__":
    main()
