"""Feeds while the bot runs: what is live at the start, what changes, and what a restart does."""

from datetime import timedelta

from storage.alerts import Alert, AlertCard, AlertState
from tests.bot.advice.scene import HOME
from tests.bot.alerts.by_hand.scene import SECOND, posts, repaints, replies, shown
from tests.bot.alerts.following.scene import Following, warning, weather
from tests.bot.alerts.following.source import FakeFeed

HOUR = timedelta(hours=1)


async def test_one_call_asks_for_the_states_of_all_markets(room: Following, feed: FakeFeed) -> None:
    feed.says(weather())
    await room.begin()
    ((path, headers),) = feed.asked
    assert path == "/alerts/active?status=actual&area=CA"
    assert "noc@example.com" in headers["User-Agent"]


async def test_what_goes_on_at_the_start_is_one_message_a_pod(
    room: Following, feed: FakeFeed
) -> None:
    began = room.now - HOUR
    feed.says(weather(*(warning(began, number, ugc="CAZ043") for number in (1, 2, 3))))
    sent = await room.begin()
    assert len(posts(sent, HOME)) == len(posts(sent, SECOND)) == 1
    assert len(await room.live()) == 3


async def test_what_is_new_later_is_a_card_of_its_own(room: Following, feed: FakeFeed) -> None:
    feed.says(weather(at=room.now))
    assert not await room.begin()
    feed.says(weather(warning(room.now, 1), warning(room.now, 2), at=room.now))
    sent = await room.minutes(1)
    assert len(posts(sent, HOME)) == 2
    assert "High wind warning" in shown(posts(sent, HOME)[0])


async def test_more_than_five_at_once_are_one_message(room: Following, feed: FakeFeed) -> None:
    feed.says(weather(at=room.now))
    await room.begin()
    feed.says(weather(*(warning(room.now, number) for number in range(1, 7)), at=room.now))
    sent = await room.minutes(1)
    assert len(posts(sent, HOME)) == 1


async def test_a_restart_tells_nobody_anything_twice(room: Following, feed: FakeFeed) -> None:
    feed.says(weather(warning(room.now - HOUR, 1), warning(room.now - HOUR, 2)))
    await room.begin()
    room.again()
    assert not await room.begin()
    assert not await room.minutes(3)
    assert len(await room.all(Alert)) == 2


async def test_an_unchanged_document_is_asked_for_by_its_etag(
    room: Following, feed: FakeFeed
) -> None:
    feed.says(weather(warning(room.now - HOUR, 1)))
    await room.begin()
    room.again()
    assert not await room.minutes(2)
    assert all("If-None-Match" in headers for _, headers in feed.asked[1:])
    assert (await room.feed()).read_at == room.now


async def test_a_rise_is_told_below_the_card_and_an_end_too(
    room: Following, feed: FakeFeed
) -> None:
    first = room.now
    feed.says(weather(warning(first, 1)))
    await room.begin()
    feed.says(weather(warning(first + timedelta(seconds=30), 1, action="CON", severity="Extreme")))
    sent = await room.minutes(1)
    assert len(replies(sent)) == 2  # one in each pod
    feed.says(weather(warning(first + timedelta(seconds=90), 1, action="CAN")))
    sent = await room.minutes(1)
    assert len(replies(sent)) == len(repaints(sent)) == 2
    assert "All clear" in shown(replies(sent)[0])
    (alert,) = await room.all(Alert)
    assert alert.state is AlertState.ENDED


async def test_a_new_wording_repaints_nothing(room: Following, feed: FakeFeed) -> None:
    first = room.now
    feed.says(weather(warning(first, 1)))
    await room.begin()
    again = warning(first + timedelta(seconds=30), 1, action="CON", hours=6 - 30 / 3600)
    feed.says(weather(again))
    assert not await room.minutes(1)


async def test_what_vanishes_from_the_list_goes_on_until_its_end(
    room: Following, feed: FakeFeed
) -> None:
    feed.says(weather(warning(room.now, 1, hours=0.5)))
    await room.begin()
    feed.says(weather(at=room.now))
    assert not await room.minutes(20)
    assert len(await room.live()) == 1
    sent = await room.minutes(12)
    assert len(replies(sent)) == 2
    assert not await room.live()


async def test_nobody_is_asked_whether_it_is_over_while_the_source_is_read(
    room: Following, feed: FakeFeed
) -> None:
    feed.says(weather(warning(room.now, 1, hours=1)))
    await room.begin()
    (alert,) = await room.live()
    assert set(await room.waits_for(alert)) == {"alert.new_day"}


async def test_what_somebody_ended_stays_so_unless_it_gets_worse(
    room: Following, feed: FakeFeed
) -> None:
    first = room.now
    feed.says(weather(warning(first, 1)))
    await room.begin()
    (alert,) = await room.live()
    await room.end(alert)
    await room.send()
    feed.says(weather(warning(first + timedelta(seconds=30), 1, action="EXT", hours=9)))
    assert not await room.minutes(2)
    assert not await room.live()
    feed.says(weather(warning(room.now, 1, action="EXT", hours=9, severity="Extreme")))
    sent = await room.minutes(1)
    assert len(replies(sent)) == 2
    assert len(await room.live()) == 1


async def test_what_somebody_corrected_stays_until_the_source_says_otherwise(
    room: Following, feed: FakeFeed
) -> None:
    first = room.now
    feed.says(weather(warning(first, 1)))
    await room.begin()
    (alert,) = await room.live()
    await room.edit(alert, headline="Wind takes down the tower at Otay")
    await room.send()
    feed.says(weather(warning(first + timedelta(seconds=30), 1, action="EXT", hours=9)))
    await room.minutes(1)
    (alert,) = await room.live()
    assert alert.headline == "Wind takes down the tower at Otay"
    assert alert.expected_end == (first + timedelta(seconds=30, hours=9)).replace(second=0)


async def test_two_pods_have_one_card_each(room: Following, feed: FakeFeed) -> None:
    feed.says(weather(warning(room.now, 1)))
    await room.begin()
    await room.minutes(2)
    assert len(await room.all(AlertCard)) == 2
