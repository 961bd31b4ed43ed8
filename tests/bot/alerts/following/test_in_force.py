"""What feeds say and nobody was told of stands in the list, and nowhere else."""

from datetime import timedelta
from typing import Any

import pytest

from bot.alerts import in_force, lists
from bot.alerts.errors import NotInForce
from bot.alerts.shown import InForce, Listed
from bot.alerts.standing import State
from bot.alerts.words import read_in_force
from storage.alerts import AlertState
from tests.bot.advice.scene import HOME, who
from tests.bot.alerts.by_hand.scene import posts
from tests.bot.alerts.by_hand.test_longest import TAKEN, length, longest
from tests.bot.alerts.following.scene import Following, warning, weather
from tests.bot.alerts.following.source import FakeFeed

MILD: dict[str, Any] = {"event": "Wind Advisory", "code": "WI.Y", "severity": "Moderate"}


async def listed(room: Following, user: str = "UMAYA") -> Listed:
    return await room.alerts.list_live(who(user), room.now)


def seen(several: Listed, room: Following) -> str:
    blocks = lists.list_card(several, room.now).blocks
    return "\n".join(
        str(each["text"]["text"] if "text" in each else each["elements"][0].get("text", ""))
        for each in blocks
    )


async def test_what_is_below_the_bar_is_listed_and_not_posted(
    room: Following, feed: FakeFeed
) -> None:
    feed.says(weather(warning(room.now, 7, **MILD)))
    assert not posts(await room.begin(), HOME)
    shown = seen(await listed(room), room)
    assert "*Also in force, not posted: 1*" in shown
    assert "No alert is live in San Diego." in shown
    told = "🟨 Wind advisory · moderate · Until 4 PM, San Diego time · The Weather Service"
    assert told in shown
    heard = lists.list_card(await listed(room), room.now).text
    assert "Also in force, not posted: 1." in heard
    (line,) = in_force.home_line((await listed(room)).rest)
    assert line["elements"][0]["text"] == (
        "Also in force, not posted: 1. `/alert list` shows what."
    )


async def test_what_was_posted_or_is_over_is_not_among_the_rest(
    room: Following, feed: FakeFeed
) -> None:
    feed.says(weather(warning(room.now, 1, ugc="CAZ058"), warning(room.now, 7, **MILD)))
    await room.begin()
    found = await listed(room)
    assert len(found.several) == len(found.rest) == 1
    later = room.now + timedelta(seconds=30)
    feed.says(weather(warning(later, 7, action="CAN", **MILD)))
    await room.minutes(1)
    assert not (await listed(room)).rest


async def test_another_market_s_pod_does_not_see_it(room: Following, feed: FakeFeed) -> None:
    feed.says(weather(warning(room.now, 7, **MILD)))
    await room.begin()
    assert not (await listed(room, "UOMAR")).rest


async def test_what_a_stronger_one_mutes_says_so(room: Following, feed: FakeFeed) -> None:
    feed.says(weather(warning(room.now, 1), warning(room.now, 7, **MILD)))
    await room.begin()
    ((one,)) = (await listed(room)).rest
    assert one.state is State.MUTED
    assert "a stronger alert stands in all of its areas" in in_force.card(one, room.now).text


async def test_its_facts_are_a_press_away_until_it_is_over(room: Following, feed: FakeFeed) -> None:
    feed.says(weather(warning(room.now, 7, **MILD)))
    await room.begin()
    found = await listed(room)
    ((_, line)) = in_force.lines(found.rest, room.now, 1000)
    key = read_in_force(line["accessory"]["value"])
    one = await room.alerts.show_in_force(who("UMAYA"), key, room.now)
    told = in_force.card(one, room.now).text
    assert "Wind advisory" in told
    assert "below what your pod is told of" in told
    feed.says(weather(warning(room.now + timedelta(seconds=30), 7, action="CAN", **MILD)))
    await room.minutes(1)
    with pytest.raises(NotInForce):
        await room.alerts.show_in_force(who("UMAYA"), key, room.now)


@pytest.mark.parametrize("word", ["x", "&", "* "])
def test_a_list_with_many_of_both_is_one_message(word: str) -> None:
    live = longest(word, AlertState.LIVE)
    rest = [InForce(live.alert, live.market, "The Weather Service", State.LISTED)] * 40
    for several in ([live] * 40, []):
        found = Listed(several, "San Diego", rest=rest)
        blocks = lists.list_card(found, live.alert.posted_at).blocks
        assert length(blocks) <= TAKEN
        assert len(blocks) <= 50
        assert any("Also in force, not posted: 40" in str(each) for each in blocks)


def test_ten_are_shown_and_the_others_counted() -> None:
    one = longest("x", AlertState.LIVE)
    rest = [InForce(one.alert, one.market, "The Weather Service", State.LISTED)] * 14
    _, *lines, more = in_force.lines(rest, one.alert.posted_at, 10_000)
    assert len(lines) == 10
    assert more["elements"][0]["text"] == "And 4 more."
    assert not in_force.lines([], one.alert.posted_at, 10_000)
