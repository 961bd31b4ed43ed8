"""The benchmark of the search measures what it says."""

import asyncio
import json
import random
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from benchmarks import search_quality
from benchmarks.search import main
from benchmarks.search_fits import fits, mean_fits
from benchmarks.search_measures import measure, ndcg, recall, reciprocal_rank
from benchmarks.search_quality import means, quality
from benchmarks.search_sets import Note, read_sets, with_typo
from benchmarks.search_store import a_finder, a_store
from bot.meaning.vectors import Vector
from bot.practices import by_meaning
from bot.text.spelling import Vocabulary
from storage.database import Database
from tests.bot.practices.senses import Senses

NOTES = ["Lost phone abroad", "Billing charged twice", "Roaming does not work", "Store is closed"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with one set of four notes, each found by its first word."""
    folder = tmp_path / "small_en"
    folder.mkdir()
    (folder / "meta.json").write_text(json.dumps({"lang": "en"}))
    notes = [{"id": f"d{n}", "title": "", "body": body} for n, body in enumerate(NOTES)]
    queries = [{"id": f"q{n}", "text": body.split()[1]} for n, body in enumerate(NOTES)]
    for name, rows in (("corpus", notes), ("queries", queries)):
        text = "\n".join(json.dumps(row) for row in rows)
        (folder / f"{name}.jsonl").write_text(text)
    grades = "".join(f"q{n}\td{n}\t1\n" for n in range(len(NOTES)))
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + grades)
    return tmp_path


@pytest.fixture(autouse=True)
def no_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_quality, "find_embedder", lambda: None)


class Slow(Senses):
    """Takes its time for a question."""

    async def query(self, text: str) -> Vector:
        await asyncio.sleep(0.05)
        return await super().query(text)


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311


def test_an_order_is_worth_more_the_earlier_the_answer_stands() -> None:
    relevant = {"a": 1.0}
    assert ndcg(["a", "b"], relevant, 10) == 1
    assert ndcg(["b", "a"], relevant, 10) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg(["b"] * 10 + ["a"], relevant, 10) == 0
    assert ndcg(["b", "a"], {"a": 1.0, "b": 2.0}, 10) == 1
    assert reciprocal_rank(["b", "c", "a"], relevant, 10) == pytest.approx(1 / 3)
    assert recall(["b", "a"], {"a": 1.0, "c": 1.0}, 10) == 0.5


def test_a_question_without_an_answer_counts_for_nothing() -> None:
    assert measure([(["a"], {"a": 1.0}), (["a"], {}), (["a"], {"b": 0.0})])["ndcg10"] == 1


def test_a_typo_is_one_slip_in_one_word_and_always_the_same() -> None:
    text = "a customer cancelled roaming abroad"
    typos = [with_typo(text, chance(seed)) for seed in range(50)]
    assert typos == [with_typo(text, chance(seed)) for seed in range(50)]
    assert len(set(typos)) > 10
    for typo in typos:
        changed = [
            (was, now) for was, now in zip(text.split(), typo.split(), strict=True) if was != now
        ]
        assert len(changed) <= 1
        for was, now in changed:
            assert Vocabulary({was: 1}).correct(now) == was
    assert with_typo("a b c", chance(1)) == "a b c"


async def test_the_real_engine_and_plain_fts5_are_measured_on_a_set(data: Path) -> None:
    (questions,) = read_sets(data)
    figures = await quality(questions, data)
    assert set(figures) == {"podline", "fts5"}
    assert figures["podline"]["clean"] == figures["fts5"]["clean"]
    assert figures["podline"]["clean"]["ndcg10"] == 1
    assert figures["podline"]["typo"]["ndcg10"] > figures["fts5"]["typo"]["ndcg10"]
    assert means([figures, figures]) == figures


async def test_on_postgresql_the_order_is_the_same_and_no_database_stays(
    data: Path, postgresql_template: tuple[str, str]
) -> None:
    (questions,) = read_sets(data)
    server, _ = postgresql_template
    there = await quality(questions, data, server)
    assert there == await quality(questions, data)
    database = Database(server)
    async with database.read() as session:
        left = await session.scalars(sql("SELECT datname FROM pg_database"))
        assert not [name for name in left if name.startswith("podline_search")]
    await database.close()


async def test_the_search_is_measured_with_every_vector_however_slow_the_machine_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(by_meaning, "PATIENCE_SECONDS", 0.0)
    note = Note("d1", "", "Lost phone")
    async with a_store() as store:
        await store.add([note], "en")
        async with a_finder(store, Slow()) as finder:
            (found,) = await finder.find("handset", store.reach)
    assert store.notes[found.practice_id] == "d1"
    assert by_meaning.PATIENCE_SECONDS == 0.0


async def test_suggestions_are_counted_where_there_is_an_answer_and_where_there_is_none(
    data: Path,
) -> None:
    (questions,) = read_sets(data)
    foreign = read_sets(data)[0]
    by_level = await fits(questions, [foreign], data)
    assert list(by_level) == ["0.5", "0.6", "0.7", "0.8"]
    for shown in by_level.values():
        assert (shown["shown"], shown["right"], shown["shown_taken_out"]) == (1.0, 1.0, 0.0)
        assert shown["shown_foreign"] == 1.0  # they are its own
    assert mean_fits([by_level, by_level]) == by_level


def test_the_command_writes_the_figures_of_each_set_by_engine_and_kind(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "figures.json"
    monkeypatch.setattr("sys.argv", ["search", str(data), "--json", str(path), "--only", "quality"])
    main()
    figures = json.loads(path.read_text())
    assert list(figures) == ["small_en"]
    assert set(figures["small_en"]) == {"podline", "fts5"}
    for kinds in figures["small_en"].values():
        assert set(kinds) == {"clean", "typo"}
        for measures in kinds.values():
            assert set(measures) == {"ndcg10", "mrr10", "recall10", "recall100"}
            assert all(0 <= value <= 1 for value in measures.values())
    assert figures["small_en"]["podline"]["clean"]["ndcg10"] == 1


def test_make_hands_over_what_it_is_given() -> None:
    given = ["DATA=sets", "JSON=out.json", "VECTORS=kept"]
    said = subprocess.run(
        ["make", "--dry-run", "bench-search", *given], capture_output=True, text=True, check=True
    ).stdout
    assert "-m benchmarks.search sets --json out.json --vectors kept" in said


def test_a_folder_without_sets_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["search", str(tmp_path)])
    with pytest.raises(SystemExit):
        main()
    assert "no sets in" in capsys.readouterr().err
