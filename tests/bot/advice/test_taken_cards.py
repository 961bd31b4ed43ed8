"""Whoever has an ask: its cards say until when they are on it, and then that they answered."""

from datetime import timedelta

import pytest

from bot.advice import home
from bot.advice.facts import Around
from bot.advice.overflow_card import overflow_card
from bot.advice.views import card
from bot.text.fitting import lines
from bot.text.kit import Card
from storage.advice import Ask, AskState, OverflowReason, Reply
from tests.bot.advice.samples import (
    ASKED_AT,
    FIRE,
    QUESTION,
    ZONE,
    sample_ask,
    sample_reply,
    texts,
)

CLAIMED_AT = ASKED_AT + timedelta(seconds=10)
ON_IT = "Dan O. is on it"


def claimed(**changes: object) -> Ask:
    claim = {"claimed_by": "U0DAN", "claimed_by_name": "Dan Ortiz", "claimed_at": CLAIMED_AT}
    return sample_ask(state=AskState.CLAIMED, **{**claim, **changes})


def there(ask: Ask, answers: list[Reply], *, partner: bool = False) -> Card:
    reason = OverflowReason.UNANSWERED
    return overflow_card(ask, answers, "San Diego", reason, ZONE, partner=partner)


def test_both_cards_say_that_the_claimer_answered_and_no_more_that_they_are_on_it() -> None:
    for shown in (card(claimed(), [sample_reply()], ZONE), there(claimed(), [sample_reply()])):
        assert "— Dan O. answered" in texts(shown.blocks)[0]
        assert "is on it" not in f"{texts(shown.blocks)} {shown.text}"


@pytest.mark.parametrize(
    "reply",
    [
        sample_reply("Ines Costa"),
        sample_reply(at=CLAIMED_AT - timedelta(seconds=1)),
        sample_reply(deleted_at=ASKED_AT),
    ],
    ids=["somebody else", "before the claim", "deleted"],
)
def test_only_an_answer_of_the_claimer_since_the_claim_says_so(reply: Reply) -> None:
    for shown in (card(claimed(), [reply], ZONE), there(claimed(), [reply])):
        assert f"— {ON_IT}" in texts(shown.blocks)[0]
        assert ON_IT in shown.text


def test_it_reads_aloud_as_what_was_answered_and_by_whom() -> None:
    assert card(claimed(), [sample_reply()], ZONE).text == (
        f'<@U0MAYA> · on the line · network: {QUESTION} — Dan O. answered: "{FIRE}"'
    )
    reply = [sample_reply()]
    first = f"From San Diego · on the line: {QUESTION}"
    assert there(claimed(), reply).text == f"{first} — Dan O. answered"
    assert there(claimed(), reply, partner=True).text == f"{first} — someone answered"


def test_a_partner_reads_no_name_of_whoever_answered() -> None:
    shown = there(claimed(), [sample_reply()], partner=True)
    assert texts(shown.blocks)[0].endswith("— someone answered*")
    assert "Dan" not in f"{texts(shown.blocks)} {shown.text}"


def test_the_pod_of_whoever_answered_stays_on_the_card() -> None:
    shown = card(claimed(), [sample_reply()], ZONE, Around("Detroit", claimed_there=True))
    assert "Dan O. (Detroit) answered" in texts(shown.blocks)[0]


@pytest.mark.parametrize("claimer", ["Dan Ortiz", "Bartholomew Featherstonehaugh", "W" * 60])
@pytest.mark.parametrize("pod", [None, "Detroit", "San Francisco"])
def test_to_have_answered_takes_no_more_room_than_to_be_on_it(
    claimer: str, pod: str | None
) -> None:
    ask, around = claimed(claimed_by_name=claimer), Around(pod, claimed_there=pod is not None)
    before, after = (
        texts(card(ask, [reply], ZONE, around).blocks)
        for reply in (sample_reply("Ines Costa"), sample_reply(claimer, author="U0DAN"))
    )
    assert before[1] == after[1]
    assert lines(after[0]) <= lines(before[0])


@pytest.mark.parametrize("until", [ASKED_AT + timedelta(minutes=2), None])
def test_home_says_of_each_list_whether_the_claimer_answered(until: object) -> None:
    ask = claimed(claimed_until=until)
    mine = " ".join(texts(home.home_section([ask], [], ZONE)))
    theirs = " ".join(texts(home.home_section([], [ask], ZONE)))
    own = " ".join(texts(home.home_section([], [], ZONE, claimed=[ask])))
    assert (ON_IT in mine, ON_IT in theirs) == (until is not None,) * 2
    assert ("Dan O. answered" in mine, "Dan O. answered" in theirs) == (until is None,) * 2
    assert ("you answered" in own) == (until is None)
