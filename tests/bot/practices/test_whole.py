"""The whole of a practice: its words, whose it is, its history, and what each reader may do."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.practices import words
from bot.practices.facts import Credit, Difference, Entry, What
from bot.practices.whole import whole_modal
from bot.practices.words import Choice
from storage.practices import PracticeState
from tests.bot.advice.samples import controls, labels, texts
from tests.bot.practices.samples import (
    NOW,
    SAID,
    SITUATION,
    TITLE,
    WORKED,
    sample_change,
    sample_practice,
    sample_saying,
    sample_whole,
)


def choices(**changes: Any) -> list[Choice]:
    """What stands under the "…"."""
    (menu,) = [
        each
        for each in controls(whole_modal(sample_whole(**changes), NOW)["blocks"])
        if each["type"] == "overflow"
    ]
    return [words.read_choice(option["value"]).choice for option in menu["options"]]


def test_it_says_when_what_how_and_by_whom() -> None:
    spanish = sample_saying(text="Un incendio.", language="es", author_name="Sofia Vega")
    people = [Credit("U0MAYA", "Maya Reyes"), Credit("U0DAN", "Dan Ortiz")]
    whole = sample_whole(sayings=[sample_saying(), spanish], credits=people)
    shown = texts(whole_modal(whole, NOW)["blocks"])
    assert shown[:6] == [
        f"*{TITLE}*",
        "verified · helped 14 times · used 20 times · network · for its market",
        "Situation",
        SITUATION,
        "What worked",
        WORKED,
    ]
    assert f"“{SAID}” — Dan Ortiz, English" in shown
    assert "“Un incendio.” — Sofia Vega, Spanish" in shown
    assert "from Maya R., Dan O." in shown


def test_what_became_part_of_it_is_shown_with_whose_it_is() -> None:
    merged = sample_practice(
        id=UUID(int=8),
        situation="No service at sea.",
        what_worked="Name the ship.",
        helper=None,
        helper_name=None,
    )
    shown = texts(whole_modal(sample_whole(merged=[merged]), NOW)["blocks"])
    place = shown.index("Became part of it")
    assert shown[place + 1 : place + 3] == ["No service at sea. — Maya Reyes", "Name the ship."]
    assert "Became part of it" not in texts(whole_modal(sample_whole(), NOW)["blocks"])


def test_links_lead_to_where_it_comes_from_and_to_more() -> None:
    practice = sample_practice(link="https://ok.example/kb")
    whole = sample_whole(practice=practice, source_link="https://ok.example/1")
    shown = " ".join(texts(whole_modal(whole, NOW)["blocks"]))
    assert "<https://ok.example/1|Where it comes from>" in shown
    assert "<https://ok.example/kb|More to read>" in shown


def test_an_end_is_said_with_its_date() -> None:
    practice = sample_practice(ends_at=NOW + timedelta(days=2))
    shown = texts(whole_modal(sample_whole(practice=practice), NOW)["blocks"])
    assert "holds until <!date^1795372867^{date_short_pretty}|Nov 22, 2026>" in shown[1]


def test_a_reader_can_use_it_and_say_that_it_is_wrong() -> None:
    assert labels(whole_modal(sample_whole(), NOW)["blocks"]) == [
        "Add how I say it",
        "Use on this call",
        "Helped",
        "…",
    ]
    assert choices() == [Choice.REFUSE]


@pytest.mark.parametrize(
    ("practice", "open_to"),
    [
        ({}, [Choice.SAME, Choice.ARCHIVE, Choice.REFUSE]),
        ({"state": PracticeState.DRAFT}, [Choice.SHARE, Choice.ARCHIVE, Choice.REFUSE]),
        ({"stale_at": NOW}, [Choice.CONFIRM, Choice.SAME, Choice.ARCHIVE, Choice.REFUSE]),
    ],
)
def test_whoever_may_change_it_can(practice: dict[str, Any], open_to: list[Choice]) -> None:
    more = {"practice": sample_practice(**practice), "may_edit": True}
    assert choices(**more) == open_to
    assert "Change it" in labels(whole_modal(sample_whole(**more), NOW)["blocks"])


def test_whoever_may_undo_the_last_change_can() -> None:
    assert choices(may_undo=True) == [Choice.UNDO, Choice.REFUSE]
    archived = sample_practice(state=PracticeState.ARCHIVED)
    assert choices(practice=archived, may_undo=True, may_edit=True) == [Choice.UNDO]


def test_whoever_may_verify_verifies_what_is_shared_and_confirms_what_is_in_doubt() -> None:
    shared = sample_practice(state=PracticeState.SHARED)
    assert choices(practice=shared, may_verify=True) == [Choice.VERIFY, Choice.REFUSE]
    doubted = sample_practice(suspended_at=NOW)
    assert choices(practice=doubted, may_verify=True) == [Choice.CONFIRM, Choice.REFUSE]


def test_what_is_archived_is_not_used() -> None:
    archived = sample_practice(state=PracticeState.ARCHIVED)
    assert labels(whole_modal(sample_whole(practice=archived), NOW)["blocks"]) == []


def test_to_undo_names_the_version_that_was_seen() -> None:
    whole = sample_whole(practice=sample_practice(version=7), may_undo=True)
    (menu,) = [
        each for each in controls(whole_modal(whole, NOW)["blocks"]) if each["type"] == "overflow"
    ]
    assert words.read_choice(menu["options"][0]["value"]).version == 7


def test_its_history_says_who_did_what_and_why_the_newest_first() -> None:
    edited = sample_change(
        version=2,
        what="edited",
        who_name="Grace Kim",
        why="the fee changed",
        at=NOW - timedelta(days=1),
    )
    changed = (
        Difference("what_worked", "Say 5 dollars.", "Say 7 dollars."),
        Difference("scope", "pod", "market"),
        Difference("ends_at", "", "2026-12-24T08:00:00+00:00"),
        Difference("owner", "U0MAYA", "U0GRACE"),
    )
    entries = [Entry(sample_change()), Entry(edited, changed)]
    shown = texts(whole_modal(sample_whole(history=entries), NOW)["blocks"])
    assert shown[shown.index("History") + 1 :] == [
        "changed by Grace K. · yesterday: the fee changed",
        "What worked: Say ~5~ *7* dollars.",
        "Who finds it: for its ~pod~ *market*",
        "Holds until: *2026-12-24*",
        "saved by Maya R. · 3 days ago",
    ]


@pytest.mark.parametrize("what", [*What, "unheard_of"])
def test_every_entry_of_the_history_has_its_sentence(what: str) -> None:
    entries = [Entry(sample_change(what=what))]
    shown = texts(whole_modal(sample_whole(history=entries), NOW)["blocks"])
    assert shown[-1].endswith(" · 3 days ago")
    assert "{" not in shown[-1]


def test_a_long_history_says_how_much_of_it_is_not_shown() -> None:
    entries = [Entry(sample_change(version=each)) for each in range(1, 15)]
    shown = texts(whole_modal(sample_whole(history=entries), NOW)["blocks"])
    assert shown[-1] == "4 older changes are not shown."


def test_anybody_may_add_how_they_say_it_also_where_nobody_has() -> None:
    def offered(**changes: Any) -> bool:
        return "Add how I say it" in labels(whole_modal(sample_whole(**changes), NOW)["blocks"])

    assert offered()
    assert offered(sayings=[])
    assert not offered(practice=sample_practice(state=PracticeState.ARCHIVED))


def test_of_many_ways_to_say_it_the_rest_is_counted() -> None:
    many = [sample_saying(text=f"Way {number}") for number in range(15)]
    shown = texts(whole_modal(sample_whole(sayings=many), NOW)["blocks"])
    assert "3 more are not shown." in shown
