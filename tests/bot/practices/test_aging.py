"""Unused for 90 days, the owner is asked once; without an answer it is marked, never deleted."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bot.errors import AlreadyHandled
from bot.practices.facts import Due, What
from storage.outbox import OutboxRow
from storage.practices import Practice, PracticeChange, PracticeState
from storage.practices_reading import find_practice
from storage.timers import Timer, list_due_timers, set_timer
from tests.bot.advice.scene import texts, who
from tests.bot.practices.scene import OUTAGE, Store
from tests.engines import on_postgresql

DAY = 24 * 60 * 60


async def days(store: Store, number: float) -> None:
    await store.pass_time(number * DAY)


async def asked(store: Store, user: str = "UMAYA") -> int:
    """How often somebody was asked whether a practice still holds."""
    rows = [row for row in await store.all(OutboxRow) if row.channel == user]
    return len([text for text in texts(rows) if "Does it still hold?" in text])


async def test_after_90_days_without_a_use_the_owner_is_asked_once(store: Store) -> None:
    await store.save()
    await days(store, 89)
    assert await asked(store) == 0
    await days(store, 1)
    assert await asked(store) == 1
    await days(store, 300)
    assert await asked(store) == 1


async def test_a_timer_that_rings_too_early_asks_nobody(store: Store) -> None:
    practice = await store.save()
    await days(store, 30)
    async with store.database.write() as session:
        await set_timer(session, Due.UNUSED, f"practice:{practice.id}", store.now)
    await store.tick()
    assert await asked(store) == 0
    assert (await store.practice(practice.id)).asked_owner_at is None
    await days(store, 60)
    assert await asked(store) == 1


@on_postgresql
async def test_while_somebody_changes_it_its_timer_stays_due(store: Store) -> None:
    practice = await store.save()
    store.step(91 * DAY)
    async with store.database.read() as session:
        (timer,) = await list_due_timers(session, store.now)
    async with store.database.write() as session:
        assert await find_practice(session, practice.id)
        with pytest.raises(AlreadyHandled):
            await store.acts()[timer.kind](timer.id, store.now)
    assert await asked(store) == 0
    await store.tick()
    assert await asked(store) == 1


async def test_a_use_by_others_puts_the_question_off_and_the_authors_own_does_not(
    store: Store,
) -> None:
    mine, theirs = await store.save(), await store.save("UDAN")
    await days(store, 60)
    for practice in (mine, theirs):
        await store.practices.use(store.delivery(), who("UMAYA"), practice.id)
    await days(store, 31)
    assert (await asked(store, "UMAYA"), await asked(store, "UDAN")) == (1, 0)
    await days(store, 60)
    assert await asked(store, "UDAN") == 1


async def test_without_an_answer_in_14_days_it_is_stale_and_stays(store: Store) -> None:
    practice = await store.save()
    await days(store, 90)
    await days(store, 13.9)
    assert (await store.practice(practice.id)).stale_at is None
    await days(store, 0.2)
    kept = await store.practice(practice.id)
    assert kept.stale_at is not None
    assert kept.state is PracticeState.SHARED
    assert (await store.all(PracticeChange))[-1].what == What.STALE
    assert len(await store.practices.to_look_at(who("UMAYA"))) == 1


async def test_it_still_holds_begins_the_wait_anew(store: Store) -> None:
    practice = await store.save()
    await days(store, 100)
    await store.practices.confirm(store.delivery(), who("UMAYA"), practice.id)
    await days(store, 80)
    held = await store.practice(practice.id)
    assert (held.stale_at, held.asked_owner_at) == (None, None)
    await days(store, 10)
    assert await asked(store) == 2


async def test_a_colleague_whom_it_helps_answers_for_the_owner(store: Store) -> None:
    practice = await store.save()
    await days(store, 105)
    assert (await store.practice(practice.id)).stale_at is not None
    await store.practices.helped(store.delivery(), who("UDAN"), practice.id)
    assert (await store.practice(practice.id)).stale_at is None


async def test_drafts_and_what_is_archived_are_not_asked_about(store: Store) -> None:
    draft = await store.save(state=PracticeState.DRAFT)
    gone = await store.save()
    await store.practices.archive(store.delivery(), who("UMAYA"), gone.id)
    assert [timer for timer in await store.all(Timer) if timer.done_at is None] == []
    await days(store, 200)
    assert await asked(store) == 0
    await store.practices.share(store.delivery(), who("UMAYA"), draft.id)
    assert set(await store.due()) == {Due.UNUSED}


async def test_at_its_end_date_it_is_archived(store: Store) -> None:
    practice = await store.save(ends_at=store.now + timedelta(days=7))
    await days(store, 6)
    assert (await store.practice(practice.id)).state is PracticeState.SHARED
    await days(store, 1)
    assert (await store.practice(practice.id)).state is PracticeState.ARCHIVED
    assert (await store.all(PracticeChange))[-1].what == What.ENDED
    assert await store.due() == {}


async def test_it_ends_with_its_alert(store: Store) -> None:
    alert = uuid4()
    practice, other = await store.save(alert_id=alert), await store.save(alert_id=uuid4())
    async with store.database.write() as session:
        await store.practices.end_with_alert(session, alert, store.now)
    assert (await store.practice(practice.id)).state is PracticeState.ARCHIVED
    assert (await store.practice(other.id)).state is PracticeState.SHARED


async def test_a_timer_whose_practice_is_gone_is_done(store: Store) -> None:
    async with store.database.write() as session:
        for kind in Due:
            await set_timer(session, kind, f"practice:{uuid4()}", store.now)
    await store.tick()
    assert await store.due() == {}


async def test_merged_ones_wait_for_nothing(store: Store) -> None:
    first, second = await store.save("UDAN"), await store.save(draft=OUTAGE)
    await store.practices.merge(store.delivery(), who("UMAYA"), first.id, second.id)
    await days(store, 91)
    assert (await asked(store, "UDAN"), await asked(store, "UMAYA")) == (1, 0)
    assert len(await store.all(Practice)) == 2
