"""What the search form carries: read back as it was, or refused; never more than Slack takes."""

from datetime import timedelta
from uuid import UUID

import pytest

from bot.errors import Outdated
from bot.practices import search_words as wire
from bot.practices.search_words import Search
from storage.practices import ALL, LIVE_STATES, OPEN_STATES, Narrow, PracticeState, Scope
from storage.practices_browsing import PodToFind
from storage.topics import Topic
from tests.bot.practices.samples import NOW

POD = PodToFind(UUID(int=9), "San Diego: the “early” pod")
EVERYTHING = Search(
    words="¿dónde está “mi” eSIM?",
    topic=Topic.DEVICE,
    scope=Scope.COMPANY,
    state=PracticeState.VERIFIED,
    days=30,
    pod=POD,
    author="U0MAYA",
    there="C1",
    for_ask=UUID(int=4),
    shows_filters=True,
    cleared=2,
)


def test_all_that_was_chosen_is_read_back() -> None:
    assert wire.read_search(wire.search_value(EVERYTHING)) == EVERYTHING


def test_nothing_chosen_takes_no_room() -> None:
    assert wire.search_value(Search()) == ""
    assert wire.read_search("") == Search()


def test_the_longest_words_and_names_fit_into_metadata() -> None:
    long = EVERYTHING._replace(
        words='"' * wire.LONGEST, pod=PodToFind(POD.id, "\\" * 120), author="U" * 40, there="C" * 40
    )
    assert len(wire.search_value(long)) <= 3000
    assert len(wire.pod_value(PodToFind(POD.id, "n" * 120))) <= 150


@pytest.mark.parametrize(
    "metadata",
    ["{", "[]", '"x"', '{"topic":"cats"}', '{"pod":"x"}', '{"pod":[]}', '{"days":"x"}', '{"a":1}'],
)
def test_what_another_version_wrote_is_refused(metadata: str) -> None:
    with pytest.raises(Outdated):
        wire.read_search(metadata)


@pytest.mark.parametrize(
    ("menu", "value", "field", "chosen"),
    [
        (wire.TOPIC, "billing", "topic", Topic.BILLING),
        (wire.SCOPE, "partners", "scope", Scope.PARTNERS),
        (wire.STATE, "draft", "state", PracticeState.DRAFT),
        (wire.AGE, "90", "days", 90),
        (wire.POD, wire.pod_value(POD), "pod", POD),
        (wire.AUTHOR, "U0DAN", "author", "U0DAN"),
    ],
)
def test_a_choice_sets_its_filter_and_any_takes_it_away(
    menu: str, value: str, field: str, chosen: object
) -> None:
    narrowed = wire.filtered(Search("words"), menu, value)
    assert narrowed._asdict() == Search("words")._asdict() | {field: chosen}
    assert narrowed.is_narrow
    assert wire.filtered(narrowed, menu, wire.ANY) == Search("words")


@pytest.mark.parametrize(
    ("menu", "value"),
    [
        *((wire.TOPIC, "cats"), (wire.SCOPE, "world"), (wire.STATE, "forgotten")),
        *((wire.AGE, "-1"), (wire.AGE, "999999999"), (wire.AGE, "'"), (wire.POD, "x:y")),
    ],
)
def test_a_choice_that_is_none_is_refused(menu: str, value: str) -> None:
    with pytest.raises(Outdated):
        wire.filtered(Search(), menu, value)


def test_the_query_is_narrowed_by_all_that_was_chosen() -> None:
    assert wire.narrow_of(EVERYTHING, NOW) == Narrow(
        topic="device",
        scope=Scope.COMPANY,
        states=frozenset({PracticeState.VERIFIED}),
        pod_id=POD.id,
        author="U0MAYA",
        since=NOW - timedelta(days=30),
    )
    assert wire.narrow_of(Search("words"), NOW) == ALL
    assert PracticeState.ARCHIVED not in LIVE_STATES


def test_cleared_it_is_the_same_search_in_the_same_form() -> None:
    cleared = EVERYTHING.without_filters()
    kept = {"there": "C1", "for_ask": UUID(int=4), "shows_filters": True, "cleared": 3}
    assert cleared._asdict() == Search(EVERYTHING.words)._asdict() | kept
    assert not cleared.is_narrow


@pytest.mark.parametrize("typed", ["", "fax", "prefill:x", f"{UUID(int=4)}:prefill:y", "a:b"])
@pytest.mark.parametrize("for_ask", [None, UUID(int=4)])
def test_a_button_carries_the_words_and_whose_question_it_is_for(
    typed: str, for_ask: UUID | None
) -> None:
    assert wire.read_open(wire.open_value(typed, for_ask)) == (typed, for_ask)
    assert len(wire.open_value("x" * 3000, for_ask)) <= 2000


@pytest.mark.parametrize("value", ["", "x", "x:prefill:y"])
def test_a_button_of_another_version_is_refused(value: str) -> None:
    with pytest.raises(Outdated):
        wire.read_open(value)


def test_in_doubt_and_archived_are_choices_and_narrow_to_their_states() -> None:
    for value, states in (("in_doubt", OPEN_STATES), ("archived", {PracticeState.ARCHIVED})):
        search = wire.filtered(Search(), wire.STATE, value)
        assert search.is_narrow
        assert wire.read_search(wire.search_value(search)) == search
        assert wire.narrow_of(search, NOW).states == states
