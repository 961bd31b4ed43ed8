"""How two lists become one, and when a practice is sure enough."""

from uuid import UUID

import pytest

from bot.practices.ranking import (
    FITS,
    LITTLE,
    Matched,
    Near,
    alike,
    fuse,
    idf,
    match_only,
    overlap,
    rarity,
)

A, B, C, D = (UUID(int=number) for number in range(1, 5))


def test_meaning_weighs_three_quarters_and_words_the_rest() -> None:
    near = [Near(A, 0.9, 0.9), Near(B, 0.8, 0.8), Near(C, 0.7, 0.7)]
    found = fuse(near, [Matched(C, 10.0), Matched(D, 5.0)], whole=20.0)
    assert [(each.practice_id, round(each.score, 3)) for each in found] == [
        (A, 0.75),
        (B, 0.375),
        (C, 0.25),
        (D, 0.125),
    ]
    assert [each.by_words for each in found] == [0.0, 0.0, 0.5, 0.25]
    assert [each.by_meaning for each in found] == [0.9, 0.8, 0.7, 0.0]


def test_what_has_no_vector_yet_is_ranked_and_trusted_by_its_words_alone() -> None:
    near = [Near(A, 0.9, 0.9), Near(B, 0.8, 0.8)]
    matched = [Matched(B, 10.0), Matched(D, 8.0), Matched(C, 1.0)]
    found = fuse(near, matched, whole=10.0, unread={C, D})
    assert [(each.practice_id, round(each.score, 3)) for each in found] == [
        (D, 0.8),
        (A, 0.75),
        (B, 0.25),
        (C, 0.1),
    ]
    assert (found[0].sure, found[-1].sure < FITS) == (1.0, True)


def test_equals_keep_an_order_and_nothing_found_is_nothing() -> None:
    assert [each.practice_id for each in fuse([Near(B, 0.8, 0.8), Near(A, 0.8, 0.8)], [], 1)] == [
        A,
        B,
    ]
    assert fuse([], [], 0.0) == match_only([], 0.0) == []


def test_a_practice_whose_row_is_being_made_anew_is_there_once_with_its_better_place() -> None:
    near = [Near(A, 0.9, 0.9), Near(B, 0.8, 0.8), Near(A, 0.7, 0.7)]
    found = fuse(near, [Matched(A, 1.0)], whole=1.0)
    assert [(each.practice_id, round(each.score, 3)) for each in found] == [(A, 1.0), (B, 0.375)]
    assert found[0].by_meaning == 0.9


def test_only_as_many_are_named_as_were_asked_for_and_these_are_the_best() -> None:
    near = [Near(A, 0.9, 0.9), Near(B, 0.8, 0.8), Near(C, 0.7, 0.7)]
    every = fuse(near, [Matched(C, 10.0), Matched(D, 10.0)], whole=10.0, unread={D})
    assert fuse(near, [Matched(C, 10.0), Matched(D, 10.0)], 10.0, {D}, at_most=2) == every[:2]
    assert [each.practice_id for each in every] == [D, A, B, C]


def test_by_words_alone_what_covers_half_of_the_question_fits() -> None:
    whole, half = match_only([Matched(A, 8.0), Matched(B, 4.0)], whole=8.0)
    assert (whole.score, whole.sure, half.score, half.sure) == (1.0, 1.0, 0.5, FITS)
    (less,) = match_only([Matched(A, 3.9)], whole=8.0)
    assert less.sure < FITS


@pytest.mark.parametrize(
    ("cosine", "tenth", "words", "fits"),
    [
        (0.92, 0.84, 10.0, True),  # near, far ahead of the others, and most words
        (0.90, 0.82, 0.0, True),  # in another language
        (0.84, 0.82, 1.0, False),  # as near as anything is
        (0.88, 0.87, 1.0, False),  # near, but so are ten others
    ],
)
def test_a_suggestion_must_be_near_and_ahead_of_what_is_only_of_the_same_subject(
    cosine: float, tenth: float, words: float, fits: bool
) -> None:
    others = [Near(UUID(int=100 + n), tenth, tenth) for n in range(9)]
    found = fuse([Near(A, cosine, cosine), *others], [Matched(A, words)], whole=10.0)
    first = next(each for each in found if each.practice_id == A)
    assert (first.sure >= FITS) is fits


def test_in_a_new_store_a_lone_note_must_be_near_as_well() -> None:
    (near,) = fuse([Near(A, 0.9, 0.9)], [], 1.0)
    (far,) = fuse([Near(A, 0.8, 0.8)], [], 1.0)
    assert near.sure >= FITS > far.sure


def test_what_stands_in_very_many_is_left_out_and_the_rarest_never() -> None:
    counts = {"the": 900, "phone": 150, "puk": 3}
    assert set(rarity(["the", "phone", "puk", "unknown"], counts, 1000)) == {"phone", "puk"}
    assert set(rarity(["the"], counts, 1000)) == {"the"}
    assert rarity(["unknown"], counts, 1000) == {}
    assert set(rarity(["the"], {"the": 60}, 60)) == {"the"}


def test_a_long_question_is_looked_up_by_its_rarest_stems() -> None:
    counts = {f"word{n}": 4000 - n for n in range(10)}
    assert set(rarity(list(counts), counts, 100_000)) == {"word9", "word8", "word7"}


def test_the_rarer_a_stem_the_more_it_tells() -> None:
    assert idf(0, 100) > idf(1, 100) > idf(50, 100) > idf(100, 100) > 0


def test_notes_are_alike_by_cosine_or_by_words() -> None:
    near = [Near(A, 0.95, 0.95), Near(B, 0.9, 0.9)]
    found = alike(near, {B: 0.4, C: 0.6})
    assert [each.practice_id for each in found] == [A, C]
    assert overlap(frozenset("ab"), frozenset("bc")) == pytest.approx(1 / 3)
    assert overlap(frozenset(), frozenset()) == 0


def test_what_anybody_says_of_anything_tells_little_where_few_notes_say_it() -> None:
    """Of few notes in a language each of its everyday words is rare: that is no likeness."""
    counts = {"tien": 3, "servici": 3}
    words = ["tien", "servici"]

    plain, told = rarity(words, counts, 100), rarity(words, counts, 100, everyday={"tien"})

    assert plain["tien"] == plain["servici"] == told["servici"] > 6 * LITTLE
    assert told["tien"] == LITTLE
    assert rarity(["the"], {"the": 100}, 100, everyday={"the"})["the"] < LITTLE
