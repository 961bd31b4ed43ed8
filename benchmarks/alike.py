"""`python -m benchmarks.alike`: whether like questions are found, as docs/benchmarks.md shows it.

`--fit` prints the weights that a regression on the tuning half gives to the evidence, for
bot/alike/likeness.py and bot/alerts/alike/fitting.py.
"""

import argparse
import asyncio
import time

from rich.console import Console
from rich.table import Table

from benchmarks.alike_pairs import Pairs, fit, measure, pairs_of, pairs_with_alerts
from benchmarks.alike_piles import gather
from benchmarks.alike_sets import Half, load, without_vectors
from bot.alerts.alike.fitting import Fit
from bot.alike.likeness import Evidence
from bot.meaning.embedder import find_embedder

OUT = Console(width=140)
HALVES = {"tuning": ["held_out"], "held_out": ["tuning"], "unseen": ["tuning", "held_out"]}
COLUMNS = (
    *("set", "pairs: precision", "recall", "precision of kin"),
    *("matters found", "gathered", "wrong piles", "alerts: precision", "recall"),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.alike", description=__doc__)
    parser.add_argument("--fit", action="store_true", help="print the weights of a regression")
    asyncio.run(_measure(parser.parse_args().fit))


async def _measure(fitting: bool) -> None:
    if (embedder := find_embedder()) is None:
        raise SystemExit("the extra `meaning` is not installed")
    halves = {name: await load(name, past, embedder) for name, past in HALVES.items()}
    embedder.close()
    for title, by_meaning in (("with vectors", True), ("by words alone", False)):
        table = Table(*COLUMNS, title=title)
        for name, half in halves.items():
            table.add_row(name, *_row(half if by_meaning else without_vectors(half)))
        OUT.print(table)
        if fitting:
            tuning = halves["tuning"] if by_meaning else without_vectors(halves["tuning"])
            _print_weights(Evidence._fields, pairs_of(tuning))
            _print_weights(Fit._fields, pairs_with_alerts(tuning))


def _row(half: Half) -> list[str]:
    pairs, alerts, piles = pairs_of(half), pairs_with_alerts(half), gather(half)
    all_of_them = measure(pairs.alike, pairs.same)
    of_kin = measure(pairs.alike[pairs.kin > 0], pairs.same[pairs.kin > 0])
    of_alerts = measure(alerts.alike, alerts.same)
    return [
        f"{all_of_them.precision:.2f}",
        f"{all_of_them.recall:.2f}",
        f"{of_kin.precision:.2f}",
        f"{piles.found} of {piles.matters}",
        f"{piles.gathered:.2f}",
        f"{piles.wrong} in {piles.windows}",
        f"{of_alerts.precision:.2f}",
        f"{of_alerts.recall:.2f}",
    ]


def _print_weights(fields: tuple[str, ...], pairs: Pairs) -> None:
    weights, constant = fit(pairs.found, pairs.same)
    OUT.print(dict(zip(fields, weights, strict=True)), "constant", constant)


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    OUT.print(f"{time.perf_counter() - started:.0f} s")
