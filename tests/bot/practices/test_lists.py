"""What helped most, what was looked for and not found, and practices on the Home tab."""

from typing import Any
from uuid import UUID

import pytest

from bot.practices import search_words, words
from bot.practices.facts import Author, Reuse, Waiting
from bot.practices.found import Missing
from bot.practices.home import home_section
from bot.practices.lists import gaps_card, top_card
from storage.practices import PracticeState, Word
from storage.practices_tending import Against
from tests.bot.advice.samples import controls, labels, texts
from tests.bot.practices.samples import NOW, TITLE, sample_shown

DRAFT = sample_shown(0, 0, id=UUID(int=5), title="A rough one", state=PracticeState.DRAFT)


def test_top_shows_what_helped_and_whose_it_is() -> None:
    shown = top_card([sample_shown()])
    assert texts(shown.blocks)[1] == f"*{TITLE}* · helped 14 times · Dan O."
    assert TITLE in shown.text
    assert labels(shown.blocks) == ["More"]


def test_what_was_used_and_did_not_help_yet_says_how_often() -> None:
    assert "used 20 times" in texts(top_card([sample_shown(helped=0)]).blocks)[1]


def test_where_nothing_helped_yet_top_says_so() -> None:
    assert "No practice has helped anybody yet. Press “Helped”" in top_card([]).text


def test_a_gap_says_how_often_it_was_looked_for_and_can_be_filled() -> None:
    missing = [
        Missing(UUID(int=7), "esim swap", 3, 2, NOW),
        Missing(UUID(int=8), "fax", 1, 1, NOW),
    ]
    shown = gaps_card(missing, NOW)
    told = [each["text"] for each in shown.blocks if each["type"] == "section"][1:]
    assert [each["text"] for each in told] == [
        "“esim swap” · 3 times, by 2 people · today",
        "“fax” · once · today",
    ]
    filled, dropped = controls(shown.blocks)[0::2], controls(shown.blocks)[1::2]
    values = [words.read_fill(each["value"]) for each in filled]
    assert values == [(UUID(int=7), "esim swap"), (UUID(int=8), "fax")]
    assert [each["value"] for each in dropped] == [str(UUID(int=7)), str(UUID(int=8))]
    assert labels(shown.blocks)[:2] == ["Fill it", "Not needed"]


def test_the_words_of_a_gap_make_no_link_and_no_mention() -> None:
    typed = "<https://evil.example|click> <!channel> *now*"
    shown = gaps_card([Missing(UUID(int=7), typed, 1, 1, NOW)], NOW)
    assert shown.blocks[1]["text"]["type"] == "plain_text"
    assert typed in shown.blocks[1]["text"]["text"]
    assert "<https" not in shown.text


def test_more_gaps_than_have_room_are_said() -> None:
    many = [Missing(UUID(int=each), f"fax {each}", 1, 1, NOW) for each in range(1, 31)]
    shown = gaps_card(many, NOW)
    assert len(shown.blocks) <= 50
    assert labels(shown.blocks).count("Fill it") == 20
    assert "There are more" in texts(shown.blocks)[-1]
    assert "There are more" not in " ".join(texts(gaps_card(many[:20], NOW).blocks))


def test_where_nothing_is_missing_it_says_so() -> None:
    assert gaps_card([], NOW).text == "Whatever was looked for lately was found."


def test_home_says_what_mine_did_for_colleagues_and_shows_my_drafts() -> None:
    section = home_section(Author((sample_shown(), DRAFT), Reuse(20, 14)))
    shown = texts(section)
    assert "Yours were used 20 times by colleagues, and helped 14 times." in shown
    assert f"*{TITLE}* · helped 14 times · Dan O." in shown
    assert shown[-3:-1] == [
        "*Your drafts*, which only you see",
        "*A rough one* · draft, only yours",
    ]
    assert labels(section)[:3] == ["Find what worked", "Search", "Save a practice"]
    assert labels(section)[3:] == ["More", "Look at it"]


def test_home_shows_what_waits_for_an_eye_and_who_said_what() -> None:
    said = (
        Against(UUID(int=1), "Bill Torres", Word.OLD, "Tablets cost 15 <now>."),
        Against(UUID(int=1), None, Word.WRONG, None),
        Against(UUID(int=1), "Ines Vega", Word.WRONG, None),
    )
    section = home_section(Author(), [Waiting(sample_shown(suspended_at=NOW), said)])
    (told,) = (each for each in texts(section) if "someone says" in each)
    assert told.splitlines() == [
        f"*{TITLE}* · someone says it is wrong · Dan O.",
        "Bill T. says that it is old: Tablets cost 15 &lt;now&gt;.",
        "A colleague says that it is wrong.",
    ]
    assert labels(section)[-1] == "Look at it"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"stale_at": NOW}, f"*{TITLE}* · may be old · Dan O."),
        ({"asked_owner_at": NOW}, f"*{TITLE}* · not used for 90 days · Dan O."),
        ({}, f"*{TITLE}* · Dan O."),
    ],
)
def test_home_says_why_it_waits(changes: dict[str, Any], told: str) -> None:
    assert told in texts(home_section(Author(), [Waiting(sample_shown(**changes))]))


def test_home_leads_to_all_that_waits_where_it_is_more_than_it_shows() -> None:
    section = home_section(Author(), [Waiting(sample_shown(stale_at=NOW))] * 9)
    assert "4 more wait for a look." in texts(section)
    (see,) = (each for each in controls(section) if each["action_id"] == search_words.TEND)
    assert see["value"] == "in_doubt"


def test_home_says_to_whoever_shared_none_what_one_may_be_for() -> None:
    shown = texts(home_section(Author()))
    assert "You have shared none yet. What worked for you may be what a colleague needs next." in (
        shown
    )
    assert not [each for each in shown if "drafts" in each]


def test_home_blames_nobody_whose_practices_were_not_needed() -> None:
    shown = texts(home_section(Author((sample_shown(0, 0),))))
    assert "Nobody needed yours yet. They are found when somebody does." in shown


def test_home_lists_no_practice_that_is_archived() -> None:
    archived = sample_shown(state=PracticeState.ARCHIVED)
    assert f"*{TITLE}*" not in " ".join(texts(home_section(Author((archived,)))))


def test_home_keeps_to_a_few_of_each() -> None:
    many = tuple(sample_shown(id=UUID(int=each)) for each in range(20))
    assert "15 more are not shown." in texts(home_section(Author(many)))
