"""How well a question fits an alert: whether its asker is helped by the alert's facts.

As `bot.alike.likeness`: the weights are those of a regression on the tuning half of
`benchmarks/matters`.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from bot.alike.gist import Gist, Places, Rarity, read
from bot.alike.likeness import balance, same_place, scale_cosine, weigh, weigh_shared
from storage.alerts import AlertKind
from storage.topics import Topic

_TOPICS: Final[Mapping[AlertKind, frozenset[Topic]]] = {
    AlertKind.NETWORK_OUTAGE: frozenset({Topic.NETWORK, Topic.DEVICE, Topic.ROAMING}),
    AlertKind.POWER_OUTAGE: frozenset({Topic.NETWORK, Topic.DEVICE}),
    AlertKind.WEATHER: frozenset({Topic.NETWORK, Topic.STORE}),
    AlertKind.WILDFIRE: frozenset({Topic.NETWORK, Topic.STORE}),
    AlertKind.STORE: frozenset({Topic.STORE}),
    AlertKind.BILLING: frozenset({Topic.BILLING, Topic.PLANS}),
    AlertKind.POLICY: frozenset({Topic.DECISION, Topic.PLANS, Topic.BILLING}),
    AlertKind.FRAUD: frozenset({Topic.ACCOUNT}),
}
_BRINGS: Final[Mapping[AlertKind, frozenset[str]]] = {
    AlertKind.NETWORK_OUTAGE: frozenset({"no service"}),
    AlertKind.POWER_OUTAGE: frozenset({"power", "home internet", "no service"}),
    AlertKind.WEATHER: frozenset({"storm", "ice", "flood", "power"}),
    AlertKind.WILDFIRE: frozenset({"fire", "no service"}),
    AlertKind.STORE: frozenset({"store", "closed"}),
    AlertKind.FRAUD: frozenset({"fraud"}),
}


class Signs(NamedTuple):
    """What an alert says, for comparing: made once for each alert."""

    kind: AlertKind
    gist: Gist


class Fit(NamedTuple):
    """What speaks for it that a question is about an alert, or against it; as
    `bot.alike.likeness.Evidence`. `covered` is the part of the question that the alert has.
    `kind`: it means what such alerts bring.
    """

    meaning: float
    covered: float
    shared: float
    place: float
    elsewhere: float
    topic: float
    kind: float
    alone: float
    foreign: float


class Weights(NamedTuple):
    fit: Fit
    needed: float


BY_MEANING: Final = Weights(Fit(2.91, 1.64, 2.64, 2.29, -6.0, 0.3, 0.84, -2.0, 1.05), 4.4)
BY_WORDS: Final = Weights(Fit(0.0, 2.26, 4.05, 2.87, -6.0, 0.42, 0.53, -2.0, 0.45), 6.4)


def signs_of(kind: AlertKind, *said: str, places: Places = frozenset()) -> Signs:
    """Of an alert with these words: its headline, its facts, its areas in words."""
    text = ". ".join(filter(None, said))
    return Signs(kind, read(text, Topic.OTHER, places))


def fits(asked: Gist, signs: Signs, rarity: Rarity, cosine: float | None = None) -> float:
    """From 0 on the question is about the alert. `cosine` is that of the vectors of both."""
    weights = BY_WORDS if cosine is None else BY_MEANING
    return balance(fit_of(asked, signs, rarity, cosine), weights.fit) - weights.needed


def fit_of(asked: Gist, signs: Signs, rarity: Rarity, cosine: float | None) -> Fit:
    """What fits() weighs."""
    said, shared = weigh(asked, signs.gist, rarity), weigh_shared(asked, signs.gist, rarity)
    place = same_place(asked, signs.gist)
    return Fit(
        meaning=scale_cosine(cosine),
        covered=shared / said if said else 0.0,
        shared=min(shared, 2.0),
        place=float(place is True),
        elsewhere=float(place is False),
        topic=float(asked.topic in _TOPICS.get(signs.kind, ())),
        kind=float(not asked.meant.isdisjoint(_BRINGS.get(signs.kind, ()))),
        alone=float(asked.alone),
        foreign=float(asked.tongue != signs.gist.tongue),
    )
