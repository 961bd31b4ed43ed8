"""When like questions pile up: how many are many, who says so, and that order changes nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.matters.expecting import expectation, past_hours
from bot.alerts.matters.sensing import (
    WINDOW,
    Around,
    Matter,
    Seen,
    at_least,
    find_thread,
    is_many,
    sense,
)
from bot.alike.gist import Rarity
from bot.alike.piling import Asked, Said, by_likeness, pile_up
from storage.topics import Topic
from tests.bot.alerts.matters import CHARGED, LIKE, RAMONA, asked, asks_about
from tests.fakes import START

THREE = asks_about(RAMONA[:3])
FIRST = UUID(int=900)


def around(minute: float = 5.0, present: int = 40, expected: float | None = None) -> Around:
    return Around(START + timedelta(minutes=minute), present, lambda topic: expected)


def seen(asks: Sequence[Asked], *known: Matter, at: Around | None = None) -> list[Seen]:
    return sense(asks, known, LIKE, at or around())


def matter(asks: Sequence[Asked], told: int = 3, number: int = 900, **changes: Any) -> Matter:
    return Matter(UUID(int=number), frozenset(each.id for each in asks), told)._replace(**changes)


def test_three_reps_in_ten_minutes_are_a_matter_and_all_three_hear_of_it() -> None:
    (found,) = seen([*THREE, asked(50, CHARGED[0])])
    ids = tuple(each.id for each in THREE)
    assert (found.matter, found.asks, found.note, found.tell) == (None, ids, ids, True)
    assert (found.topic, found.began, found.lately, found.reps) == (Topic.NETWORK, START, 3, 3)


def test_two_are_not_unless_few_are_there() -> None:
    assert seen(THREE[:2]) == []
    assert seen(THREE[:2], at=around(present=10)) == []
    assert len(seen(THREE[:2], at=around(present=9))) == 1


def test_one_rep_who_asks_three_times_is_one() -> None:
    same = [each._replace(asker="U1") for each in THREE]
    assert seen(same) == []
    assert seen(same, at=around(present=3)) == []


def test_three_within_ten_minutes_and_not_within_eleven() -> None:
    apart = asks_about(RAMONA[:3], every=5)
    assert seen(apart) == []
    assert len(seen(asks_about(RAMONA[:3], every=4.9), at=around(9.9))) == 1


def test_it_does_not_matter_how_late_somebody_looks() -> None:
    (found,) = seen(THREE, at=around(minute=14))
    assert (found.tell, found.lately, found.note) == (True, 0, ())


def test_more_than_usual_is_needed_where_much_is_usual() -> None:
    assert seen(THREE, at=around(expected=10.0)) == []
    assert len(seen(THREE, at=around(expected=3.0))) == 1
    assert len(seen(asks_about(RAMONA, every=0.5), at=around(expected=10.0))) == 1


@given(st.integers(0, 30), st.floats(0, 60), st.floats(0.01, 40))
def test_the_more_is_usual_the_more_are_needed(reps: int, usual: float, more: float) -> None:
    assert 0 <= at_least(reps, usual) <= 1
    assert at_least(reps, usual + more) >= at_least(reps, usual) - 1e-9
    assert at_least(reps + 1, usual) <= at_least(reps, usual) + 1e-9
    if is_many(reps, Topic.NETWORK, around(expected=usual + more)):
        assert is_many(reps, Topic.NETWORK, around(expected=usual))
        assert is_many(reps + 1, Topic.NETWORK, around(expected=usual + more))


def test_the_tail_of_poisson_is_that_of_the_books() -> None:
    assert at_least(3, 1.0) == pytest.approx(0.0803, abs=1e-4)
    assert at_least(0, 0.0) == 1.0
    assert at_least(1, 0.0) == 0.0


def test_a_matter_is_told_once_and_again_when_it_doubles() -> None:
    known = matter(THREE)
    asks = asks_about(RAMONA)
    told = [seen(asks[:count], known)[0].tell for count in (3, 4, 5, 6, 7)]
    assert told == [False, False, False, True, True]
    assert not seen(asks, matter(asks, told=6))[0].tell


def test_a_matter_that_has_an_alert_tells_nobody_and_notes_nothing() -> None:
    (found,) = seen(asks_about(RAMONA), matter(THREE, settled=True))
    assert (found.tell, found.note, found.reps) == (False, (), 7)


def test_who_knows_already_is_not_noted_again() -> None:
    known = matter(THREE, noted=frozenset(each.id for each in THREE))
    (found,) = seen(asks_about(RAMONA[:4]), known)
    assert found.note == (UUID(int=4),)


def test_a_matter_goes_on_with_its_older_asks_and_says_how_many_there_are_lately() -> None:
    later = asked(60, RAMONA[3], minute=40)
    (found,) = seen([*THREE, later], matter(THREE), at=around(minute=41))
    assert (found.matter, found.reps, found.lately, found.note) == (FIRST, 4, 1, (later.id,))


def test_an_ask_that_was_withdrawn_no_longer_counts_and_nobody_is_told_anew() -> None:
    known = matter(THREE)
    (found,) = seen(THREE[:2], known)
    assert (found.reps, found.tell) == (2, False)
    assert seen([], known) == []
    (again,) = seen([*THREE[:2], asked(40, RAMONA[4])], known)
    assert not again.tell


def test_an_ask_that_was_edited_into_something_else_leaves_the_matter() -> None:
    edited = asked(3, CHARGED[0], 2)
    (found,) = seen([*THREE[:2], edited, asked(4, RAMONA[3])], matter(THREE))
    assert edited.id not in found.asks
    assert len(found.asks) == 3


def test_mine_is_different_splits_and_is_remembered() -> None:
    known = matter(THREE, parted=frozenset({THREE[2].id}))
    (found,) = seen(asks_about(RAMONA[:4]), known)
    assert THREE[2].id not in found.asks
    assert UUID(int=4) in found.asks


def test_even_if_all_others_are_gone_a_split_ask_does_not_carry_the_matter_on() -> None:
    known = matter(THREE, parted=frozenset({THREE[2].id}))
    assert seen(THREE[2:], known) == []


def test_who_joined_a_thread_stays_with_it_whatever_their_words() -> None:
    joined = asked(5, CHARGED[0], 3)
    known = matter([*THREE, joined], thread=frozenset({THREE[0].id, joined.id}))
    (found,) = seen([*THREE, joined], known)
    assert joined.id in found.asks


def test_a_bridge_between_two_matters_belongs_to_the_older() -> None:
    asks = asks_about(RAMONA)
    older, newer = matter(asks[:3], number=900), matter(asks[3:6], number=901)
    (found,) = seen(asks, newer, older)
    assert (found.matter, found.reps) == (older.id, 7)


def test_what_turns_out_to_be_one_matter_is_put_together() -> None:
    """The first two were too vague to be like each other, until more was known."""
    vague = {UUID(int=1), UUID(int=2)}

    def like(one: Asked, other: Asked) -> float:
        return -1.0 if vague & {one.id, other.id} else 1.0

    asks = asks_about(RAMONA[:6])
    assert [len(pile) for pile in pile_up(asks[:4], like)] == [1, 1, 2]
    assert pile_up(asks, like) == [asks]
    apart = Said(apart=frozenset({(asks[0].id, asks[4].id)}))
    assert [len(pile) for pile in pile_up(asks, like, apart)] == [1, 5]


def test_from_the_third_on_the_next_joins_the_thread() -> None:
    new = asked(70, RAMONA[3], minute=5)
    assert find_thread(new, {FIRST: THREE}, (), LIKE) == FIRST
    assert find_thread(new, {FIRST: THREE[:2]}, (), LIKE) is None
    assert find_thread(new, {FIRST: THREE}, {FIRST}, LIKE) is None
    assert find_thread(asked(71, CHARGED[0], 5), {FIRST: THREE}, (), LIKE) is None
    assert find_thread(asked(72, RAMONA[3], minute=15), {FIRST: THREE}, (), LIKE) is None


def test_what_was_compared_is_kept_until_somebody_edits_it() -> None:
    like = by_likeness(Rarity.of(), kept=2)
    one, other = THREE[:2]
    near = like(other, one)
    assert like(other, one) == near
    edited = one._replace(gist=asked(1, CHARGED[0]).gist)
    assert like(other, edited) < 0 < like(other, one)
    assert like(THREE[2], one) > 0  # more than are kept


MIXED = [
    *asks_about(RAMONA[:4], every=2),
    *asks_about(CHARGED, every=3, first=20),
    asked(30, "wants to change the due date to the 15th", 4),
    asked(31, "does the Poway store fix screens", 5),
    asked(32, "no service in Poway", 6),
]


@given(st.permutations(MIXED), st.lists(st.sampled_from(MIXED), max_size=5))
@settings(max_examples=60, deadline=None)
def test_order_and_repetition_change_nothing(order: list[Asked], again: list[Asked]) -> None:
    assert seen([*order, *again], at=around(9)) == seen(MIXED, at=around(9))
    assert pile_up([*order, *again], LIKE) == pile_up(MIXED, LIKE)


@given(st.permutations(asks_about(RAMONA, every=1.3)), st.sets(st.integers(1, 7), max_size=3))
@settings(max_examples=60, deadline=None)
def test_however_asks_arrive_the_same_matter_is_told_once_and_once_more(
    order: list[Asked], withdrawn: set[int]
) -> None:
    """As a service would: each arrival is judged, what is told is kept; some are withdrawn later,
    and then everything is looked at again."""
    there: list[Asked] = []
    known: list[Matter] = []
    told: list[int] = []
    for ask in [*order, None]:
        if ask is None:
            there = [each for each in there if each.id.int not in withdrawn]
        else:
            there.append(ask)
        for found in seen(there, *known, at=around(9)):
            before = next((each for each in known if each.id == found.matter), None)
            count = found.reps if found.tell else before.told if before else 0
            told += [found.reps] if found.tell else []
            known = [Matter(FIRST, frozenset(found.asks), count)]
    assert told == [3, 6]
    assert {each.int for one in known for each in one.asks} == set(range(1, 8)) - withdrawn


def test_two_matters_at_once_are_two_whatever_comes_first() -> None:
    for order in permutations((THREE, asks_about(CHARGED, first=20))):
        found = seen([each for part in order for each in part], at=around(9))
        assert sorted(each.topic for each in found) == [Topic.BILLING, Topic.NETWORK]


def test_the_same_hour_of_the_weeks_before_is_what_is_usual() -> None:
    now = datetime(2026, 11, 4, 18, 30, tzinfo=UTC)  # 10:30 in San Diego, after the clocks changed
    zone, week = "America/Los_Angeles", timedelta(weeks=1)
    hours = past_hours(now, zone, now - 10 * week)
    assert [(end - start) for start, end in hours] == [timedelta(hours=1)] * 4
    starts = [start for start, _ in hours]
    # Until November 1 it was summer time: 10:30 there was an hour earlier.
    assert starts[0] == datetime(2026, 10, 28, 17, 0, tzinfo=UTC)
    usual = expectation({Topic.NETWORK: 24}, hours)
    assert usual(Topic.NETWORK) == 24 / 4 * (WINDOW / timedelta(hours=1))
    assert usual(Topic.BILLING) == 0


def test_with_less_than_two_weeks_behind_it_nobody_knows_what_is_usual() -> None:
    now, zone = START, "America/Detroit"
    assert past_hours(now, zone, None) == []
    one = past_hours(now, zone, now - timedelta(days=9))
    assert len(one) == 1
    assert expectation({Topic.NETWORK: 99}, one)(Topic.NETWORK) is None
