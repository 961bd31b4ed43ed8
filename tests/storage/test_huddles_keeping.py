"""What was said in huddles is forgotten when it was kept long enough; what happened is not."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from storage import huddles_keeping
from storage.database import Database
from storage.holds import Hold
from storage.huddles import Agenda, AgendaItem, Huddle, HuddleState, HuddleStep
from storage.huddles_action_items import ActionItem
from storage.huddles_agenda import AgendaChange
from storage.huddles_attendance import HuddleAttendance
from storage.huddles_coaching import Coaching, CoachingItem
from storage.huddles_concerns import Concern, ConcernAsk
from storage.huddles_links import HuddleLink
from storage.keeping import Keeping, forget_old
from tests.fakes import START
from tests.storage.huddles_kept import SECRET, Kept

YEAR, LATER = timedelta(days=400), timedelta(days=300)
GONE = (HuddleAttendance, ActionItem, Coaching, CoachingItem, HuddleLink)
STAY = (Agenda, AgendaItem, AgendaChange, Huddle, HuddleStep, Concern, ConcernAsk)


@pytest.fixture
async def kept(database: Database) -> Kept:
    kept = Kept(database)
    await kept.fill()
    return kept


async def everything(kept: Kept) -> list[dict[str, Any]]:
    return [row.model_dump() for table in (*GONE, *STAY) for row in await kept.rows(table)]


async def test_words_stay_until_their_time(kept: Kept) -> None:
    before = await everything(kept)
    assert await forget_old(kept.database, START + LATER, Keeping()) == 0
    assert await everything(kept) == before


async def test_words_and_people_go_and_what_happened_stays(kept: Kept) -> None:
    before = {table: len(await kept.rows(table)) for table in STAY}
    await forget_old(kept.database, START + YEAR, Keeping())
    assert SECRET not in str(await everything(kept))
    assert [len(await kept.rows(table)) for table in GONE] == [0] * len(GONE)
    assert {table: len(await kept.rows(table)) for table in STAY} == before
    (huddle,) = await kept.rows(Huddle)
    assert (huddle.why, huddle.lines, huddle.people) == ("", [], [])
    assert (huddle.opened_by, huddle.ended_by) == (None, None)
    assert (huddle.state, huddle.starts_at, huddle.runs_it) == ("over", START, "UCARA")
    for item in await kept.rows(AgendaItem):
        assert (item.text, item.detail, item.again, item.refs) == ("", "", "", {})
        assert item.key == (f"gone:{item.id}" if item.source == "gap" else kept.item.key)
    (step,) = await kept.rows(HuddleStep)
    assert (step.outcome, step.note, step.by) == ("done", "", "UTHEO")
    (concern,) = await kept.rows(Concern)
    assert (concern.question, concern.vector, concern.topic) == ("", b"", "device")
    assert await forget_old(kept.database, START + YEAR, Keeping()) == 0


async def test_what_is_still_to_come_or_to_do_is_kept_however_old_it_is(kept: Kept) -> None:
    await kept.add(kept.action(coaching_id=kept.coaching.id, huddle_id=None))
    async with kept.database.write() as session:
        await session.execute(update(Huddle).values(state=HuddleState.PLANNED))
    await forget_old(kept.database, START + YEAR, Keeping())
    assert all(item.text for item in await kept.rows(AgendaItem))
    assert [each.closed_at for each in await kept.rows(ActionItem)] == [None]
    assert [each.text for each in await kept.rows(CoachingItem)] == [SECRET]


async def test_what_was_moved_beyond_the_day_stays_with_all_of_its_waves(kept: Kept) -> None:
    second = Huddle(**kept.huddle.model_dump(exclude={"id", "wave"}), wave=2)
    second.starts_at = START + timedelta(days=10)
    await kept.add(second)
    await forget_old(kept.database, START + timedelta(days=400), Keeping())
    assert all(item.text for item in await kept.rows(AgendaItem)), "five days are left"
    await forget_old(kept.database, START + timedelta(days=406), Keeping())
    assert not any(item.text for item in await kept.rows(AgendaItem))


async def test_what_was_prepared_and_never_talked_about_goes_a_year_after_the_last_line(
    kept: Kept,
) -> None:
    async with kept.database.write() as session:
        await session.execute(update(Coaching).values(ended_at=None))
        line = update(CoachingItem).values(at=START + timedelta(days=100))
        await session.execute(line)
    await forget_old(kept.database, START + YEAR, Keeping())
    assert await kept.rows(CoachingItem)
    await forget_old(kept.database, START + timedelta(days=500), Keeping())
    assert await kept.rows(Coaching) == []


async def test_what_waits_for_a_meeting_that_never_came_goes_too(kept: Kept) -> None:
    waiting, item = kept.kept_item()
    await kept.add(waiting, item)
    change = AgendaChange(**(await kept.rows(AgendaChange))[0].model_dump(exclude={"id"}))
    change.agenda_id, change.item_id = waiting.id, item.id
    await kept.add(change)
    await forget_old(kept.database, START + LATER, Keeping())
    assert item.id in {each.id for each in await kept.rows(AgendaItem)}
    await forget_old(kept.database, START + YEAR, Keeping())
    assert item.id not in {each.id for each in await kept.rows(AgendaItem)}
    assert [each.id for each in await kept.rows(Agenda) if each.slot == "kept"] == [waiting.id]


async def test_in_small_batches_all_of_it_goes(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huddles_keeping, "AGENDAS_AT_ONCE", 1)
    for week in range(1, 4):
        day = START + timedelta(days=7 * week)
        agenda = Agenda(**kept.agenda.model_dump(exclude={"id", "local_date"}), local_date=day)
        agenda.local_date = day.date()
        huddle = Huddle(
            **kept.huddle.model_dump(exclude={"id", "agenda_id", "local_date"}),
            agenda_id=agenda.id,
            local_date=day.date(),
        )
        await kept.add(agenda, huddle)
    await forget_old(kept.database, START + timedelta(days=500), Keeping())
    assert all(each.forgotten_at for each in await kept.rows(Agenda))
    assert not any(each.lines for each in await kept.rows(Huddle))


@pytest.mark.parametrize(
    "user",
    ["UNICK", "UTHEO", "UCARA", "UANA", "UDAN", "UMAYA", "USOFIA", "ULEAH", "UOPAL", "UENZO", None],
)
async def test_of_a_held_person_or_pod_no_agenda_loses_its_words(
    kept: Kept, user: str | None
) -> None:
    pod: UUID | None = None if user else kept.pod.id
    await kept.add(Hold(user=user, pod_id=pod, since=START))
    await forget_old(kept.database, START + YEAR, Keeping())
    assert all(item.text for item in await kept.rows(AgendaItem))
    assert await kept.rows(HuddleAttendance)
    held = {
        ActionItem: (None, "UNICK", "UCARA"),
        Coaching: (None, "UMAYA", "UCARA"),
        HuddleLink: (None, "UCARA"),
    }
    for table, users in held.items():
        assert bool(await kept.rows(table)) is (user in users), table
    (concern,) = await kept.rows(Concern)
    assert bool(concern.question) is (user in (None, "UMAYA"))


async def test_somebody_elses_hold_keeps_nothing(kept: Kept) -> None:
    await kept.add(Hold(user="UMAY", since=START), Hold(user="UZOE", since=START))
    await forget_old(kept.database, START + YEAR, Keeping())
    assert SECRET not in str(await everything(kept))
