"""Whose turn it is, what is summed up after a silence, and what is forgotten."""

from datetime import timedelta
from uuid import UUID

import pytest

from bot.alerts.following.polling import POLL
from bot.alerts.following.posting_by_feed import MOST_A_MINUTE
from bot.errors import AlreadyHandled
from storage.alerts import AlertCard
from storage.alerts_feeds import FeedEvent, FeedKey
from storage.keeping import Keeping, forget_old
from storage.timers import Timer
from tests.bot.advice.scene import HOME
from tests.bot.alerts.by_hand.scene import posts, shown
from tests.bot.alerts.following.conftest import Opens
from tests.bot.alerts.following.scene import Following, warning, weather
from tests.bot.alerts.following.source import FakeFeed
from tests.bot.alerts.following.test_flood import TOKEN, most_in_a_minute, notification


async def poll_timer(room: Following) -> UUID:
    (timer,) = [each for each in await room.all(Timer) if each.kind == POLL]
    assert isinstance(timer.id, UUID)
    return timer.id


def another(room: Following) -> Following:
    """A second process."""
    other = Following(room.database, session=room.session, settings=room.settings)
    other.now = room.now
    return other


async def test_a_process_that_starts_while_another_reads_waits_for_its_turn(
    room: Following, feed: FakeFeed
) -> None:
    await room.follower.start(room.now)
    timer = await poll_timer(room)
    assert await room.follower._poller.claim(timer, room.now) is not None
    other = another(room)
    await other.follower.start(room.now)
    assert await other.follower._poller.claim(timer, room.now) is None
    later = room.step(60)
    assert await other.follower._poller.claim(timer, later) is not None


async def test_who_took_too_long_writes_nothing(room: Following, feed: FakeFeed) -> None:
    await room.follower.start(room.now)
    timer = await poll_timer(room)
    mine = await room.follower._poller.claim(timer, room.now)
    other = another(room)
    later = room.step(60)
    theirs = await other.follower._poller.claim(timer, later)
    assert mine is not None
    assert theirs is not None
    feed.fails(500)
    with pytest.raises(AlreadyHandled):
        await room.follower._poller._note_failure(mine[0], "late", room.now)
    assert (await room.feed()).failures == 0
    await other.follower._poller._note_failure(theirs[0], "in time", later)
    assert (await room.feed()).error == "in time"


async def test_after_a_long_silence_what_is_new_is_one_message(
    room: Following, feed: FakeFeed
) -> None:
    feed.says(weather())
    await room.begin()
    room.step(3600)
    room.again()
    feed.says(weather(warning(room.now, 1), warning(room.now, 2)))
    assert len(posts(await room.begin(), HOME)) == 1


async def test_after_a_short_one_each_has_its_card(room: Following, feed: FakeFeed) -> None:
    feed.says(weather())
    await room.begin()
    room.step(600)
    room.again()
    feed.says(weather(warning(room.now, 1), warning(room.now, 2)))
    assert len(posts(await room.begin(), HOME)) == 2


async def test_one_after_another_they_are_single_cards_up_to_a_bound(opens: Opens) -> None:
    room = await opens(alertmanager_tokens=TOKEN)
    sent = []
    for number in range(20):
        await room.receiver.alertmanager(notification(range(number, number + 1)), room.now)
        sent += await room.minutes(2.5 / 60)
    assert len(posts(sent, HOME)) == MOST_A_MINUTE
    later = posts(await room.minutes(1), HOME)
    assert len(later) == 1
    assert "going on now: 12" in shown(later[0])
    assert most_in_a_minute(sent) <= MOST_A_MINUTE
    assert len(await room.all(AlertCard)) == 40


async def test_what_is_over_is_forgotten_after_two_days_and_what_goes_on_is_not(
    opens: Opens, feed: FakeFeed
) -> None:
    room = await opens(feed_nws=True, feed_nws_url=feed.url)
    over, live = warning(room.now, 1, hours=1), warning(room.now, 2, hours=200)
    feed.says(weather(over, live))
    await room.begin()
    feed.says(weather(live, at=room.now))
    await room.minutes(65)
    await forget_old(room.database, room.now + timedelta(hours=47), Keeping())
    assert len(await room.rows(FeedEvent)) == 2
    await forget_old(room.database, room.now + timedelta(hours=49), Keeping())
    (left,) = await room.rows(FeedEvent)
    assert "0002" in left.key


async def test_keys_of_messages_are_forgotten_after_two_days(opens: Opens) -> None:
    room = await opens()
    async with room.database.write() as session:
        session.add(FeedKey(key="INC1", body_hash="0" * 64, at=room.now))
    await forget_old(room.database, room.now + timedelta(hours=47), Keeping())
    assert len(await room.rows(FeedKey)) == 1
    await forget_old(room.database, room.now + timedelta(hours=49), Keeping())
    assert not await room.rows(FeedKey)


async def test_a_feed_that_was_switched_off_is_asked_no_more(
    room: Following, opens: Opens, feed: FakeFeed
) -> None:
    feed.says(weather())
    await room.begin()
    room.settings = room.settings.model_copy(update={"feed_nws": False})
    room.again()
    await room.minutes(5)
    assert len(feed.asked) == 1
