"""The ladder's times and choices, as pure rules."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice import ladder
from bot.advice.facts import Due, Rung
from bot.pods.facts import LadderSettings, MemberFacts
from storage.advice import Ask, AskState, CallState, Contact, Source
from storage.advice_ladder import Asked
from storage.ids import new_id
from storage.pods import Role
from storage.topics import Topic
from tests.fakes import START

SETTINGS = LadderSettings()
SETTLED = [state for state in AskState if state not in (AskState.OPEN, AskState.CLAIMED)]


def an_ask(**more: Any) -> Ask:
    values: dict[str, Any] = {
        "team_id": "T1",
        "pod_id": uuid4(),
        "asker": "UMAYA",
        "asker_name": "Maya R.",
        "question": "No service in Ramona?",
        "topic": Topic.NETWORK,
        "source": Source.COMMAND,
        "channel": "CHOME",
        "asked_at": START,
        "call_state_at": START,
        "last_activity_at": START,
        "ladder_from": START,
    }
    return Ask(**(values | more))


def a_member(user: str, role: Role = Role.TECH_SPECIALIST, **more: Any) -> MemberFacts:
    skills = more.get("skills", ("network",))
    seen_at = more.get("seen_at")
    facts = (new_id(), "T1", user, uuid4(), user.title(), role, skills, (), None, None, seen_at)
    return MemberFacts._make(facts)


def climb(ask: Ask, settings: LadderSettings = SETTINGS) -> list[int]:
    """The seconds after `START` at which each rung is climbed, when nothing intervenes."""
    seconds = []
    while (due := ladder.rung_due(ask, settings)) is not None:
        seconds.append(int((due - START).total_seconds()))
        ask.ladder_from = ladder.climbed(ask, settings)
        ask.next_rung += 1
    return seconds


@pytest.mark.parametrize(
    ("call_state", "contact", "seconds"),
    [
        (CallState.TALKING, Contact.PHONE, [15, 30, 60, 120]),
        (CallState.ON_HOLD, Contact.PHONE, [30, 60, 120, 240]),
        (CallState.TALKING, Contact.CHAT, [60, 120, 240, 480]),
        (CallState.ON_HOLD, Contact.CHAT, [120, 240, 480, 960]),
    ],
)
def test_the_rungs_come_at_their_times(
    call_state: CallState, contact: Contact, seconds: list[int]
) -> None:
    assert climb(an_ask(call_state=call_state, contact=contact)) == seconds


def test_a_pod_may_set_its_own_times() -> None:
    settings = LadderSettings.of({"ladder": {"talking": [5, 10, 20, 40]}})

    assert climb(an_ask(), settings) == [5, 10, 20, 40]


def test_a_call_back_calls_one_specialist_and_half_an_hour_before_it_is_due_a_coach() -> None:
    ask = an_ask(call_state=CallState.CALL_BACK, call_back_at=START + timedelta(hours=3))

    assert climb(ask) == [15 * 60, 150 * 60]


def test_a_call_back_that_is_due_soon_waits_for_nobody() -> None:
    ask = an_ask(call_state=CallState.CALL_BACK, call_back_at=START + timedelta(minutes=35))

    assert climb(ask) == [5 * 60, 5 * 60]


def test_a_call_back_without_a_time_calls_a_specialist_only() -> None:
    assert climb(an_ask(call_state=CallState.CALL_BACK)) == [15 * 60]


def test_a_reply_holds_the_next_rung_and_moves_the_later_ones_by_as_much() -> None:
    ask = an_ask()
    ask.paused_until = ladder.pause_until(ask, [START + timedelta(seconds=10)], SETTINGS)

    assert climb(ask) == [40, 55, 85, 145]


def test_a_reply_long_before_the_next_rung_moves_nothing() -> None:
    ask = an_ask(next_rung=3, paused_until=START + timedelta(seconds=90))

    assert climb(ask) == [120]


def test_replies_before_still_need_help_hold_nothing() -> None:
    ask = an_ask(resumed_at=START + timedelta(seconds=12))

    assert ladder.pause_until(ask, [START + timedelta(seconds=10)], SETTINGS) < START


def test_putting_the_customer_on_hold_moves_the_remaining_rungs() -> None:
    ask = an_ask(next_rung=1, call_state=CallState.ON_HOLD)
    ask.call_state_at = START + timedelta(seconds=20)

    assert climb(ask) == [60, 120, 240]


def test_a_customer_who_is_back_moves_no_rung_into_the_past_nor_two_into_one_moment() -> None:
    ask = an_ask(next_rung=1, call_state=CallState.TALKING)
    ask.call_state_at = START + timedelta(seconds=50)

    assert climb(ask) == [50, 80, 140]


@pytest.mark.parametrize("state", SETTLED)
def test_nothing_is_due_while_settled(state: AskState) -> None:
    assert ladder.due_times(an_ask(state=state), SETTINGS) == {}


@pytest.mark.parametrize("state", SETTLED)
def test_what_was_settled_loses_its_undo_in_time(state: AskState) -> None:
    soon = START + timedelta(seconds=10)

    due = ladder.due_times(an_ask(state=state, undo_until=soon), SETTINGS)

    assert due == {Due.UNDO_END: soon}


def test_a_claim_stops_the_ladder_is_asked_after_a_minute_and_falls_back_after_two() -> None:
    ask = an_ask(state=AskState.CLAIMED, claimed_until=START + timedelta(seconds=120))

    assert ladder.due_times(ask, SETTINGS) == {
        Due.CLAIM_CHECK: START + timedelta(seconds=60),
        Due.CLAIM_RELEASE: START + timedelta(seconds=120),
    }


def test_an_ask_lapses_twenty_minutes_after_the_last_word_once_the_ladder_is_done() -> None:
    ask = an_ask(next_rung=4, last_activity_at=START + timedelta(minutes=3))

    assert ladder.due_times(ask, SETTINGS) == {Due.LAPSE: START + timedelta(minutes=23)}


def test_a_promised_call_back_is_brought_to_mind_before_it_is_due() -> None:
    ask = an_ask(call_state=CallState.CALL_BACK, call_back_at=START + timedelta(hours=2))

    assert ladder.due_times(ask, SETTINGS)[Due.CALL_BACK] == START + timedelta(minutes=110)


@given(
    pauses=st.lists(st.integers(0, 300), max_size=5),
    next_rung=st.integers(0, 3),
    on_hold=st.booleans(),
    chat=st.booleans(),
)
def test_no_rung_comes_early_and_none_comes_before_the_one_below(
    pauses: list[int], next_rung: int, on_hold: bool, chat: bool
) -> None:
    ask = an_ask(
        next_rung=next_rung,
        call_state=CallState.ON_HOLD if on_hold else CallState.TALKING,
        contact=Contact.CHAT if chat else Contact.PHONE,
    )
    plain = climb(an_ask(**ask.model_dump(exclude={"id"})))
    replied = [START + timedelta(seconds=second) for second in pauses]
    ask.paused_until = ladder.pause_until(ask, replied, SETTINGS)

    held = climb(ask)

    assert all(later >= early for later, early in zip(held, plain, strict=True))
    assert held == sorted(held)
    gaps = [b - a for a, b in pairwise(plain)]
    assert [b - a for a, b in pairwise(held)] == gaps


@given(st.permutations([3, 40, 22, 9]))
def test_the_order_in_which_replies_are_heard_of_does_not_matter(seconds: list[int]) -> None:
    replied = [START + timedelta(seconds=second) for second in seconds]

    assert ladder.pause_until(an_ask(), replied, SETTINGS) == START + timedelta(seconds=70)


def choose(
    rung: Rung, here: list[MemberFacts], asked: dict[str, Asked] | None = None, **more: Any
) -> list[str]:
    ask = an_ask(**more)
    chosen = ladder.choose(rung, ask, here, asked or {}, SETTINGS, START)
    return [member.user for member in chosen]


def test_two_specialists_with_the_skill_are_called() -> None:
    billing = a_member("BILL", skills=("billing",))

    assert choose(Rung.SPECIALISTS, [billing, a_member("INES"), a_member("THEO")]) == [
        "INES",
        "THEO",
    ]


def test_for_a_topic_that_nobody_could_guess_any_specialist_is_called() -> None:
    billing = a_member("BILL", skills=("billing",))

    assert choose(Rung.SPECIALISTS, [billing], topic=Topic.OTHER) == ["BILL"]


def test_a_call_back_calls_one_specialist() -> None:
    here = [a_member("INES"), a_member("THEO")]

    assert choose(Rung.SPECIALISTS, here, call_state=CallState.CALL_BACK) == ["INES"]


def test_coaches_take_turns() -> None:
    here = [a_member("CARA", Role.COACH), a_member("COLE", Role.COACH)]
    lately = {"CARA": asked(1, minutes_ago=5), "COLE": asked(1, minutes_ago=50)}

    assert choose(Rung.COACH, here, lately) == ["COLE"]
    assert choose(Rung.COACH, here, {"CARA": asked(1, minutes_ago=5)}) == ["COLE"]


def test_whoever_was_seen_lately_comes_first() -> None:
    seen = a_member("THEO", seen_at=START - timedelta(minutes=14))
    unseen = a_member("INES", seen_at=START - timedelta(minutes=16))

    assert choose(Rung.SPECIALISTS, [unseen, seen]) == ["THEO", "INES"]


def test_nobody_is_called_more_than_six_times_an_hour() -> None:
    here = [a_member("INES"), a_member("THEO")]
    lately = {"INES": asked(6, minutes_ago=1), "THEO": asked(5, minutes_ago=1)}

    assert choose(Rung.SPECIALISTS, here, lately) == ["THEO"]


def test_the_leader_is_called_only_where_no_expert_can_be() -> None:
    expert, leader = a_member("RUTH", Role.RESOLUTION_EXPERT), a_member("ANA", Role.TEAM_LEADER)

    assert choose(Rung.EXPERT, [leader, expert]) == ["RUTH"]
    assert choose(Rung.EXPERT, [leader]) == ["ANA"]
    assert choose(Rung.EXPERT, [expert, leader], {"RUTH": asked(6, minutes_ago=1)}) == ["ANA"]


def test_a_rung_without_anybody_to_call_calls_nobody() -> None:
    assert choose(Rung.COACH, [a_member("INES")]) == []
    assert choose(Rung.OVERFLOW, [a_member("INES")]) == []


@pytest.mark.parametrize(
    ("role", "rung"),
    [
        (Role.TECH_SPECIALIST, Rung.SPECIALISTS),
        (Role.COACH, Rung.COACH),
        (Role.TEAM_LEADER, Rung.EXPERT),
        (Role.REP, None),
    ],
)
def test_not_me_moves_on_within_the_same_rung(role: Role, rung: Rung | None) -> None:
    assert ladder.rung_of(role) is rung


def asked(times: int, minutes_ago: int) -> Asked:
    last: datetime = START - timedelta(minutes=minutes_ago)
    return Asked(times, last)
