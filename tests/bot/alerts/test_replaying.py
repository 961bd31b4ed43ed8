"""Which cards, posts and edits polls lead to, in one pod of a market."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import pytest

from bot.alerts.facts import AlertKind, Market, Reading, Report, Severity
from bot.alerts.posting import MOST_AT_ONCE, Bars
from bot.alerts.replaying import Poll, Replay, Told, as_json
from tests.bot.alerts.reports import ADVISORY, WARNING, WATCH, end, hours, market, report

Polls = tuple[float, list[Report]]


class Counted(NamedTuple):
    posts: int
    edits: int


def _told(*polls: Polls, codes: str = "A B") -> Told:
    played = [Poll("nws", Reading(found, [], None, True), hours(at)) for at, found in polls]
    return _replayed(played, market(*codes.split()))


def _replayed(polls: Iterable[Poll], place: Market, bars: Bars | None = None) -> Told:
    """What a pod of the market was told."""
    played = Replay([place], bars)
    for poll in polls:
        played.hear(poll)
    return played.told[place.key]


def _counted(*polls: Polls) -> Counted:
    told = _told(*polls)
    return Counted(told.posts, told.edits)


def _states(*polls: Polls) -> dict[str, str]:
    return {key: card.state.value for (_, key), card in _told(*polls).cards.items()}


def test_what_is_live_at_the_start_is_one_message() -> None:
    assert _counted((0, [report("A"), report("A", key="K2")])) == (1, 0)


def test_a_start_with_nothing_posts_nothing() -> None:
    assert _counted((0, [])) == (0, 0)
    assert _counted((0, [report("A", severity=Severity.MINOR, event="Flood Watch")])) == (0, 0)


def test_each_later_card_is_a_message() -> None:
    later = [report("A", key="K2"), report("A", key="K3")]
    assert _counted((0, [report("A")]), (1, later)) == (3, 0)


def test_many_new_cards_at_once_are_one_message() -> None:
    flood = [report("A", key=f"K{number}") for number in range(MOST_AT_ONCE + 1)]
    assert _counted((0, []), (1, flood)) == (1, 0)
    assert _counted((0, []), (1, flood[:-1])) == (MOST_AT_ONCE, 0)


def test_a_flood_of_five_thousand_is_one_message_a_poll() -> None:
    floods = [
        (minute, [report("A", key=f"{minute} {number}") for number in range(5_000)])
        for minute in (1.0, 2.0)
    ]
    assert _counted((0, []), *floods) == (2, 0)


def test_many_ends_at_once_are_one_message() -> None:
    many = [report("A", key=f"K{number}") for number in range(MOST_AT_ONCE + 1)]
    assert _counted((0, many), (7, [])) == (2, MOST_AT_ONCE + 1)
    assert _counted((0, many[:-1]), (7, [])) == (1 + MOST_AT_ONCE, MOST_AT_ONCE)


def test_the_same_again_is_nothing() -> None:
    same = report("A", revision=2, facts=report().facts._replace(what="In other words."))
    assert _counted((0, [report("A")]), (1, [same]), (2, [])) == (1, 0)


@pytest.mark.parametrize(
    "change",
    [
        report("A", revision=2, expected_end=hours(9)),
        report("A", "B", revision=2),
        report("A", revision=2, severity=Severity.MODERATE),
    ],
)
def test_a_silent_change_is_an_edit(change: Report) -> None:
    assert _counted((0, [report("A")]), (1, [change])) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [
        report("A", revision=2, severity=Severity.EXTREME),
        report("A", revision=2, headline="Extreme wind warning"),
        end("A"),
    ],
)
def test_a_rise_other_facts_and_the_end_are_an_edit_and_a_message(change: Report) -> None:
    assert _counted((0, [report("A")]), (1, [change])) == (2, 1)


def test_areas_of_other_markets_change_nothing() -> None:
    assert _counted((0, [report("A")]), (1, [report("A", "X", revision=2)])) == (1, 0)


def test_a_stated_end_that_passed_is_told() -> None:
    polls: list[Polls] = [(0, [report("A")]), (7, []), (8, [])]
    assert _counted(*polls) == (2, 1)
    assert _states(*polls) == {"K1": "ended"}


def test_an_end_is_never_told_where_nothing_was_posted() -> None:
    listed = report("A", severity=Severity.MINOR, event=ADVISORY)
    assert _counted((0, [listed]), (1, [end("A")])) == (0, 0)
    assert _states((0, [listed]), (1, [end("A")])) == {}


def test_what_comes_back_is_told_again() -> None:
    again = report("A", revision=3)
    assert _counted((0, [report("A")]), (1, [end("A")]), (2, [again])) == (3, 2)


def test_what_was_posted_stays_posted_when_it_is_milder() -> None:
    milder = report("A", revision=2, severity=Severity.MINOR, event=WATCH)
    assert _states((0, [report("A", event=WATCH)]), (1, [milder])) == {"K1": "live"}


def test_a_watch_that_its_warning_replaces_is_not_told_as_over() -> None:
    watch = report("A", key="W", event="Winter Storm Watch")
    upgrade = [end("A", key="W"), report("A", key="K2", replaces=frozenset({"W"}))]
    assert _counted((0, [watch]), (1, upgrade)) == (2, 1)
    assert _states((0, [watch]), (1, upgrade)) == {"W": "ended", "K2": "live"}


def test_a_watch_is_not_told_as_over_beside_its_warning() -> None:
    watch = report("A", key="W", event=WATCH)
    both = [end("A", key="W"), report("A", "B", key="K2")]
    assert _counted((0, [watch]), (1, both)) == (2, 1)
    elsewhere = [end("A", key="W"), report("B", key="K2")]
    assert _counted((0, [watch]), (1, elsewhere)) == (3, 1)


def test_a_watch_that_is_replaced_by_what_nobody_is_told_is_told_as_over() -> None:
    watch = report("A", key="W", event=WATCH)
    less = report("A", key="K2", event=ADVISORY, severity=Severity.MINOR)
    upgrade = [end("A", key="W"), less._replace(replaces=frozenset({"W"}))]
    assert _counted((0, [watch]), (1, upgrade)) == (2, 1)
    assert _states((0, [watch]), (1, upgrade)) == {"W": "ended"}


def test_a_card_that_is_muted_and_comes_back_is_edited_in_silence() -> None:
    watch = report("A", key="W", event=WATCH, expected_end=hours(20))
    warning = report("A", key="K2", event=WARNING)
    assert _counted((0, [watch]), (1, [warning])) == (2, 1)
    back = (0, [watch]), (1, [warning]), (2, [end("A", key="K2")])
    assert _counted(*back) == (3, 3)
    assert _states(*back) == {"W": "live", "K2": "ended"}


def test_what_changes_while_it_is_muted_is_not_told() -> None:
    watch, warning = report("A", key="W", event=WATCH), report("A", key="K2", event=WARNING)
    worse = report("A", key="W", revision=2, event=WATCH, severity=Severity.EXTREME)
    assert _counted((0, [watch]), (1, [warning]), (2, [worse])) == (2, 2)
    assert _counted((0, [watch]), (1, [warning, worse])) == (2, 1)
    back = [end("A", key="K2"), worse]
    assert _counted((0, [watch]), (1, [warning]), (2, back)) == (3, 3)


def test_what_is_over_is_not_painted_again() -> None:
    later = end("A", "B", revision=3, expected_end=hours(2))
    assert _counted((0, [report("A")]), (1, [end("A")]), (2, [report("B"), later])) == (2, 1)


def test_a_muted_card_that_ends_is_not_told() -> None:
    watch, warning = report("A", key="W", event=WATCH), report("A", key="K2", event=WARNING)
    assert _counted((0, [watch]), (1, [warning]), (2, [end("A", key="W")])) == (2, 2)


def test_what_was_muted_from_its_beginning_is_posted_when_nothing_mutes_it() -> None:
    watch, warning = report("A", key="W", event=WATCH), report("A", key="K2", event=WARNING)
    assert _counted((0, [watch, warning]), (1, [end("A", key="K2")])) == (3, 1)


def test_another_source_ends_nothing_of_this_one() -> None:
    empty = Reading([], [], None, True)
    first = Poll("nws", Reading([report("A")], [], None, True), hours(0))
    told = _replayed([first, Poll("cap", empty, hours(9))], market("A"))
    assert (told.posts, told.edits) == (1, 0)


def test_a_pod_with_a_bar_of_its_own_is_told_by_it() -> None:
    poll = Poll("nws", Reading([report("A")], [], None, True), hours(0))
    told = _replayed([poll], market("A"), {AlertKind.WEATHER: Severity.EXTREME})
    assert (told.posts, [each.state for each in told.listed]) == (0, ["listed"])


def test_the_cards_are_shown_by_market_with_what_is_only_listed_on_request() -> None:
    muted = report("A", key="W", event=WATCH)
    listed = report("B", key="L", event="Flood Watch", severity=Severity.MINOR)
    told = {"here": _told((0, [report("B", "A"), muted, listed]))}
    card = {
        "key": "K1",
        "kind": "weather",
        "severity": "severe",
        "headline": "High wind warning",
        "areas": ["A", "B"],
        "expected_end": "2025-12-15T18:00:00+00:00",
        "state": "live",
    }
    assert as_json(told) == {"here": {"cards": [card], "posts": 1, "edits": 0}}
    everything: Any = as_json(told, everything=True)["here"]
    assert [(each["key"], each["state"]) for each in everything["cards"]] == [
        ("K1", "live"),
        ("L", "listed"),
        ("W", "muted"),
    ]


def test_polls_of_an_earlier_time_do_not_turn_back_the_clock() -> None:
    polls: list[Polls] = [(7, [report("A", expected_end=hours(8))]), (9, []), (3, [])]
    assert _states(*polls) == {"K1": "ended"}
