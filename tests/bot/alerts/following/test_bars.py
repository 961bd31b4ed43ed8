"""Each pod has its own bar for each kind: feeds post to it what is above."""

from datetime import timedelta
from typing import Any

import pytest

from bot.alerts import lists
from bot.alerts.bars import bars_of
from bot.alerts.facts import AlertKind, Severity
from storage.alerts import Alert
from storage.pods import Pod
from tests.bot.advice.scene import HOME, who
from tests.bot.alerts.by_hand.scene import SECOND, posts, replies, shown
from tests.bot.alerts.following.scene import Following, warning, weather
from tests.bot.alerts.following.source import FakeFeed
from tests.fakes import START

MILD: dict[str, Any] = {"event": "Wind Advisory", "code": "WI.Y", "severity": "Moderate"}


async def bars(room: Following, channel: str, **said: str) -> None:
    """As after `podline pods apply`."""
    async with room.database.write() as session:
        pod = await session.get(Pod, room.pods[channel])
        assert pod is not None
        pod.settings = {**pod.settings, "alerts": said}


@pytest.mark.parametrize(
    ("said", "shown_"),
    [
        ({}, []),
        (
            {"weather": "extreme", "power_outage": "moderate", "default": "severe"},
            [
                "Feeds post here: power outage from moderate, weather from extreme, all else from "
                "severe. The rest is under /alert list."
            ],
        ),
        (
            {"weather": "minor"},
            [
                "Feeds post here: weather from minor, all else that is severe, or cuts power or "
                "cells. The rest is under /alert list."
            ],
        ),
        (
            {"default": "minor"},
            ["Feeds post here: everything from minor. The rest is under /alert list."],
        ),
        ({"aliens": "severe", "fraud": "awful", "default": 7}, []),
    ],
)
def test_the_card_of_a_pod_says_from_which_severity_on_it_is_told(
    said: dict[str, Any], shown_: list[str]
) -> None:
    blocks = lists.pod_lines([], START, {"alerts": said})
    assert [each["elements"][0]["text"] for each in blocks] == shown_


async def rest(room: Following, user: str) -> list[str]:
    listed = await room.alerts.list_live(who(user), room.now)
    return [each.alert.headline for each in listed.rest]


def test_a_kind_s_own_bar_comes_before_the_default_and_what_is_unknown_is_nothing() -> None:
    said = {"weather": "extreme", "default": "minor", "aliens": "severe", "fraud": "awful"}
    found = bars_of({"alerts": said})
    assert found[AlertKind.WEATHER] is Severity.EXTREME
    assert found[AlertKind.FRAUD] is found[AlertKind.STORE] is Severity.MINOR
    assert len(found) == len(AlertKind)
    assert bars_of({"alerts": {"weather": "severe"}}) == {AlertKind.WEATHER: Severity.SEVERE}
    assert bars_of({}) == {}


async def test_pods_of_one_market_each_have_what_is_above_their_own_bar(
    room: Following, feed: FakeFeed
) -> None:
    await bars(room, SECOND, weather="extreme")
    feed.says(weather(warning(room.now, 1)))
    sent = await room.begin()
    assert len(posts(sent, HOME)) == 1
    assert not posts(sent, SECOND)
    assert await rest(room, "UNICK") == ["High wind warning"]
    assert not (await room.alerts.list_live(who("UNICK"), room.now)).several
    assert await rest(room, "UMAYA") == []


async def test_a_rise_over_a_pod_s_bar_brings_it_there_too(room: Following, feed: FakeFeed) -> None:
    await bars(room, SECOND, weather="extreme")
    feed.says(weather(warning(room.now, 1)))
    await room.begin()
    worse = warning(room.now + timedelta(seconds=30), 1, action="CON", severity="Extreme")
    feed.says(weather(worse))
    sent = await room.minutes(1)
    assert len(replies(posts(sent, HOME))) == 1
    (card,) = posts(sent, SECOND)
    assert "extreme" in shown(card)
    assert len(await room.all(Alert)) == 1


async def test_a_lower_bar_holds_at_the_next_poll_and_posts_nothing_twice(
    room: Following, feed: FakeFeed
) -> None:
    feed.says(weather(warning(room.now, 1, ugc="CAZ058"), warning(room.now, 7, **MILD)))
    sent = await room.begin()
    assert len(posts(sent)) == 2
    await bars(room, SECOND, default="minor")
    (card,) = posts(await room.minutes(1))
    assert card.channel == SECOND
    assert "Wind advisory" in shown(card)
    await bars(room, HOME, weather="moderate")
    (card,) = posts(await room.minutes(1))
    assert card.channel == HOME
    assert not posts(await room.minutes(2))
    assert len(await room.all(Alert)) == 2


async def test_a_higher_bar_takes_away_no_card(room: Following, feed: FakeFeed) -> None:
    feed.says(weather(warning(room.now, 1)))
    await room.begin()
    await bars(room, SECOND, weather="extreme")
    assert not await room.minutes(2)
    feed.says(weather(warning(room.now + timedelta(seconds=30), 1, action="CAN")))
    sent = await room.minutes(1)
    assert len(replies(posts(sent, SECOND))) == 1


async def test_what_one_pod_is_not_told_of_mutes_nothing_there(
    room: Following, feed: FakeFeed
) -> None:
    await bars(room, SECOND, weather="severe")
    storm: dict[str, Any] = {"event": "Tornado Warning", "code": "TO.W", "severity": "Moderate"}
    watch: dict[str, Any] = {"event": "Tornado Watch", "code": "TO.A", "severity": "Severe"}
    feed.says(weather(warning(room.now, 1, **storm), warning(room.now, 2, **watch)))
    sent = await room.begin()
    (here,), (there,) = posts(sent, HOME), posts(sent, SECOND)
    assert "Tornado warning" in shown(here)
    assert "Tornado watch" in shown(there)
    assert "Tornado warning" not in shown(there)
