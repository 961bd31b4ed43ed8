"""Mistyped words find the known word that was meant."""

import random
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.spelling import Vocabulary
from tests.waiting import cpu_seconds

KNOWN = {
    "yananabce": 1,
    "activation": 40,
    "activate": 30,
    "devise": 9,
    "device": 2,
    "bill": 5,
    "will": 50,
    "5g": 7,
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("activaton", "activation"),  # one missing
        ("acctivate", "activate"),  # one too many
        ("activste", "activate"),  # one wrong
        ("atcivate", "activate"),  # two swapped
        ("devike", "devise"),  # as near to device, which is rarer
        ("actvaion", "actvaion"),  # two missing, but too short for two
        ("actvatoin", "activation"),  # one missing and two swapped
        ("catiavtion", "activation"),  # two swaps
        ("acitvatoin", "activation"),
        ("aktivatian", "activation"),
        ("aktivatiun", "activation"),  # two wrong, and none of the four letters shared
        ("xananabcd", "yananabce"),  # what is left whole, "ana", stands there twice
        ("aktivatiam", "aktivatiam"),  # three wrong
        ("activates", "activate"),  # one edit goes before two
    ],
)
def test_a_mistyped_word_finds_the_nearest_known_one(typed: str, meant: str) -> None:
    assert Vocabulary(KNOWN).correct(typed) == meant


@pytest.mark.parametrize(
    "word", ["bill", "bil", "5gg5", "device1", "señal", "привет", "", "q" * 64, "activation\n"]
)
def test_known_short_and_mixed_words_stay_as_they_are(word: str) -> None:
    assert Vocabulary(KNOWN).correct(word) == word


def test_words_come_and_go_with_the_practices() -> None:
    known = Vocabulary({"voicemails": 1, "gone": 0})
    assert "gone" not in known
    assert known.correct("eligibilitiy") == "eligibilitiy"
    known.change("eligibility", 2)
    assert known.correct("elgibilityy") == "eligibility"
    known.change("eligibility", -1)
    assert known.correct("elgibilityy") == "eligibility"
    known.change("eligibility", -5)
    assert "eligibility" not in known
    assert known.correct("elgibilityy") == "elgibilityy"
    known.change("eligibility", 1)
    assert known.correct("elgibilityy") == "eligibility"
    assert len(known) == 2


def _distance(one: str, other: str) -> int:
    """Edits between two words, with neighbours swapped as one edit, by the textbook."""
    rows = [list(range(len(other) + 1))]
    for i, left in enumerate(one, 1):
        rows.append([i])
        for j, right in enumerate(other, 1):
            best = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                best = min(best, rows[i - 2][j - 2] + 1)
            rows[i].append(best)
    return rows[-1][-1]


@st.composite
def _misspelled(draw: st.DrawFn, word: str) -> str:
    """`word` with up to three edits."""
    for _ in range(draw(st.integers(1, 3))):
        at, letter = draw(st.integers(0, max(0, len(word) - 2))), draw(st.sampled_from("abcd"))
        rest = word[at + 1 :]
        swapped = rest[:1] + word[at : at + 1] + rest[1:]
        word = word[:at] + draw(st.sampled_from([letter + word[at:], letter + rest, rest, swapped]))
    return word


@st.composite
def _word_and_counts(draw: st.DrawFn) -> tuple[str, dict[str, int]]:
    """A word, and a vocabulary of some that are near to it."""
    word = draw(st.text("abc", min_size=5, max_size=13))
    counts = st.dictionaries(_misspelled(word), st.integers(1, 5), min_size=1, max_size=6)
    return word, draw(counts)


@settings(max_examples=500)
@given(_word_and_counts())
def test_the_answer_is_the_one_that_comparing_with_every_word_gives(
    given_: tuple[str, dict[str, int]],
) -> None:
    word, counts = given_
    near = sorted((_distance(word, each), -count, each) for each, count in counts.items())
    edits = 2 if len(word) >= 9 else 1
    assert Vocabulary(counts).correct(word) == (near[0][2] if near[0][0] <= edits else word)


def test_an_unknown_word_takes_little_time_among_fifty_thousand() -> None:
    dice = random.Random(7)  # noqa: S311
    parts = ["".join(dice.choices(ascii_lowercase, k=4)) for _ in range(400)] + ["tion", "ment"]
    many = {"".join(dice.choices(parts, k=3))[: dice.randint(5, 14)] for _ in range(60_000)}
    known = Vocabulary(dict.fromkeys(sorted(many)[:50_000], 1))
    known.correct("warmingupnow")
    typed = ["".join(dice.choices(parts, k=3))[:11] + "q" for _ in range(40)]
    seconds = cpu_seconds(lambda: [known.correct(word) for word in typed])
    assert seconds / len(typed) < 0.010  # 1 ms on an idle machine


@pytest.mark.parametrize(
    ("start", "completed"),
    [
        ("activ", "activation"),  # the more frequent one
        ("dev", "devise"),
        ("bill", "bill"),  # a word already
        ("5", "5"),
        ("zz", "zz"),
        ("evice", "evice"),
        ("", ""),
        (".*", ".*"),
    ],
)
def test_the_start_of_a_word_is_completed(start: str, completed: str) -> None:
    assert Vocabulary(KNOWN).complete(start) == completed
