"""What a poll brought, in one line."""

from typing import Any

from bot.feeds_replay.telling import Came, came, line
from tests.bot.feeds_replay.documents import NOON


def call(method: str, channel: str, error: str | None = None, status: int = 200) -> dict[str, Any]:
    return {"method": method, "args": {"channel": channel}, "error": error, "status": status}


def test_only_what_worked_in_a_pods_channel_counts() -> None:
    calls = [
        call("chat.postMessage", "C1"),
        call("chat.update", "C1"),
        call("chat.postMessage", "C1", "ratelimited", 429),
        call("chat.postMessage", "C9"),
        call("conversations.info", "C2"),
        call("chat.update", "C2"),
    ]
    found = came(calls, {"C1": "San Diego", "C2": "Detroit"}, {"Detroit": 2})
    assert found == [Came("Detroit", 2, 0, 1), Came("San Diego", 0, 1, 1)]


def test_a_line_says_when_what_and_where() -> None:
    news = [Came("San Diego", 4, 0, 1), Came("Detroit", 1, 2, 0), Came("Salem", 0, 1, 1)]
    assert line(NOON, "poll 2 of 3", news) == (
        "20:00 UTC  poll 2 of 3: 4 cards in San Diego (1 edit); 1 card in Detroit (2 messages); "
        "no card left in Salem (1 message, 1 edit)."
    )
    assert line(NOON, "poll 2 of 3", []) == "20:00 UTC  poll 2 of 3: nothing new."


def test_many_markets_are_counted() -> None:
    many = [Came(f"M{number}", 1, 1, 0) for number in range(6)]
    assert line(NOON, "poll 1 of 1", many).endswith("M3 (1 message); and 2 more markets.")
