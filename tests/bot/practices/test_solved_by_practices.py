"""A practice settles an ask: whose answer it is, and what an undo takes back."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from bot.advice.errors import AlreadySettled
from bot.advice.facts import Asking, Pressed, Source
from bot.practices import suggesting
from bot.practices.errors import NotShared
from bot.text.kit import Card
from storage.advice import Ask
from storage.advice_topics import count_topics
from storage.practices import Practice, PracticeState, PracticeUse, Way
from tests.bot.advice.scene import HOME, who
from tests.bot.practices.scene import Store
from tests.bot.practices.test_suggesting import FITS

LESS_SURE = f"{FITS}, zebra yoga xylophone quartz"


@pytest.fixture
async def store(store: Store) -> Store:
    store.suggest()
    return store


async def solve(store: Store, ask: Ask, practice: Practice) -> None:
    await store.service.solve(store.delivery(), who("UMAYA"), ask.id, practice.id, Pressed())


async def suggested_use(store: Store) -> PracticeUse:
    (use,) = [each for each in await store.all(PracticeUse) if each.way is Way.SUGGESTED]
    assert isinstance(use, PracticeUse)
    return use


async def asks(store: Store, text: str) -> Any:
    asking = Asking(text=text, source=Source.COMMAND, channel=HOME)
    return await store.service.ask(store.delivery(), who("UMAYA"), asking)


async def test_what_nobody_else_may_see_is_no_answer_to_a_pods_question(store: Store) -> None:
    draft = await store.save("UMAYA", state=PracticeState.DRAFT)
    ask = await store.ask(text=FITS)
    with pytest.raises(NotShared):
        await solve(store, ask, draft)
    assert await store.replies() == []


async def test_what_solved_an_ask_was_used_and_lives_on(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask(text=FITS)
    store.step(40)
    await solve(store, ask, practice)
    assert (await store.practice(practice.id)).used_at == store.now


@pytest.mark.parametrize("when", ["before", "after"])
async def test_pressed_again_what_was_merged_meanwhile_changes_nothing(
    store: Store, when: str
) -> None:
    left, stays, ask = (
        await store.save("UDAN"),
        await store.save("UDAN"),
        await store.ask(text=FITS),
    )
    if when == "after":
        await solve(store, ask, left)
    await store.practices.merge(store.delivery(), who("UDAN"), stays.id, left.id)
    assert (await store.practice(left.id)).merged_into == stays.id
    for _ in range(2):
        await solve(store, ask, left)
    (reply,) = await store.replies()
    assert reply.practice_id == (left.id if when == "after" else stays.id)


async def test_what_did_not_solve_it_cannot_settle_it_anew(store: Store) -> None:
    practice, other, ask = (
        await store.save("UDAN"),
        await store.save("UINES"),
        await store.ask(text=FITS),
    )
    await solve(store, ask, practice)
    with pytest.raises(AlreadySettled):
        await solve(store, ask, other)


async def test_undo_takes_back_that_it_helped(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask(text=FITS)
    await solve(store, ask, practice)
    assert (await suggested_use(store)).helped_at == store.now
    await store.service.unaccept(store.delivery(), who("UMAYA"), ask.id, Pressed())
    assert (await suggested_use(store)).helped_at is None


async def test_undo_leaves_what_the_asker_said_before(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask(text=FITS)
    await store.practices.helped(store.delivery(), who("UMAYA"), practice.id, ask.id)
    said: datetime = store.now
    store.step(40)
    await solve(store, ask, practice)
    await store.service.unaccept(store.delivery(), who("UMAYA"), ask.id, Pressed())
    assert (await suggested_use(store)).helped_at == said


@pytest.mark.parametrize(("length", "is_said"), [(140, True), (141, False)])
async def test_only_what_is_said_in_a_breath_is_the_answers_line_to_say(
    store: Store, length: int, is_said: bool
) -> None:
    practice = await store.save("UDAN", say_it="a" * length)
    ask = await store.ask(text=FITS)
    await solve(store, ask, practice)
    (reply,) = await store.replies()
    assert reply.say_now == ("a" * length if is_said else None)


async def test_the_answer_is_whose_words_it_was(store: Store) -> None:
    practice = await _found_by(store, (await store.save("UDAN")).id, "UINES", "Ines V.")
    ask = await store.ask(text=FITS)
    await solve(store, ask, practice)
    (reply,) = await store.replies()
    assert (reply.author, reply.author_name) == ("UINES", "Ines V.")
    assert (await store.get(ask)).helper == "UINES"


async def test_what_is_less_sure_comes_alone(store: Store) -> None:
    for number in range(3):
        await store.save("UDAN", title=f"Outage {number}")
    told = await asks(store, LESS_SURE)
    assert isinstance(told, Card)
    assert told.text.startswith("1 practice may fit:")


async def test_what_a_pod_asks_rarely_is_counted_once_an_hour(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[datetime] = []

    async def counted(*given: Any) -> Any:
        counts.append(store.now)
        return await count_topics(*given)

    monkeypatch.setattr(suggesting, "count_topics", counted)
    await store.save("UDAN")
    for seconds in (0, 3599, 1):
        store.step(seconds)
        await asks(store, FITS)
    assert counts == [counts[0], store.now]


async def _found_by(store: Store, practice_id: UUID, user: str, name: str) -> Practice:
    async with store.database.write() as session:
        practice = await session.get_one(Practice, practice_id)
        practice.helper, practice.helper_name = user, name
    return practice
