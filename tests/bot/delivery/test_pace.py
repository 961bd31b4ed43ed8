"""Budgets: never more calls in any minute than Slack allows, whatever the order."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.message import Priority
from bot.delivery.pace import SLACK, Budget, retry_after
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
