"""The search form as data: Slack takes it whatever stands in it, and every choice is in it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practices import search_form as form
from bot.practices import search_words as wire
from bot.practices import words
from bot.practices.facts import Shown, Tended
from bot.practices.found import Results
from bot.practices.search_words import Search
from bot.workspace.block_surfaces import check_view, view_too_large
from bot.workspace.block_tree import elements
from storage.practices import PracticeState, Scope
from storage.practices_browsing import PodToFind
from storage.topics import Topic
from tests.bot.advice.samples import labels, texts
from tests.bot.advice.test_views_hostile import anything, people_type
from tests.bot.practices.samples import NOW, TITLE, WORKED, sample_shown
from tests.bot.practices.test_views_hostile import check_form, shown_practices, unhurried

ANYTHING = Search()
POD = PodToFind(UUID(int=9), "San Diego")
LONG = "WWWWWWWWWWW " * 250
# Hypothesis warns where it would print 40,000 characters, and these tests draw them on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
NARROW = Search(
    topic=Topic.BILLING,
    scope=Scope.POD,
    state=PracticeState.SHARED,
    days=365,
    pod=POD,
    author="U0MAYA",
    shows_filters=True,
)


def painted(
    search: Search = ANYTHING, shown: tuple[Shown, ...] = (), typed: str = "", **more: Any
) -> dict[str, Any]:
    view = form.search_form(search, Results(typed, shown, **more), NOW)
    assert check_view(view) == []
    return view


def seen(view: dict[str, Any]) -> str:
    return "\n".join(texts(view["blocks"]))


def element(view: dict[str, Any], action_id: str) -> dict[str, Any]:
    every = [each for block in view["blocks"] for _, each in elements(block)]
    (found,) = (each for each in every if each["action_id"] == action_id)
    return dict(found)


def test_a_result_says_what_worked_then_whose_it_is_and_the_ways_on() -> None:
    view = painted(shown=(sample_shown(),), typed="outage")
    shown = texts(view["blocks"])
    at = shown.index(WORKED)
    assert shown[at + 1].startswith("*Outage with a")
    assert shown[at + 1].endswith("· verified · helped 14 times · Dan O. · 3 days ago")
    assert labels(view["blocks"])[-3:-1] == ["Use on this call", "More"]
    assert element(view, words.MORE)["value"] == str(UUID(int=1))


def test_for_a_colleagues_question_it_is_put_into_their_thread() -> None:
    view = painted(Search(for_ask=UUID(int=4)), (sample_shown(),))
    assert "Use on this call" not in labels(view["blocks"])
    assert words.read_in_ask(element(view, words.PUT)["value"]) == (UUID(int=1), UUID(int=4))
    assert wire.read_search(view["private_metadata"]).for_ask == UUID(int=4)


def test_the_field_hears_of_enter_and_keeps_the_words_masked() -> None:
    view = painted(Search("4111"), typed="esim for [card number]")
    field = view["blocks"][0]
    assert field["dispatch_action"] is True
    typed = element(view, wire.TYPED)
    assert typed["dispatch_action_config"] == {"trigger_actions_on": ["on_enter_pressed"]}
    assert typed["initial_value"] == "esim for [card number]"
    assert wire.read_search(view["private_metadata"]).words == "esim for [card number]"


def test_filters_are_out_of_the_way_until_they_are_wanted() -> None:
    assert "Filters" in labels(painted()["blocks"])
    shown = painted(Search(shows_filters=True))
    assert "Filters" not in labels(shown["blocks"])
    assert element(shown, wire.STATE)["initial_option"]["value"] == wire.ANY
    assert "initial_option" not in element(shown, wire.POD)
    assert "Clear filters" not in labels(shown["blocks"])


def test_what_was_chosen_is_shown_as_chosen() -> None:
    view = painted(NARROW, (sample_shown(),))
    for menu, value in (
        (wire.TOPIC, "billing"),
        (wire.SCOPE, "pod"),
        (wire.STATE, "shared"),
        (wire.AGE, "365"),
        (wire.POD, wire.pod_value(POD)),
    ):
        assert element(view, menu)["initial_option"]["value"] == value
    assert element(view, wire.AUTHOR)["initial_user"] == "U0MAYA"
    assert "Clear filters" in labels(view["blocks"])


def test_cleared_filters_stand_under_another_id_lest_slack_keeps_what_was_chosen() -> None:
    before, after = (painted(each) for each in (NARROW, NARROW.without_filters()))
    ids = [[b["block_id"] for b in each["blocks"] if "block_id" in b] for each in (before, after)]
    assert ids[0][0] == ids[1][0] == wire.TYPED
    assert ids[0][1] != ids[1][1]


@pytest.mark.parametrize(
    ("search", "typed", "gap", "said", "ways"),
    [
        (Search(), "fax", True, "It is noted as a gap", ["Ask the pod"]),
        (Search(), "fax", False, "Your pod may know.", ["Ask the pod"]),
        (NARROW, "fax", False, "with these filters", ["Clear filters", "Ask the pod"]),
        (NARROW, "", False, "no practice with these filters", ["Clear filters"]),
        (Search(), "", False, "no practice here yet", ["Save a practice"]),
    ],
)
def test_nothing_found_says_what_to_do(
    search: Search, typed: str, gap: bool, said: str, ways: list[str]
) -> None:
    view = painted(search, (), typed, is_gap=gap)
    assert said in seen(view)
    assert ("noted as a gap" in seen(view)) is gap
    assert labels(view["blocks"][-1:]) == ways


def test_where_none_fits_for_sure_the_pod_can_be_asked_below_the_nearest() -> None:
    view = painted(shown=(sample_shown(),), typed="fax")
    assert "Nothing fits “fax” well" in seen(view)
    assert labels(view["blocks"][-1:]) == ["Ask the pod"]
    asks = element(view, words.ASK_THE_POD)
    assert words.read_prefill(asks["value"]) == "fax"


def test_what_fits_needs_no_word_before_it() -> None:
    sure = Shown(sample_shown().practice, fits=True)
    view = painted(shown=(sure,), typed="outage")
    assert "Nothing fits" not in seen(view)
    assert "Ask the pod" not in labels(view["blocks"])


def fitting(number: int, fits: bool, sure: float) -> Shown:
    shown = sample_shown(id=UUID(int=number), title=f"Number {number}")
    return replace(shown, fits=fits, sure=sure)


def test_beside_what_fits_the_rest_says_that_it_may_not_and_noise_is_left_out() -> None:
    found = (fitting(1, True, 0.9), fitting(2, False, 0.4), fitting(3, False, 0.1))
    small = [
        text for text in texts(painted(shown=found, typed="outage")["blocks"]) if "Num" in text
    ]
    assert [text.startswith("may not fit · *Number") for text in small] == [False, True]


def test_where_nothing_fits_a_few_of_the_closest_are_enough() -> None:
    found = tuple(fitting(each, False, 0.1) for each in range(1, 12))
    view = painted(shown=found, typed="fax")
    assert labels(view["blocks"]).count("Use on this call") == form.MOST_CLOSEST
    assert "may not fit" not in seen(view)
    assert "There are more" not in seen(view)


def test_without_words_nothing_is_in_doubt() -> None:
    assert "may not fit" not in seen(painted(shown=(fitting(1, True, 0.9), fitting(2, False, 0))))


def test_more_than_ten_are_not_listed_and_said() -> None:
    many = tuple(sample_shown(id=UUID(int=each)) for each in range(1, 13))
    assert labels(painted(shown=many)["blocks"]).count("Use on this call") == 10
    assert "There are more." in seen(painted(shown=many))
    assert "There are more." not in seen(painted(shown=many[:10]))


@unhurried
@given(st.lists(shown_practices(), min_size=1, max_size=12), anything, people_type)
def test_slack_takes_it_whatever_stands_in_it(
    found: list[Shown], typed: str, pod_name: str
) -> None:
    pod = PodToFind(POD.id, pod_name[:120] or "x")
    for shown in ((), tuple(found)):
        for search in (Search(), NARROW._replace(pod=pod)):
            view = form.search_form(search, Results(typed, shown), NOW)
            check_form(view)
            assert not view_too_large(view)
    options = [*map(form.suggestion, found), *form.pod_options([pod], "")]
    for option in options:
        said = [option["text"], option.get("description", option["text"])]
        assert all(0 < len(each["text"]) <= 75 for each in said)
        assert len(option["value"]) <= 150


def test_ten_of_the_longest_fit() -> None:
    long = tuple(
        sample_shown(id=UUID(int=each), title=LONG[:120], what_worked=LONG) for each in range(1, 13)
    )
    assert len(painted(NARROW, long, LONG[:300])["blocks"]) <= 100


def test_a_suggestion_says_what_it_is_about_and_whether_to_trust_it() -> None:
    option = form.suggestion(sample_shown())
    assert (option["text"]["text"], option["value"]) == (TITLE, str(UUID(int=1)))
    assert option["description"]["text"] == "verified · helped 14 times"


def test_any_pod_can_be_chosen_again_before_anything_is_typed() -> None:
    assert [each["text"]["text"] for each in form.pod_options([POD], "")] == [
        "Any pod",
        "San Diego",
    ]
    assert [each["text"]["text"] for each in form.pod_options([POD], "sa")] == ["San Diego"]


@pytest.mark.parametrize("tended", Tended)
def test_what_is_tended_says_whose_it_is_and_guesses_nothing(tended: Tended) -> None:
    search = Search(state=tended, shows_filters=True)
    view = painted(search, (sample_shown(),), typed="outage")
    assert "Yours, and your pod" in seen(view) or "What waits for a look" in seen(view)
    assert "for sure" not in seen(view)
    assert element(view, wire.STATE)["initial_option"]["value"] == tended
    assert "There is no practice with these filters." in seen(painted(search))


def test_what_is_archived_is_looked_at_and_not_used() -> None:
    archived = sample_shown(state=PracticeState.ARCHIVED)
    view = painted(Search(state=Tended.ARCHIVED), (archived,))
    assert "Use on this call" not in labels(view["blocks"])
    assert "More" in labels(view["blocks"])
