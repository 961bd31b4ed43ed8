"""Pods whose cards Slack refuses, when no person posted them: somebody is told, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.alerts.errors import OnlyWhoChanges
from bot.doctor.alerts import look_at_alerts
from bot.doctor.facts import State
from storage.outbox import OutboxRow, RowState
from storage.pods import Member
from tests.bot.advice.scene import HOME, who
from tests.bot.alerts.by_hand.scene import SECOND, posts, shown
from tests.bot.alerts.following.scene import Following, warning, weather
from tests.bot.alerts.following.source import FakeFeed

PEOPLE = ("URUTH", "ULUIS", "UANA")


class Refusing:
    """`channel` is archived: Slack refuses for good whatever is posted there."""

    def __init__(self, room: Following, channel: str = SECOND) -> None:
        self.room, self.channel, self.open = room, channel, False

    async def minutes(self, count: float) -> list[OutboxRow]:
        sent: list[OutboxRow] = []
        for _ in range(int(count * 2)):
            self.room.now += timedelta(seconds=30)
            await self.room.tick()
            await self._refuse()
            sent += await self.room.send()
        return sent

    async def _refuse(self) -> None:
        for row in [] if self.open else await self.room.waiting():
            if row.channel == self.channel:
                async with self.room.database.write() as session:
                    mine = await session.get(OutboxRow, row.seq)
                    assert mine is not None
                    mine.state, mine.error = RowState.DEAD, "is_archived"


def notices(sent: list[OutboxRow]) -> list[OutboxRow]:
    return [row for row in posts(sent) if row.channel in PEOPLE]


@pytest.mark.parametrize("count", [1, 3])
async def test_a_refused_pod_is_named_once_to_the_first_who_is_there(
    room: Following, feed: FakeFeed, count: int
) -> None:
    """One card, or several in a digest."""
    slack = Refusing(room)
    await room.follower.start(room.now)
    feed.says(weather(*(warning(room.now, number) for number in range(count))))
    (told,) = notices(await slack.minutes(10))
    assert told.channel == "URUTH"
    assert "1 pod does not get what goes on in San Diego" in shown(told)
    assert "San Diego 2: its channel is archived" in shown(told)
    feed.says(weather(*(warning(room.now, number) for number in range(count + 1))))
    sent = await slack.minutes(5)
    assert len(posts(sent, HOME)) == 1
    assert not notices(sent)


async def test_one_press_posts_all_that_the_pod_is_without(room: Following, feed: FakeFeed) -> None:
    slack = Refusing(room)
    await room.follower.start(room.now)
    feed.says(weather(*(warning(room.now, number) for number in range(3))))
    assert notices(await slack.minutes(3))
    with pytest.raises(OnlyWhoChanges):
        await room.alerts.try_refused(room.delivery(), who("UMAYA"), room.market)
    assert await room.alerts.try_refused(room.delivery(), who("URUTH"), room.market) == 1
    assert len(notices(await slack.minutes(3))) == 1  # it is archived still
    slack.open = True
    assert await room.alerts.try_refused(room.delivery(), who("URUTH"), room.market) == 1
    assert len(posts(await slack.minutes(3), SECOND)) == 3
    assert await room.alerts.try_refused(room.delivery(), who("URUTH"), room.market) == 0


async def test_the_doctor_names_a_pod_that_is_without_an_alert(
    room: Following, feed: FakeFeed
) -> None:
    (well,) = await look_at_alerts(room.database)
    assert well.state is State.OK
    slack = Refusing(room)
    await room.follower.start(room.now)
    feed.says(weather(warning(room.now, 1)))
    await slack.minutes(1)
    (found,) = await look_at_alerts(room.database)
    assert found.state is State.PROBLEM
    assert found.said == "Pod sd2 is without 1 alert that goes on: its channel is archived."


async def test_where_nobody_is_there_it_is_told_when_somebody_is(
    room: Following, feed: FakeFeed
) -> None:
    slack = Refusing(room)
    until = room.now + timedelta(minutes=20)
    async with room.database.write() as session:
        for member in await session.scalars(select(Member)):
            member.away_until = until
    await room.follower.start(room.now)
    feed.says(weather(warning(room.now, 1)))
    assert not notices(await slack.minutes(19))
    assert len(notices(await slack.minutes(20))) == 1
