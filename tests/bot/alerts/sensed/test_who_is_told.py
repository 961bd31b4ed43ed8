"""One at a time is told, the next after three minutes, and again when twice as many ask."""

from datetime import timedelta

from sqlalchemy import update

from storage.advice import Ask, CallState
from storage.alerts_matters import MatterState
from storage.outbox import Act
from storage.pods import Member
from tests.bot.advice.scene import who
from tests.bot.alerts.sensed.scene import Crowd
from tests.bot.alerts.sensed.test_joining import many_ask


async def passes(crowd: Crowd, minutes: int) -> None:
    for _ in range(minutes):
        crowd.step(60)
        await crowd.tick()


async def test_the_next_is_told_after_three_minutes_and_so_on_through_the_pods(
    crowd: Crowd,
) -> None:
    await many_ask(crowd, 3)
    matter = await crowd.matter()
    await passes(crowd, 2)
    assert await crowd.told_of(matter) == [("URUTH", 3)]
    await passes(crowd, 8)
    assert await crowd.told_of(matter) == [("URUTH", 3), ("ULUIS", 3), ("UANA", 3)]


async def test_while_somebody_was_just_told_the_next_one_hears_the_new_number(
    crowd: Crowd,
) -> None:
    await many_ask(crowd, 7)
    matter = await crowd.matter()
    assert await crowd.told_of(matter) == [("URUTH", 3)]
    await passes(crowd, 3)
    assert await crowd.told_of(matter) == [("URUTH", 3), ("ULUIS", 7)]
    (card,) = await crowd.cards_to("ULUIS")
    assert "7 people asked" in card.body["text"]
    assert "and 2 more" in str(card.body["blocks"])


async def test_whoever_was_told_before_sees_who_is_told_now_and_of_how_many(crowd: Crowd) -> None:
    await many_ask(crowd, 7)
    await passes(crowd, 3)
    told, now = await crowd.cards_to("URUTH")
    assert "somebody else is asked in 3 minutes" in str(told.body["blocks"])
    assert now.act is Act.REPAINT
    assert "7 people asked" in now.body["text"]
    seen = str(now.body["blocks"])
    assert "Luis V. has been told, too." in seen
    assert "somebody else is asked" not in seen
    assert "Alert the pod" in seen


async def test_when_it_doubles_later_the_first_is_told_again(crowd: Crowd) -> None:
    await many_ask(crowd, 3)
    matter = await crowd.matter()
    await passes(crowd, 12)
    before = await crowd.told_of(matter)
    await many_ask(crowd, 2, first=3)
    assert await crowd.told_of(matter) == before
    await many_ask(crowd, 1, first=5)
    assert await crowd.told_of(matter) == [*before, ("URUTH", 6)]


async def test_nobody_on_a_call_is_told(crowd: Crowd) -> None:
    await crowd.ask("URUTH", "how do I add a watch", call_state=CallState.TALKING)
    await many_ask(crowd, 3)
    assert await crowd.told_of(await crowd.matter()) == [("ULUIS", 3)]


async def test_where_nobody_is_there_whoever_comes_first_is_told(crowd: Crowd) -> None:
    could = ("URUTH", "UANA", "ULUIS", "UOLGA")
    await _set(crowd, could, away_until=crowd.now + timedelta(hours=3))
    await many_ask(crowd, 3)
    matter = await crowd.matter()
    assert "Whoever posts alerts is told as soon as" in crowd.told[0][1]
    await passes(crowd, 5)
    assert await crowd.told_of(matter) == []
    await _set(crowd, ["UANA"], away_until=None)
    await passes(crowd, 3)
    assert await crowd.told_of(matter) == [("UANA", 3)]


async def test_whoever_left_is_not_waited_for(crowd: Crowd) -> None:
    await many_ask(crowd, 3)
    await _set(crowd, ["URUTH"], left_at=crowd.now)
    await passes(crowd, 3)
    matter = await crowd.matter()
    assert await crowd.told_of(matter) == [("URUTH", 3), ("ULUIS", 3)]


async def test_an_hour_after_the_last_ask_nobody_is_told_any_more(crowd: Crowd) -> None:
    could = ("URUTH", "UANA", "ULUIS", "UOLGA")
    await _set(crowd, could, away_until=crowd.now + timedelta(minutes=65))
    await many_ask(crowd, 3)
    await passes(crowd, 75)
    assert await crowd.told_of(await crowd.matter()) == []
    assert "alert.tell_next" not in await crowd.due()


async def test_a_dismissed_matter_is_told_again_when_twice_as_many_ask(crowd: Crowd) -> None:
    await many_ask(crowd, 3)
    matter = await crowd.matter()
    await crowd.matters.dismiss(crowd.delivery(), who("URUTH"), matter.id, "A planned test")
    await passes(crowd, 6)
    assert await crowd.told_of(matter) == [("URUTH", 3)]
    notes = len(crowd.told)
    await many_ask(crowd, 3, first=3)
    assert await crowd.told_of(matter) == [("URUTH", 3), ("URUTH", 6)]
    assert len(crowd.told) == notes  # those who joined a thread know
    assert "A planned test" in str((await crowd.cards_to("URUTH"))[-1].body["blocks"])
    assert (await crowd.matter()).state is MatterState.OPEN


async def test_a_doubling_while_nobody_is_there_is_told_as_soon_as_somebody_is(
    crowd: Crowd,
) -> None:
    await many_ask(crowd, 3)
    matter = await crowd.matter()
    await crowd.matters.dismiss(crowd.delivery(), who("URUTH"), matter.id, "A planned test")
    could = ("URUTH", "UANA", "ULUIS", "UOLGA")
    await _set(crowd, could, away_until=crowd.now + timedelta(minutes=5))
    await many_ask(crowd, 3, first=3)
    assert await crowd.told_of(matter) == [("URUTH", 3)]
    await passes(crowd, 8)
    assert await crowd.told_of(matter) == [("URUTH", 3), ("URUTH", 6)]
    assert (await crowd.matter()).state is MatterState.OPEN


async def test_what_was_taken_back_since_a_dismissal_doubles_nothing(crowd: Crowd) -> None:
    await many_ask(crowd, 3)
    matter = await crowd.matter()
    await crowd.matters.dismiss(crowd.delivery(), who("URUTH"), matter.id, "A planned test")
    could = ("URUTH", "UANA", "ULUIS", "UOLGA")
    await _set(crowd, could, away_until=crowd.now + timedelta(minutes=5))
    await many_ask(crowd, 3, first=3)
    await crowd.call_off((await crowd.all(Ask))[0])
    await passes(crowd, 8)
    assert await crowd.told_of(matter) == [("URUTH", 3)]
    assert "alert.tell_next" not in await crowd.due()


async def _set(crowd: Crowd, users: object, **values: object) -> None:
    async with crowd.database.write() as session:
        theirs = update(Member).where(Member.user.in_(users))  # type: ignore[attr-defined]
        await session.execute(theirs.values(**values))
