"""Which three buttons an ask's cards have, in every state."""

from datetime import timedelta

import pytest

from bot.advice.overflow_card import overflow_card
from bot.advice.views import card
from storage.advice import Ask, AskState, CallState, OverflowReason, Reply
from tests.bot.advice.samples import ASKED_AT, ZONE, labels, sample_ask, sample_reply

BEFORE, CLAIMED_AT = ASKED_AT + timedelta(seconds=5), ASKED_AT + timedelta(seconds=10)
DAN, INES = sample_reply("Dan Ortiz"), sample_reply("Ines Costa", ts="1.3")
EARLY = sample_reply("Dan Ortiz", "Let me see.", ts="1.1", at=BEFORE)


def claimed(**changes: object) -> Ask:
    claim = {"claimed_by": "U0DAN", "claimed_by_name": "Dan Ortiz", "claimed_at": CLAIMED_AT}
    return sample_ask(state=AskState.CLAIMED, **{**claim, **changes})


@pytest.mark.parametrize("call_state", CallState)
@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], ["I've got this", "Answer"]),
        ([DAN], ["This worked", "I've got this", "Answer"]),
        ([DAN, INES], ["This worked", "Who helped", "I've got this"]),
    ],
)
def test_whatever_was_answered_an_open_ask_can_be_claimed(
    answers: list[Reply], expected: list[str], call_state: CallState
) -> None:
    shown = card(sample_ask(call_state=call_state), answers, ZONE)
    assert labels(shown.blocks) == [*expected, "…"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], ["Answer", "Dan O.: 2 more minutes", "Back to the pod"]),
        ([INES], ["This worked", "Answer", "Back to the pod"]),
        ([EARLY], ["This worked", "Answer", "Back to the pod"]),
        ([EARLY, INES], ["This worked", "Who helped", "Back to the pod"]),
    ],
    ids=["nobody", "a colleague", "the claimer before the claim", "two"],
)
def test_a_claimer_who_has_not_answered_can_always_give_it_back(
    answers: list[Reply], expected: list[str]
) -> None:
    assert labels(card(claimed(), answers, ZONE).blocks) == [*expected, "…"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([DAN], ["This worked", "Still need help"]),
        ([DAN, INES], ["This worked", "Who helped", "Still need help"]),
    ],
)
def test_once_the_claimer_answered_the_asker_has_both_ways_on(
    answers: list[Reply], expected: list[str]
) -> None:
    assert labels(card(claimed(), answers, ZONE).blocks) == [*expected, "…"]


@pytest.mark.parametrize(
    ("ask", "answers", "expected"),
    [
        (sample_ask(), [DAN], ["I've got this", "Answer"]),
        (claimed(), [INES], ["Answer", "Dan O.: 2 more minutes", "Back to the pod"]),
        (claimed(), [DAN], ["Answer", "Back to the pod"]),
    ],
    ids=["open", "claimed", "answered"],
)
def test_the_linked_card_has_what_the_overflow_pod_can_do(
    ask: Ask, answers: list[Reply], expected: list[str]
) -> None:
    shown = overflow_card(ask, answers, "San Diego", OverflowReason.UNANSWERED, ZONE)
    assert labels(shown.blocks) == expected
