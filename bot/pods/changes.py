"""What applying a roster changes: each change in a sentence, and many of them summed up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

FEW = 5


class Kind(Enum):
    """What a change is about."""

    MARKET = auto()
    POD = auto()
    JOINS = auto()
    MOVES = auto()
    LEAVES = auto()
    ROLE = auto()
    DETAILS = auto()
    CREATED = auto()
    ENTERED = auto()
    LINKED = auto()
    TOPIC = auto()
    INVITED = auto()


_COUNTED = {
    Kind.MARKET: ("1 market", "{:,} markets"),
    Kind.POD: ("1 pod", "{:,} pods"),
    Kind.JOINS: ("1 member joins", "{:,} members join"),
    Kind.MOVES: ("1 member moves", "{:,} members move"),
    Kind.LEAVES: ("1 member leaves", "{:,} members leave"),
    Kind.ROLE: ("1 role changes", "{:,} roles change"),
    Kind.DETAILS: ("1 member's entry changes", "{:,} members' entries change"),
    Kind.CREATED: ("1 new channel", "{:,} new channels"),
    Kind.ENTERED: ("1 channel to be in", "{:,} channels to be in"),
    Kind.LINKED: ("1 channel for its pod", "{:,} channels for their pods"),
    Kind.TOPIC: ("1 topic", "{:,} topics"),
    Kind.INVITED: ("1 invitation", "{:,} invitations"),
}
_PEOPLE = frozenset({Kind.JOINS, Kind.MOVES, Kind.LEAVES, Kind.ROLE, Kind.DETAILS})
_ALWAYS_NAMED = frozenset({Kind.MOVES, Kind.LEAVES, Kind.ROLE})
# Comes with a channel anyway: counted only where nothing else happens.
_SMALL = frozenset({Kind.LINKED, Kind.TOPIC})


@dataclass(frozen=True, slots=True)
class Change:
    """`subject` is the key of a market or a pod, or the name of a channel with its #; where the
    change is about a person, their pod. `what` happens to it: of a person, the whole sentence.
    """

    kind: Kind
    subject: str
    what: str
    count: int = 1

    def __str__(self) -> str:
        return self.what if self.kind in _PEOPLE else f"{self._noun}{self.subject}: {self.what}"

    @property
    def _noun(self) -> str:
        return {Kind.MARKET: "market ", Kind.POD: "pod "}.get(self.kind, "")


def total(changes: Iterable[Change]) -> str:
    """As "2 pods, 94 members join, 2 new channels"; "" where nothing changes."""
    counts: Counter[Kind] = Counter()
    seen: set[tuple[Kind, str]] = set()
    for change in changes:
        # A pod may be new and have another overflow pod: one pod.
        is_again = change.kind in (Kind.MARKET, Kind.POD) and (change.kind, change.subject) in seen
        counts[change.kind] += 0 if is_again else change.count
        seen.add((change.kind, change.subject))
    told = [kind for kind in _COUNTED if counts[kind] and kind not in _SMALL]
    told = told or [kind for kind in _COUNTED if counts[kind]]
    return ", ".join(_counted(kind, counts[kind]) for kind in told)


def sum_up(changes: Sequence[Change]) -> Iterator[str]:
    """A line for each market, pod and channel that changes. People are named where few of their
    pod change, and always where they leave, move or get another role.
    """
    groups: dict[tuple[bool, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.kind is Kind.MARKET, change.subject), []).append(change)
    markets = [changes for (is_market, _), changes in groups.items() if is_market]
    if len(markets) > FEW:
        yield _counted(Kind.MARKET, len(markets))
    for (is_market, subject), group in groups.items():
        if not is_market:
            yield from _sum_up_one(subject, group)
        elif len(markets) <= FEW:
            yield from map(str, group)


def _sum_up_one(subject: str, group: Sequence[Change]) -> Iterator[str]:
    """A pod or a channel."""
    people = [change for change in group if change.kind in _PEOPLE]
    counted = [change for change in people if change.kind not in _ALWAYS_NAMED]
    if len(people) <= FEW:
        counted = []
    pieces = [change.what for change in group if change.kind not in _PEOPLE]
    pieces += _tally(counted)
    if pieces:
        yield f"{'' if subject.startswith('#') else 'pod '}{subject}: {', '.join(pieces)}"
    yield from (str(change) for change in people if change not in counted)


def _tally(people: Sequence[Change]) -> Iterator[str]:
    for kind, number in Counter(change.kind for change in people).items():
        yield _counted(kind, number)


def _counted(kind: Kind, number: int) -> str:
    one, many = _COUNTED[kind]
    return one if number == 1 else many.format(number)
