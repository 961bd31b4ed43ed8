"""What the scripted colleagues say: what fits the question, or honestly that they do not know."""

from __future__ import annotations

import pytest

from bot.workspace.colleague_answers import (
    ACCESS,
    ACTIVATION,
    BILL,
    CREDIT,
    DEVICE,
    ESIM,
    FIRE,
    GIFT_CARD,
    HOTSPOT,
    NETWORK,
    PICKUP,
    PORT,
    ROAMING,
    STORE,
    SUBJECTS,
    TRADE_IN,
    VOICEMAIL,
    Subject,
    answer_for,
)
from bot.workspace.colleague_guesses import ANYTHING, FAULTS, RULES, WAYS
from tests.waiting import cpu_seconds

HONEST = (*FAULTS, *RULES, *WAYS, *ANYTHING)
ALL = [*HONEST, *(one for subject in SUBJECTS for one in subject.answers)]
QUESTIONS = [
    ("Fire near Ramona, no service", FIRE),
    ("Three customers in Ramona have no service. Outage or their phones?", FIRE),
    ("¿hay alguna falla en Ramona? varios clientes sin señal", FIRE),
    ("No service in Dearborn since noon", NETWORK),
    ("Whole neighborhood says no bars, is a tower down?", NETWORK),
    ("Calls keep dropping near the stadium", NETWORK),
    ("Customer's port-in PIN is refused", PORT),
    ("Why was she charged twice?", BILL),
    ("Bill went up by 15 dollars without notice", BILL),
    ("eSIM does not activate", ESIM),
    ("Is the order ready at the store?", PICKUP),
    ("Is the Chula Vista store open on Sunday?", STORE),
    ("How long is a gift card valid?", GIFT_CARD),
    ("Does a gift card expire?", GIFT_CARD),
    ("Does her plan have hotspot?", HOTSPOT),
    ("The trade-in credit is not on the bill", TRADE_IN),
    ("How do I trade his old phone in?", TRADE_IN),
    ("Can I waive a late fee?", CREDIT),
    ("How do I credit a charge?", CREDIT),
    ("He forgot his account PIN", ACCESS),
    ("Customer can't log in", ACCESS),
    ("The phone does not charge any more", DEVICE),
    ("Her tablet restarts by itself", DEVICE),
    ("Her screen froze after the update", DEVICE),
    ("New line stuck in activation", ACTIVATION),
    ("Does he pay for roaming in Mexico?", ROAMING),
    ("Landing in Cancun tomorrow, no data", ROAMING),
    ("Voicemail shows error 42 after the update", VOICEMAIL),
]
UNKNOWN = [
    ("Something else entirely", ANYTHING),
    ("I need a report", ANYTHING),
    ("The app store keeps asking for a password", FAULTS),
    ("The portal does not open the app", FAULTS),
    ("Her firewall blocks it", ANYTHING),
    ("He was fired and wants to pause the line", ANYTHING),
    # A word of the table, and another matter.
    ("The Fire TV does not connect", FAULTS),
    ("Customer says he saw a fire sale online", ANYTHING),
    ("He wants the phone number of the shop in Ramona", ANYTHING),
    ("Why is there no service fee on this plan?", ANYTHING),
    ("How do I switch his phone to another plan?", WAYS),
    ("How do I add an authorized user?", WAYS),
    ("What are the store's rules for dogs?", WAYS),
    ("Is there a charge for a paper bill?", RULES),
    ("Does Bill Smith have to be on the call?", RULES),
    ("Does the warranty cover water damage?", RULES),
    ("Can he keep his number when he moves to Canada?", RULES),
    ("Credit check failed", ANYTHING),
    ("Customer locked out of her car with the phone in it", ANYTHING),
    ("¿Se puede condonar el cargo por mora?", RULES),
    ("¿Cómo cambio el titular?", WAYS),
    # Too grave for an answer from a table.
    ("She got a text that she won a gift card to use, is it a scam?", ANYTHING),
    ("Port out request she did not make", ANYTHING),
    ("Police officer asks for call records", ANYTHING),
    ("Battery of the router is swollen", ANYTHING),
]


@pytest.mark.parametrize(("words", "subject"), QUESTIONS)
def test_the_answer_fits_the_question(words: str, subject: Subject) -> None:
    assert answer_for(words, "1") in subject.answers


@pytest.mark.parametrize(("words", "said"), UNKNOWN)
def test_what_they_do_not_know_they_say_so_as_fits_the_form_of_the_question(
    words: str, said: tuple[str, ...]
) -> None:
    assert answer_for(words, "1") in said


def test_who_does_not_know_says_so_first() -> None:
    opens = ("I do not know", "I have not", "Not one I have", "I cannot say")
    assert [one for one in HONEST if not one.startswith(opens)] == []


def test_the_same_seed_gives_the_same_answer_and_seeds_differ() -> None:
    for words, several in (("no service", NETWORK.answers), ("something else", ANYTHING)):
        given = {seed: answer_for(words, str(seed)) for seed in range(60)}
        assert given == {seed: answer_for(words, str(seed)) for seed in range(60)}
        assert set(given.values()) == set(several)


def test_no_answer_is_a_question() -> None:
    assert [one for one in ALL if "?" in one] == []


def test_no_answer_is_longer_than_one_reads_on_a_call() -> None:
    assert max(map(len, ALL)) <= 180


@pytest.mark.parametrize("word", ["store ", "ramona ", "a ", "phone not "])
def test_a_very_long_question_takes_no_longer(word: str) -> None:
    assert cpu_seconds(lambda: answer_for(word * 10_000, "1")) < 1
