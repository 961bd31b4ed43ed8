"""Messages with many alerts stay within what Slack takes, whatever was typed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bot.alerts import views
from bot.alerts.following import grouped
from bot.alerts.shown import Shown
from bot.text.kit import Block
from storage.alerts import Alert, AlertKind, AlertState, Basis, Severity
from storage.alerts_reach import MarketPlace

NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
MARKET = MarketPlace(UUID(int=1), "sd", "San Diego", "America/Los_Angeles", {}, ["en"])
TAKEN = 12_000


def longest(word: str, state: AlertState) -> Shown:
    """Every field as full as it may be."""
    alert = Alert(
        team_id="T",
        market_id=MARKET.id,
        kind=AlertKind.NETWORK_OUTAGE,
        severity=Severity.MODERATE,
        state=state,
        headline=(word * 150)[:150],
        areas_words=(word * 120)[:120],
        starts_at=NOW,
        expected_end=NOW + timedelta(days=30),
        basis=Basis.ESTIMATED,
        posted_at=NOW,
        ended_at=NOW if state is AlertState.ENDED else None,
        end_words=(word * 300)[:300],
    )
    return Shown(alert, (), MARKET)


def length(blocks: Sequence[Block]) -> int:
    return sum(len(each["text"]["text"]) for each in blocks if "text" in each)


@pytest.mark.parametrize("word", ["x", "&", "<b> ", "* "])
@pytest.mark.parametrize("state", [AlertState.LIVE, AlertState.ENDED])
def test_many_alerts_are_one_message(word: str, state: AlertState) -> None:
    many = [longest(word, state)] * 40
    assert length(views.digest(many, NOW).blocks) <= TAKEN
    assert length(grouped.changes(many, NOW).blocks) <= TAKEN
