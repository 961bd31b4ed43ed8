"""Which of all that may be talked about a huddle has time for."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from bot.huddles.agenda.choosing import choose, in_turn
from bot.huddles.agenda.facts import MOST_LINES, Candidate
from storage.huddles import ItemSource
from tests.fakes import START

QUARTER = 15 * 60
LAST = UUID(int=7)
NO_TURN = (ItemSource.ACTION_ITEM,)


def line(key: str, source: ItemSource = ItemSource.ASK, **more: Any) -> Candidate:
    return Candidate(source, key, text=key, **more)


def item(key: str, by: str, minute: int = 0, **more: Any) -> Candidate:
    at = START + timedelta(minutes=minute)
    return line(key, ItemSource.MEMBER, by=by, at=at, **more)


def keys(candidates: list[Candidate]) -> list[str]:
    return [each.key for each in candidates]


LINES = st.builds(
    Candidate,
    source=st.sampled_from(ItemSource),
    key=st.integers(0, 10**6).map(str),
    text=st.just("text"),
    seconds=st.integers(1, 1200),
    weight=st.floats(-10, 10),
    by=st.sampled_from([None, "U1", "U2"]),
    carried_from=st.sampled_from([None, LAST]),
    at=st.one_of(st.none(), st.integers(0, 99).map(lambda day: START + timedelta(days=day))),
    parked=st.booleans(),
    last_turn=st.one_of(st.none(), st.integers(0, 9).map(lambda day: START + timedelta(days=day))),
)


@given(st.lists(LINES, max_size=200, unique_by=lambda each: each.key), st.integers(-60, 3600))
def test_never_more_than_seven_lines_nor_longer_than_the_huddle_and_nothing_is_lost(
    candidates: list[Candidate], seconds: int
) -> None:
    on, waiting = choose(candidates, seconds)
    assert len(on) <= MOST_LINES
    assert sum(each.seconds for each in on) <= max(0, seconds)
    assert sorted(keys(on + waiting)) == sorted(keys(candidates))
    assert all(each.seconds > 0 for each in on)
    if candidates and seconds > 0:
        assert on


@given(st.lists(LINES, max_size=60, unique_by=lambda each: each.key), st.randoms())
def test_the_order_in_which_they_were_found_changes_nothing(
    candidates: list[Candidate], random: Any
) -> None:
    other = list(candidates)
    random.shuffle(other)
    assert keys(in_turn(candidates)) == keys(in_turn(other))


def test_nobodys_second_item_comes_before_anybodys_first() -> None:
    many = [item(f"ana {number}", "UANA", number) for number in range(20)]
    on, _ = choose([*many, item("dan", "UDAN", 50)], QUARTER)
    assert keys(on)[:3] == ["ana 0", "dan", "ana 1"]


def test_two_who_add_much_do_not_take_the_whole_agenda() -> None:
    many = [item(f"{who} {number}", who, number) for who in ("ana", "dan") for number in range(9)]
    week = [line("concern:1", ItemSource.CONCERN), line("gap:1", ItemSource.GAP), line("ask:1")]
    on, _ = choose([*many, *week, line("ask:2")], QUARTER)
    assert keys(on) == ["ana 0", "dan 0", "concern:1", "ask:1", "gap:1", "ana 1", "dan 1"]


def test_what_a_huddle_had_begun_is_no_second_item() -> None:
    begun = [item(f"begun {at}", "UANA", at, parked=True, carried_from=LAST) for at in range(3)]
    on, _ = choose([*begun, item("mine", "UANA", 9), line("ask:1")], QUARTER)
    assert keys(on) == ["begun 0", "mine", "begun 1", "begun 2", "ask:1"]


def test_what_people_want_comes_before_what_the_week_suggests() -> None:
    suggested = [line(f"concern:{number}", ItemSource.CONCERN, weight=99) for number in range(9)]
    to_do = line("action:1", ItemSource.ACTION_ITEM, seconds=60, at=START)
    on, _ = choose([*suggested, item("mine", "UANA"), to_do], QUARTER)
    assert keys(on)[:2] == ["action:1", "mine"]


def test_a_week_of_hard_asks_does_not_push_out_what_else_there_was() -> None:
    asks = [line(f"ask:{number}", weight=number) for number in range(9)]
    others = [line(f"{each}:1", each) for each in (ItemSource.ALERT, ItemSource.PRACTICE)]
    on, waiting = choose([*asks, *others], QUARTER)
    assert keys(on)[:3] == ["alert:1", "practice:1", "ask:8"]
    assert keys(on)[3:] == ["ask:7", "ask:6", "ask:5", "ask:4"]
    assert keys(waiting) == ["ask:3", "ask:2", "ask:1", "ask:0"]


def test_what_is_to_be_done_opens_the_huddle_before_what_anybody_added() -> None:
    to_do = [line(f"action:{number}", ItemSource.ACTION_ITEM, at=START) for number in range(2)]
    on, _ = choose([item("mine", "UANA"), *to_do], QUARTER)
    assert keys(on) == ["action:0", "action:1", "mine"]


def test_only_three_action_items_stand_before_what_else_waits() -> None:
    to_do = [line(f"action:{number}", ItemSource.ACTION_ITEM, at=START) for number in range(9)]
    on, _ = choose([*to_do, line("alert:1", ItemSource.ALERT), line("ask:1")], QUARTER)
    assert keys(on)[3:5] == ["alert:1", "ask:1"]
    assert [each.partition(":")[2] for each in keys(on)[:3] + keys(on)[5:]] == [*"01234"]


def test_what_did_not_fit_comes_first_the_next_time_but_for_alerts() -> None:
    sources = (ItemSource.ALERT, ItemSource.PRACTICE, ItemSource.GAP)
    fresh = [line(f"{each}:new", each, weight=99) for each in sources]
    left = line("gap:left", ItemSource.GAP, carried_from=LAST)
    assert keys(in_turn([*fresh, left])) == ["alert:new", "gap:left", "practice:new", "gap:new"]


def test_every_source_has_its_turn_however_much_there_is_of_each_and_few_the_lines() -> None:
    """And whatever was left over of the others, too."""
    watched = [each for each in ItemSource if each not in (ItemSource.MEMBER, *NO_TURN)]
    turns: dict[ItemSource, datetime] = {}
    for huddle in range(4):
        several = [
            line(
                f"{each}:{at}",
                each,
                seconds=60,
                carried_from=LAST if huddle else None,
                last_turn=turns.get(each),
            )
            for each in watched
            for at in range(9)
        ]
        on, _ = choose(several, 3 * 60)
        assert on[0].source is ItemSource.ALERT
        turns |= {each.source: START + timedelta(days=huddle) for each in on}
    assert set(turns) == set(watched)


def test_what_has_its_turn_is_read_in_the_usual_order() -> None:
    concern = line("concern:1", ItemSource.CONCERN, last_turn=START)
    several = [concern, line("gap:1", ItemSource.GAP), item("mine", "UANA")]
    assert keys(in_turn(several)) == ["mine", "gap:1", "concern:1"]
    assert keys(choose(several, QUARTER)[0]) == ["mine", "concern:1", "gap:1"]


def test_what_a_huddle_had_begun_comes_before_what_is_new() -> None:
    begun = line("concern:1", ItemSource.CONCERN, carried_from=LAST, parked=True)
    carried = item("older", "UANA", -99, carried_from=LAST)
    on, _ = choose([item("mine", "UDAN"), carried, begun], QUARTER)
    assert keys(on) == ["concern:1", "older", "mine"]


def test_a_short_line_takes_the_time_that_a_long_one_does_not_fit_into() -> None:
    long, short = line("ask:1", seconds=600, weight=9), line("ask:2", seconds=60)
    first = item("first", "UANA", seconds=500)
    on, waiting = choose([first, long, short], QUARTER)
    assert (keys(on), keys(waiting)) == (["first", "ask:2"], ["ask:1"])


def test_what_alone_takes_longer_than_the_huddle_gets_all_of_it() -> None:
    on, waiting = choose([item("all day", "UANA", seconds=9000), line("ask:1")], QUARTER)
    assert [(each.key, each.seconds) for each in on] == [("all day", QUARTER)]
    assert keys(waiting) == ["ask:1"]


def test_a_huddle_ends_with_thanks() -> None:
    sources = (ItemSource.THANKS, ItemSource.GAP, ItemSource.GAP)
    several = [line(f"{each}:{at}", each, seconds=30) for at, each in enumerate(sources)]
    assert keys(choose(several, QUARTER)[0])[-1] == "thanks:0"
