"""Topics: what a question is about, in both languages, with accents or typing errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.keywords import Keywords
from bot.text.topics import guess
from storage.topics import Topic
from tests.waiting import cpu_seconds

HERE = Path(__file__).parent


def questions(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [(topic, question) for topic, question in (line.split(": ", 1) for line in lines)]


@pytest.mark.parametrize(("topic", "question"), questions("topics_questions.txt"))
def test_a_question_gets_the_topic_a_colleague_would_give_it(topic: str, question: str) -> None:
    assert guess(question) == topic


def test_questions_that_the_words_were_not_chosen_for_are_mostly_right() -> None:
    held_out = questions("topics_held_out.txt")
    right = sum(guess(question) == topic for topic, question in held_out)
    assert right / len(held_out) >= 0.9


def test_every_topic_has_questions_in_both_languages() -> None:
    asked = questions("topics_questions.txt")
    assert {topic for topic, _ in asked} == set(Topic)
    assert len(asked) >= 60


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("phone wont actvate", Topic.ACTIVATION),
        ("romaing in peru", Topic.ROAMING),
        ("which covrage there", Topic.NETWORK),
        ("la portabillidad", Topic.PORTING),
        ("su fatura", Topic.BILLING),
        ("MAY I CREDIT 40 DOLLARS", Topic.DECISION),
        ("senal mala", Topic.NETWORK),
        ("señal mala", Topic.NETWORK),
    ],
)
def test_one_wrong_letter_or_a_missing_accent_does_not_hide_the_topic(
    typed: str, topic: Topic
) -> None:
    assert guess(typed) == topic


@pytest.mark.parametrize(
    ("one", "several", "topic"),
    [
        ("a late fee", "late fees", Topic.BILLING),
        ("where is her credit", "where are her credits", Topic.BILLING),
        ("no reconoce un cargo", "no reconoce sus cargos", Topic.BILLING),
        ("a dead battery", "dead batteries", Topic.DEVICE),
        ("which day pass", "which day passes", Topic.ROAMING),
        ("a dead zone", "dead zones", Topic.NETWORK),
        ("one sim swap", "two sim swaps", Topic.ACTIVATION),
        ("su celular", "sus celulares", Topic.DEVICE),
        ("sin senal", "sin señales", Topic.NETWORK),
    ],
)
def test_a_plural_keeps_the_topic(one: str, several: str, topic: Topic) -> None:
    assert (guess(one), guess(several)) == (topic, topic)


def test_a_keyword_counts_once_and_a_phrase_more_than_a_word() -> None:
    keywords = Keywords([("network", "signal"), ("store", "pick up")])
    assert keywords.scores("signal signal SIGNAL")["network"] == 3
    assert keywords.scores("pick up the signal").most_common(1)[0][0] == "store"


@given(st.text(max_size=200))
def test_any_text_gets_a_topic(text: str) -> None:
    assert guess(text) in Topic


@pytest.mark.parametrize("unit", ["a", "a ", "signal ", "port" * 10 + " ", "señal\n"])
def test_forty_thousand_characters_cost_little(unit: str) -> None:
    assert cpu_seconds(lambda: guess((unit * 40_000)[:40_000])) < 0.25
