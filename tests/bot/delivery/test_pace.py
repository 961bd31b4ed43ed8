"""Budgets: never more calls in any minute than Slack allows, whatever the order."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.message import Priority
from bot.delivery.pace import SLACK, Budget, Share, retry_after
from tests.fakes import START

LIMIT = 7


@given(st.lists(st.floats(min_value=0, max_value=20), max_size=200))
def test_no_minute_ever_holds_more_calls_than_the_limit(pauses: list[float]) -> None:
    budget, now, taken = Budget("m"), START, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        if budget.take(now, LIMIT) is None:
            taken.append(now)
    for first, last in zip(taken, taken[LIMIT:], strict=False):
        assert last - first > timedelta(seconds=60)


@given(st.lists(st.floats(min_value=0, max_value=20), min_size=1, max_size=100))
def test_asking_again_when_told_to_gets_a_call(pauses: list[float]) -> None:
    budget, now = Budget("m"), START
    for pause in pauses:
        now += timedelta(seconds=pause)
        later = budget.take(now, LIMIT)
        if later is not None:
            assert later > now
            now = later
            assert budget.take(now, LIMIT) is None


def test_what_is_kept_back_is_there_for_advice() -> None:
    limit = SLACK.calls_a_minute("chat.update", Priority.ADVICE) or 0
    for_others = SLACK.calls_a_minute("chat.update", Priority.REST) or 0
    budget = Budget("chat.update")
    others = [budget.take(START, for_others) for _ in range(limit)]
    assert others.count(None) == for_others
    advice = [budget.take(START, limit) for _ in range(limit)]
    assert advice.count(None) == limit - for_others > 0


def test_a_budget_that_slack_closed_opens_again_when_slack_said() -> None:
    budget = Budget("m", not_before=START + timedelta(seconds=30))
    assert budget.take(START, LIMIT) == START + timedelta(seconds=30)
    assert budget.take(START + timedelta(seconds=30), LIMIT) is None


def test_trying_again_waits_longer_each_time_and_a_minute_at_most() -> None:
    waits = [retry_after(attempts).total_seconds() for attempts in range(1, 9)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (2, 60)


@pytest.mark.parametrize(("method", "share"), [("chat.postMessage", 420), ("chat.update", 35)])
def test_of_each_minute_alerts_use_seven_tenths_at_most_and_nearly_all_of_that(
    method: str, share: int
) -> None:
    interval = SLACK.interval(method, Priority.MINOR_ALERT)
    assert interval is not None
    alerts, taken = Share(Budget("share")), []
    for twentieth in range(20 * 180):
        now = START + timedelta(seconds=twentieth / 20)
        if alerts.wait(now, interval) is None:
            alerts.take(now, interval)
            taken.append(now)
    for first, last in zip(taken, taken[share:], strict=False):
        assert last - first >= timedelta(minutes=1)
    assert len(taken) > 2.5 * share


def test_what_waits_for_the_share_of_alerts_has_a_moment_of_its_own_each() -> None:
    share, interval = Share(Budget("share")), timedelta(seconds=0.5)
    while share.wait(START, interval) is None:
        share.take(START, interval)
    moments = [share.wait(START, interval) for _ in range(3)]
    gaps = [later - moment for moment, later in pairwise(moments) if moment and later]
    assert gaps == [interval, interval]


def test_only_alerts_are_held_apart_and_a_ladder_s_calls_leave_room_for_asks() -> None:
    assert SLACK.interval("chat.postMessage", Priority.ADVICE) is None
    assert SLACK.interval("chat.postMessage", Priority.REST) is None
    limits = [SLACK.calls_a_minute("chat.postMessage", each) or 0 for each in Priority]
    urgent, advice, *alerts, rest = limits
    assert urgent > advice > max(alerts) == min(alerts) > rest
