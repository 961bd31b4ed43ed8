"""What was typed behind the command fills the form in."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from bot.alerts.typed import Market, guess_kind, read_typed
from storage.alerts import AlertKind, Basis

SD, SDC, DT = UUID(int=1), UUID(int=2), UUID(int=3)
NO, SOON, STATED = Basis.UNKNOWN, Basis.ESTIMATED, Basis.STATED
HERE, THERE = "America/Los_Angeles", "America/Detroit"
MARKETS = [
    Market(SD, "San Diego", HERE),
    Market(SDC, "San Diego County", HERE),
    Market(DT, "Detroit", THERE),
]
LOCAL = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("America/Los_Angeles"))


@pytest.mark.parametrize(
    ("typed", "market", "headline", "end", "basis"),
    [
        ("San Diego fiber cut, ETA 2 h", SD, "Fiber cut", (16, 20, 0), SOON),
        ("san diego: fiber cut ETA 2h", SD, "Fiber cut", (16, 20, 0), SOON),
        ("San Diego County fiber cut", SDC, "Fiber cut", None, NO),
        ("San Diego - power out until 4 PM", SD, "Power out", (17, 0, 0), STATED),
        # Until 4 PM in Detroit, wherever that is typed.
        ("Detroit - power out until 4 PM", DT, "Power out", (16, 21, 0), STATED),
        ("fiber cut, ETA 9 AM tomorrow", None, "Fiber cut", (17, 17, 0), SOON),
        ("fiber cut until 5 PM on Tuesday", None, "Fiber cut", (18, 1, 0), STATED),
        ("power out until noon, SDG&E says", None, "Power out, SDG&E says", (16, 20, 0), STATED),
        ("fiber cut, ETA 2 h (per Ops)", None, "Fiber cut (per Ops)", (16, 20, 0), SOON),
        ("down, back by 5", None, "Down", (17, 1, 0), SOON),
        ("down for 12,000 customers", None, "Down for 12,000 customers", None, NO),
        ("down for 3, then up", None, "Down for 3, then up", None, NO),
        ("down for 2 sites, back soon", None, "Down for 2 sites, back soon", None, NO),
        ("fiber cut (ETA: 45 min)", None, "Fiber cut", (16, 18, 45), SOON),
        (
            "no service for customers in Ramona",
            None,
            "No service for customers in Ramona",
            None,
            NO,
        ),
        ("outage for customers, back by noon", None, "Outage for customers", (16, 20, 0), SOON),
        ("fiber cut, ETA soon", None, "Fiber cut, ETA soon", None, NO),
        ("", None, "", None, NO),
        ("San Diego", SD, "", None, NO),
        ("San Diegoans are upset", None, "San Diegoans are upset", None, NO),
    ],
)
def test_market_headline_and_end_are_told_apart(
    typed: str, market: UUID | None, headline: str, end: tuple[int, int, int] | None, basis: Basis
) -> None:
    read = read_typed(typed, MARKETS, LOCAL)
    assert (read.market, read.draft.headline) == (market, headline)
    expected = datetime(2026, 11, *end, tzinfo=UTC) if end else None
    assert (read.draft.expected_end, read.draft.basis) == (expected, basis)


def test_a_long_story_is_cut_to_what_a_headline_holds() -> None:
    headline = read_typed("word " * 100, MARKETS, LOCAL).draft.headline
    assert 100 < len(headline) <= 150
    assert headline.endswith("…")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Fiber cut", AlertKind.NETWORK_OUTAGE),
        ("Brush fire near Ramona took two sites down", AlertKind.WILDFIRE),
        ("Apagón en Chula Vista", AlertKind.POWER_OUTAGE),
        ("PSPS shutoff planned", AlertKind.POWER_OUTAGE),
        ("Flooding downtown", AlertKind.WEATHER),
        ("Smishing texts about parcels", AlertKind.FRAUD),
        ("Customers charged twice", AlertKind.BILLING),
        ("Store on 5th closed", AlertKind.STORE),
        ("Something odd", None),
    ],
)
def test_the_kind_is_guessed_from_single_words(words: str, kind: AlertKind | None) -> None:
    assert guess_kind(words) is kind
