"""Plays documents of feeds against a roster: which cards stand at the end, and what led there.

Pure: the clock is the documents' own. It decides as the bot does, and sends nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from bot.alerts.events import EventKey
from bot.alerts.facts import Market, Reading, Report
from bot.alerts.following.memory import Memory, events_of, heard
from bot.alerts.noticing import (
    as_posted,
    has_place,
    is_repainted,
    is_told,
    key_of,
    messages_for,
)
from bot.alerts.posting import Bars
from bot.alerts.standing import Standing, State, by_area, standing


class Poll(NamedTuple):
    """A document of a source, and when it was read. `all_named`: the source comes to us, and
    still says of every other event what it said before."""

    source: str
    reading: Reading
    at: datetime
    all_named: bool = False


@dataclass(slots=True)
class Told:
    """What one pod of a market was told: its cards as they are, new messages and repaints.

    `listed` is what stands there and was not posted.
    """

    posts: int = 0
    edits: int = 0
    cards: dict[EventKey, Standing] = field(default_factory=dict)
    listed: list[Standing] = field(default_factory=list)


class Replay:
    """Polls one after another. `told` is what a pod of each market was told, by its key."""

    def __init__(self, markets: Iterable[Market], bars: Bars | None = None) -> None:
        self._markets = list(markets)
        self._bars = bars
        self._memories: dict[str, Memory] = {}
        self.told = {market.key: Told() for market in self._markets}

    def before(self, source: str) -> Mapping[str, Report]:
        """The newest report of each event of a source that goes on: what its next document is read
        after."""
        return self._memory(source).said()

    def hear(self, poll: Poll) -> None:
        """A poll of an earlier time does not turn back the clock."""
        memory, is_start = self._memory(poll.source), not self._memories
        now = max(poll.at, memory.read_at or poll.at)
        found = heard(memory, poll.reading.reports, now, rereads=True, all_named=poll.all_named)
        self._memories[poll.source] = found.memory
        areas = by_area(events_of(self._memories.values()))
        reads = {name: each.read_at for name, each in self._memories.items() if each.read_at}
        for market in self._markets:
            stands = standing(areas, market, reads, self._bars)
            tell(self.told[market.key], stands, is_start=is_start)

    def _memory(self, source: str) -> Memory:
        return self._memories.get(source) or Memory(source)


def tell(pod: Told, found: list[Standing], *, is_start: bool = False) -> None:
    """Bring a pod's cards to what stands now, and count what it takes."""
    new = [each for each in found if key_of(each) not in pod.cards and each.state is State.LIVE]
    pod.posts += messages_for(len(new), is_start=is_start)
    others = has_place(found)
    replies = 0
    for each in found:
        if (card := pod.cards.get(key_of(each))) is not None:
            now = as_posted(card, each)
            if is_repainted(card, now):
                pod.edits += 1
                replies += is_told(card, now, others)
            pod.cards[key_of(each)] = now
    pod.posts += messages_for(replies)
    pod.cards.update({key_of(each): each for each in new})
    pod.listed = [
        each for each in found if key_of(each) not in pod.cards and each.state is not State.ENDED
    ]


def as_json(told: Mapping[str, Told], *, everything: bool = False) -> dict[str, object]:
    """The cards by market, as `podline feeds replay --json` prints them.

    `everything`: also what has no card, and what is muted.
    """
    return {
        market: {
            "cards": [_card(each) for each in _cards(pod, everything)],
            "posts": pod.posts,
            "edits": pod.edits,
        }
        for market, pod in sorted(told.items())
    }


def _cards(pod: Told, everything: bool) -> list[Standing]:
    found = [*pod.cards.values(), *pod.listed]
    kept = (State.LIVE, State.ENDED, *([State.LISTED, State.MUTED] if everything else []))
    return sorted((each for each in found if each.state in kept), key=lambda each: each.key)


def _card(each: Standing) -> dict[str, object]:
    end = each.expected_end
    return {
        "key": each.key,
        "kind": each.kind.value,
        "severity": each.severity.value,
        "headline": each.headline,
        "areas": list(each.areas),
        "expected_end": end.isoformat() if end else None,
        "state": each.state.value,
    }
