"""What a rep on a call reads of practices: what was found, used, and put into a thread."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.practices import search_words, views, whispers, words
from bot.practices.facts import Helping, Refused, Shown, Used
from bot.practices.found import Results
from bot.text.kit import Card
from storage.practices import PracticeState, Scope, Word
from tests.bot.advice.samples import controls, labels, texts
from tests.bot.practices.samples import NOW, SAID, TITLE, WORKED, sample_practice, sample_shown

LONG = f"{WORKED} " * 40


def found(shown: Sequence[Shown], typed: str = "x", **more: Any) -> Card:
    return views.found(Results(typed, tuple(shown), **more), NOW)


def seen(shown: Card) -> str:
    return "\n".join(texts(shown.blocks))


def test_what_worked_stands_first_and_then_whose_it_is() -> None:
    shown = found([sample_shown()], "no service")
    assert texts(shown.blocks)[:2] == [
        WORKED,
        "*Outage with a…* · verified · helped 14 times · Dan O. · 3 days ago",
    ]
    assert labels(shown.blocks) == ["Use on this call", "Helped", "…", "Search further"]
    assert [each for each in texts(shown.blocks) if each in ("More", "Wrong or old")] == [
        "More",
        "Wrong or old",
    ]


def test_what_a_short_useful_line_leaves_is_the_titles() -> None:
    shown = found([sample_shown(what_worked="Offer a text.")], "no service")
    assert texts(shown.blocks)[1].startswith(f"*{TITLE}* · verified · helped 14 times · Dan O.")


def test_its_text_reads_the_best_ones_aloud() -> None:
    shown = found([sample_shown()], "no service")
    about = f"{TITLE} · verified · helped 14 times · Dan O. · 3 days ago"
    assert shown.text == f"{WORKED} ({about})"


def test_the_three_best_are_shown_and_no_more() -> None:
    many = [sample_shown(id=UUID(int=each), what_worked=f"number {each}") for each in range(1, 6)]
    shown = found(many, "no service")
    assert [f"number {each}" in seen(shown) for each in range(1, 6)] == [True] * 3 + [False] * 2
    used = [each["value"] for each in controls(shown.blocks) if each.get("action_id") == words.USE]
    assert used == [str(UUID(int=each)) for each in (1, 2, 3)]


def test_what_helped_nobody_yet_says_nothing_of_it() -> None:
    small = seen(found([sample_shown(helped=0)], "x")).split("\n")[1]
    assert small == f"*{TITLE}* · verified · Dan O. · 3 days ago"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": PracticeState.DRAFT}, "draft, only yours"),
        ({"state": PracticeState.SHARED}, "shared"),
        ({"stale_at": NOW}, "may be old"),
        ({"suspended_at": NOW}, "someone says it is wrong"),
    ],
)
def test_the_state_is_said_in_words_and_doubt_before_it(changes: dict[str, Any], said: str) -> None:
    assert f" · {said} · " in seen(found([sample_shown(**changes)], "x"))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "yesterday"),
        (29, "29 days ago"),
        (30, "a month ago"),
        (70, "2 months ago"),
        (365, "a year ago"),
        (800, "2 years ago"),
        (-1, "today"),
    ],
)
def test_the_age_is_said_in_the_unit_that_tells_something(days: int, said: str) -> None:
    shown = sample_shown(updated_at=NOW - timedelta(days=days), title="Outage")
    assert seen(found([shown], "x")).split("\n")[1].endswith(f"· {said}")


def test_where_nothing_is_found_the_pod_can_be_asked_and_one_be_saved() -> None:
    shown = found([], "no service in Ramona")
    assert "“no service in Ramona”" in shown.text
    assert "gap" not in shown.text
    assert "noted as a gap" in found([], "no service", is_gap=True).text
    assert labels(shown.blocks) == ["Ask the pod", "Save a practice", "Search further"]
    for each in controls(shown.blocks):
        assert words.read_prefill(each["value"]) == "no service in Ramona"


def test_where_none_may_fit_the_pod_can_be_asked_below_them() -> None:
    shown = found([sample_shown()], "fax", is_gap=True)
    assert labels(shown.blocks) == [
        *("Use on this call", "Helped", "…"),
        *("Ask the pod", "Save a practice", "Search further"),
    ]
    first = "Nothing fits “fax” well. Your pod may know. The closest:"
    assert (seen(shown).startswith(first), shown.text.startswith(first)) == (True, True)


def test_what_may_have_been_a_question_can_be_asked_whole_also_where_something_fits() -> None:
    card = views.found(Results("fax", (sample_shown(),)), NOW, "practice fax")
    ask, search = controls(card.blocks)[-2:]
    assert (words.read_prefill(ask["value"]), "style" in ask) == ("practice fax", False)
    assert search_words.read_open(search["value"]) == ("fax", None)


def test_whoever_looks_for_a_colleague_puts_it_into_their_thread() -> None:
    card = views.found(Results("fax", (sample_shown(),)), NOW, for_ask=UUID(int=4))
    assert labels(card.blocks) == ["Put it in the thread", "…", "Search further"]
    assert words.read_in_ask(controls(card.blocks)[0]["value"]) == (UUID(int=1), UUID(int=4))
    further = controls(card.blocks)[-1]["value"]
    assert search_words.read_open(further) == ("fax", UUID(int=4))


def test_what_is_used_is_shown_whole_with_a_way_to_say_it() -> None:
    shown = views.to_use(Used(sample_shown(what_worked=LONG)), NOW)
    assert " ".join(texts(shown.blocks)).count("Say cause") == 40
    assert SAID in seen(shown)
    assert "Only you see this" in shown.text
    assert labels(shown.blocks) == ["Helped", "…"]


def test_what_worked_is_not_said_twice() -> None:
    shown = sample_shown(said=WORKED[:40])
    for card in (views.to_use(Used(shown), NOW), views.in_thread(shown, "Maya Reyes", UUID(int=3))):
        assert "One way to say it" not in seen(card)


def test_what_is_used_leads_to_the_thread_where_it_stands_too() -> None:
    shown = views.to_use(Used(sample_shown(), UUID(int=4), "C1", "https://ok.example/1"), NOW)
    assert "in the thread of your question" in shown.text
    assert labels(shown.blocks) == ["Helped", "Open the thread", "…"]


def test_in_a_thread_it_says_who_uses_whose_practice() -> None:
    shown = views.in_thread(sample_shown(), "Maya Reyes", UUID(int=3))
    assert texts(shown.blocks)[0] == "💡 Maya R. uses what worked for Dan O."
    assert shown.text == f"Maya R. uses what worked for Dan O.: {WORKED}"
    assert labels(shown.blocks) == ["Helped", "…"]


def test_in_a_thread_a_colleague_who_found_it_mentions_the_asker_if_it_is_the_first_help() -> None:
    helping = Helping(pod="Detroit", to="U0MAYA")
    shown = views.in_thread(sample_shown(), "Raj Patel", UUID(int=3), helping)
    told = "<@U0MAYA> — Raj P. from Detroit found what worked for Dan O."
    assert texts(shown.blocks)[0] == f"💡 {told}"
    assert shown.text == f"{told}: {WORKED}"
    own = views.in_thread(sample_shown(), "Dan Ortiz", UUID(int=3), Helping(is_own=True))
    assert texts(own.blocks)[0] == "💡 Dan O. shares what worked"


def test_the_author_is_named_where_nobody_else_helped() -> None:
    shown = views.in_thread(sample_shown(helper=None, helper_name=None), "Dan Ortiz", UUID(int=3))
    assert "uses what worked for Maya R." in shown.text


def test_what_helped_keeps_its_words_before_the_rep() -> None:
    shown = whispers.it_helped(sample_shown(), "U0NICK")
    assert seen(shown).startswith(WORKED[:50])
    assert shown.text == "You said that it helped. Dan O. sees that in Home."
    assert labels(shown.blocks) == []


@pytest.mark.parametrize(
    ("word", "noted", "said"),
    [
        (Word.WRONG, {"told": True, "suspended": True}, "It is not suggested"),
        (Word.OLD, {"told": True}, "We told <@U0MAYA>."),
        (Word.OLD, {}, "noted"),
        (Word.NOT_THIS, {"told": True}, "comes less often"),
    ],
)
def test_a_refusal_says_what_becomes_of_it(word: Word, noted: dict[str, bool], said: str) -> None:
    assert said in whispers.refused(Refused(sample_practice(), **noted), word).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": PracticeState.DRAFT}, "a draft that only you see"),
        ({"scope": Scope.POD}, "Your pod finds it now"),
        ({"scope": Scope.MARKET}, "All pods of your market find it now"),
        ({"scope": Scope.COMPANY}, "All our pods find it now"),
        ({"scope": Scope.PARTNERS}, "All our pods and partners find it now"),
    ],
)
def test_whoever_saved_one_is_told_who_finds_it(changes: dict[str, object], said: str) -> None:
    shown = whispers.saved(sample_practice(**changes))
    assert said in shown.text
    assert f"“{TITLE}”" in shown.text
    assert labels(shown.blocks) == ["Look at it"]


def test_a_bulb_offers_to_save_that_message() -> None:
    (button,) = controls(whispers.offered(words.place_value("C1", "1.2")).blocks)
    assert (button["action_id"], words.read_place(button["value"])) == (
        words.SAVE_MESSAGE,
        ("C1", "1.2"),
    )


def test_help_names_what_can_be_typed() -> None:
    shown = seen(whispers.help_card())
    typed = ("/practice*", "/practice new*", "/practice top*", "/practice gaps*")
    for each in (*typed, "@Podline practice*"):
        assert each in shown


def fitting(fits: bool, sure: float, number: int) -> Shown:
    shown = sample_shown(id=UUID(int=number), title=f"Number {number}")
    return replace(shown, fits=fits, sure=sure)


def test_beside_what_fits_the_rest_says_that_it_may_not_and_noise_is_left_out() -> None:
    shown = (fitting(True, 0.9, 1), fitting(False, 0.4, 2), fitting(False, 0.1, 3))
    card = views.found(Results("no service", shown), NOW)
    small = [text for text in texts(card.blocks) if "Number" in text]
    assert [text.startswith("may not fit · *Number") for text in small] == [False, True]
    assert card.text.count("may not fit") == 1
    assert "Number 3" not in card.text


def test_where_nothing_fits_for_sure_the_nearest_are_shown_as_they_are() -> None:
    shown = (fitting(False, 0.1, 1), fitting(False, 0.05, 2))
    card = views.found(Results("no service", shown, is_gap=True), NOW)
    assert "Number 2" in card.text
    assert "may not fit" not in card.text


@pytest.mark.parametrize("user", ["U0MAYA", "U0DAN"])
def test_whose_it_is_hears_that_their_own_use_does_not_count(user: str) -> None:
    for told in (whispers.it_helped, whispers.thanked):
        assert "for your colleagues" in told(sample_shown(), user).text


def test_nobody_is_said_to_be_told_who_was_not() -> None:
    for noted in (Refused(sample_practice(), suspended=True), Refused(sample_practice())):
        assert "We told" not in whispers.refused(noted, Word.WRONG).text
    told = Refused(sample_practice(), told=True, suspended=True)
    assert "We told" in whispers.refused(told, Word.WRONG).text


def test_in_a_thread_what_can_be_said_in_a_breath_stands_whole() -> None:
    said = "They need a PIN from the old company, not the one of the account; it takes a minute in"
    said = f"{said} their app, and I stay on the line while you do it."[:140]
    card = views.in_thread(sample_shown(said=said), "Maya R.", UUID(int=3))
    assert said in str(card.blocks)


def test_a_slip_in_one_of_our_words_is_asked_back() -> None:
    for shown in ([], [sample_shown()]):
        card = found(shown, "neww", is_gap=True)
        assert card.text.startswith("Did you mean `/practice new`? No")
        assert "noted as a gap" not in card.text
    assert "Did you mean" not in found([], "fax", is_gap=True).text
