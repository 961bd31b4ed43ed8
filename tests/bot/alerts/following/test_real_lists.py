"""Real lists of alerts, read by the running bot, give the cards, posts and edits that a careful
person wrote down for them: the same as the replay's."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.alerts.feeds import nws
from storage.alerts import Alert
from storage.outbox import Act, OutboxRow
from storage.pods import Market, Pod
from tests.bot.advice.scene import TEAM
from tests.bot.alerts.following.conftest import Opens
from tests.bot.alerts.following.scene import Following
from tests.bot.alerts.following.source import FakeFeed
from tests.bot.alerts.test_expected import DOCUMENTS, PLAYED, codes_of, expected, roster


async def people(room: Following) -> None:
    """One pod in each market of the roster."""
    for key, market in roster().markets.items():
        row = Market(
            key=key,
            name=market.name,
            timezone=market.timezone,
            areas={kind: list(codes) for kind, codes in market.areas.items()},
            languages=["en"],
        )
        pod = Pod(team_id=TEAM, key=key, name=market.name, market_id=row.id, channel=f"C{key}")
        for made in (row, pod):
            async with room.database.write() as session:
                session.add(made)


async def stood(room: Following) -> dict[str, dict[str, Any]]:
    """By market, as the expectation has it."""
    async with room.database.read() as session:
        markets = {each.id: each.key for each in await session.scalars(select(Market))}
    found: dict[str, dict[str, Any]] = {
        key: {"cards": {}, "posts": 0, "edits": 0} for key in roster().markets
    }
    for alert in await room.all(Alert):
        market = markets[alert.market_id]
        found[market]["cards"][alert.event_key] = _card(alert, market)
    for row in await room.all(OutboxRow):
        if row.channel[1:] in found:
            found[row.channel[1:]]["posts" if row.act is Act.POST else "edits"] += 1
    return found


def _card(alert: Alert, market: str) -> dict[str, Any]:
    end = alert.expected_end
    return {
        "kind": alert.kind.value,
        "severity": alert.severity.value,
        "headline": alert.headline,
        "areas": sorted(alert.areas or codes_of(market)),
        "expected_end": end.isoformat() if end else None,
        "state": alert.state.value,
    }


def wanted(name: str) -> dict[str, dict[str, Any]]:
    """By key; a card says its times to the minute."""
    found: dict[str, dict[str, Any]] = expected(name)
    for said in found.values():
        said["cards"] = {card.pop("key"): card for card in said["cards"]}
        for card in said["cards"].values():
            if card["expected_end"]:
                card["expected_end"] = re.sub(r":\d\d\+", ":00+", card["expected_end"])
    return found


@pytest.mark.parametrize("name", PLAYED)
async def test_the_bot_that_runs_does_as_the_replay(
    opens: Opens, feed: FakeFeed, name: str
) -> None:
    room = await opens(feed_nws=True, feed_nws_url=feed.url)
    await people(room)
    for number, document in enumerate(PLAYED[name]):
        body = (DOCUMENTS / document).read_bytes()
        feed.says(body)
        at = nws.read(body).at
        assert at is not None
        room.now = max(at, room.now + timedelta(seconds=61)) if number else at
        room.again()
        await (room.begin() if number == 0 else room.minutes(0))
    got, want = await stood(room), wanted(name)
    assert differences(got, want) == []


def differences(got: dict[str, Any], want: dict[str, Any]) -> list[str]:
    """Fact by fact."""
    flat = [
        {
            (market, key, name): value
            for market, said in each.items()
            if market in want
            for key, card in {**said["cards"], "": {k: said[k] for k in ("posts", "edits")}}.items()
            for name, value in card.items()
        }
        for each in (got, want)
    ]
    names = sorted(flat[0].keys() | flat[1].keys())
    return [
        f"{name}: got {flat[0].get(name)}, wanted {flat[1].get(name)}"
        for name in names
        if flat[0].get(name) != flat[1].get(name)
    ]
