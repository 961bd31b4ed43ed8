"""What a poll brought to the pods, in one line."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from bot.terminal import counted

MOST_NAMED: Final = 4
_POST, _EDIT = "chat.postMessage", "chat.update"


class Came(NamedTuple):
    """To the pods of a market: `cards` are live now, the others came since the last line."""

    market: str
    cards: int
    messages: int
    edits: int

    def __str__(self) -> str:
        cards = counted(self.cards, "card", "cards") if self.cards else "no card left"
        news = [counted(self.messages, "message", "messages")] if self.messages else []
        news += [counted(self.edits, "edit", "edits")] if self.edits else []
        return f"{cards} in {self.market} ({', '.join(news)})"


def came(calls: list[dict[str, Any]], markets: dict[str, str], cards: dict[str, int]) -> list[Came]:
    """Of these calls of the Web API, those that worked: by market, most cards first. `markets` are
    their names, by the channels of their pods."""
    done = [each for each in calls if each["error"] is None and each["status"] == 200]
    counts = Counter((markets.get(_channel(each), ""), each["method"]) for each in done)
    told = {market for market, method in counts if market and method in (_POST, _EDIT)}
    found = [
        Came(each, cards.get(each, 0), counts[each, _POST], counts[each, _EDIT]) for each in told
    ]
    return sorted(found, key=lambda each: (-each.cards, each.market))


def line(at: datetime, place: str, news: list[Came]) -> str:
    """ "14:02 UTC  poll 2 of 3: 4 cards in San Diego (1 edit)." """
    said = "; ".join(map(str, news[:MOST_NAMED])) or "nothing new"
    rest = len(news) - MOST_NAMED
    more = f"; and {counted(rest, 'more market', 'more markets')}" if rest > 0 else ""
    return f"{at.astimezone(UTC):%H:%M} UTC  {place}: {said}{more}."


def _channel(call: dict[str, Any]) -> str:
    return str(call["args"].get("channel", ""))
