"""How good an order is: nDCG, reciprocal rank, recall."""

import math
from collections.abc import Mapping, Sequence

Order = Sequence[str]
Relevant = Mapping[str, float]


def measure(orders: Sequence[tuple[Order, Relevant]]) -> dict[str, float]:
    """The means over all questions that have a relevant note."""
    answered = [(order, relevant) for order, relevant in orders if any(relevant.values())]
    parts = {
        "ndcg10": [ndcg(order, relevant, 10) for order, relevant in answered],
        "mrr10": [reciprocal_rank(order, relevant, 10) for order, relevant in answered],
        "recall10": [recall(order, relevant, 10) for order, relevant in answered],
        "recall100": [recall(order, relevant, 100) for order, relevant in answered],
    }
    return {name: sum(values) / max(1, len(values)) for name, values in parts.items()}


def ndcg(order: Order, relevant: Relevant, at_most: int) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), gain 2^grade - 1."""
    best = sorted(relevant.values(), reverse=True)
    got = [relevant.get(each, 0.0) for each in order]
    return _gain(got[:at_most]) / _gain(best[:at_most])


def reciprocal_rank(order: Order, relevant: Relevant, at_most: int) -> float:
    for place, each in enumerate(order[:at_most], 1):
        if relevant.get(each, 0.0) > 0:
            return 1 / place
    return 0.0


def recall(order: Order, relevant: Relevant, at_most: int) -> float:
    wanted = {each for each, grade in relevant.items() if grade > 0}
    return len(wanted & set(order[:at_most])) / len(wanted)


def _gain(grades: Sequence[float]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
