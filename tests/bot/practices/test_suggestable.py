"""What may be put before somebody unasked: how sure it must be, and what refusals change."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from bot.practices.facts import Shown
from bot.practices.found import Found
from bot.practices.suggestable import SURE, is_rare, suggestable, sure_enough
from storage.practices import PracticeVerdict, Word
from storage.topics import Topic
from tests.bot.practices.samples import NOW, sample_shown

UNHELPED = sample_shown(used=0, helped=0)


def verdict(word: Word, at: datetime, practice: int = 1) -> PracticeVerdict:
    return PracticeVerdict(practice_id=UUID(int=practice), user="UNICK", word=word, at=at)


def fits(
    shown: Shown = UNHELPED,
    sure: float = SURE,
    user: str = "UNICK",
    refused: tuple[PracticeVerdict, ...] = (),
    against: int = 0,
    least: float = SURE,
) -> bool:
    return suggestable(shown, sure, user, refused, against, least)


@pytest.mark.parametrize(
    ("asks", "of_it", "rare"),
    [(49, 0, False), (50, 0, True), (50, 2, True), (60, 3, False), (100, 4, True), (100, 5, False)],
)
def test_a_topic_is_rare_below_one_of_twenty_once_enough_was_asked(
    asks: int, of_it: int, rare: bool
) -> None:
    counts = {Topic.ROAMING: of_it, Topic.BILLING: asks - of_it}
    assert is_rare(Topic.ROAMING, counts) is rare


def test_what_is_just_sure_enough_is_looked_at() -> None:
    found = [Found(UUID(int=place), 1.0, sure=sure) for place, sure in enumerate((0.7, 0.69))]
    assert [each.sure for each in sure_enough(found, 0.7)] == [0.7]


def test_it_must_be_as_sure_as_is_asked_for() -> None:
    assert fits()
    assert not fits(sure=SURE - 0.01)


@pytest.mark.parametrize("user", ["U0MAYA", "U0DAN"])
def test_nobody_is_told_what_they_wrote_or_found_themselves(user: str) -> None:
    assert not fits(user=user, sure=1.0)


def test_what_is_suspended_is_suggested_to_nobody() -> None:
    assert not fits(sample_shown(suspended_at=NOW), sure=1.0)


@pytest.mark.parametrize("word", [Word.WRONG, Word.OLD])
def test_what_somebody_called_wrong_comes_back_once_somebody_looked(word: Word) -> None:
    said = (verdict(word, NOW),)
    assert not fits(refused=said)
    assert fits(sample_shown(confirmed_at=NOW + timedelta(seconds=1)), refused=said)


def test_not_this_stands_though_somebody_looked_since() -> None:
    said = (verdict(Word.NOT_THIS, NOW),)
    assert not fits(sample_shown(confirmed_at=NOW + timedelta(seconds=1)), refused=said)


def test_what_was_said_of_another_practice_changes_nothing() -> None:
    assert fits(refused=(verdict(Word.NOT_THIS, NOW, practice=2),))


def test_each_refusal_asks_for_more_and_each_whom_it_helped_outweighs_one() -> None:
    assert not fits(sure=SURE + 0.04, against=1)
    assert fits(sure=SURE + 0.06, against=1)
    assert fits(sample_shown(helped=2), against=2)
    assert fits(sample_shown(helped=3), against=2)
    assert not fits(sample_shown(helped=2), against=3)


def test_however_many_refused_it_what_is_all_but_certain_comes() -> None:
    assert fits(sure=0.9, against=40)
    assert not fits(sure=0.89, against=40)
