"""Status pages, publishers of CAP and power outages, read while the bot runs; and what lapses."""

import json
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.alerts import lists
from bot.inbox import Person
from storage.alerts import Alert, AlertChange, Severity
from tests.bot.advice.scene import HOME, TEAM, THERE
from tests.bot.alerts.by_hand.scene import posts, replies, shown
from tests.bot.alerts.following.conftest import Opens
from tests.bot.alerts.following.scene import Following, warning, weather
from tests.bot.alerts.following.source import FakeFeed

MAYA = Person(TEAM, "UMAYA")


def incident(at: datetime, status: str = "investigating") -> dict[str, Any]:
    return {
        "id": "i1",
        "name": "Voice is down",
        "status": status,
        "impact": "critical",
        "created_at": at.isoformat(),
        "updated_at": at.isoformat(),
        "incident_updates": [],
    }


def page(*incidents: dict[str, Any]) -> dict[str, Any]:
    return {
        "page": {"id": "p1", "name": "Cloud", "url": "https://status.example.com"},
        "incidents": list(incidents),
        "scheduled_maintenances": [],
        "components": [],
    }


async def test_a_status_page_reaches_the_markets_that_it_is_about(
    opens: Opens, feed: FakeFeed
) -> None:
    room = await opens(feed_statuspages=f"cloud={feed.url}#dt")
    began = room.now
    feed.says(page(incident(began)))
    sent = await room.begin()
    assert [row.channel for row in posts(sent)] == [THERE]
    assert {path for path, _ in feed.asked} == {"/api/v2/incidents.json", "/api/v2/summary.json"}
    feed.says(page(incident(began + timedelta(seconds=30), "resolved")))
    assert len(replies(await room.minutes(1))) == 1
    assert not await room.live()


async def test_a_page_of_which_one_half_cannot_be_read_is_not_known(
    opens: Opens, feed: FakeFeed
) -> None:
    room = await opens(feed_statuspages=f"cloud={feed.url}#all")
    feed.says(page(incident(room.now)))

    async def half(request: web.Request) -> web.Response:
        if "summary" in request.path:
            return web.Response(status=500)
        return web.Response(body=json.dumps(page()).encode())

    await room.begin()
    feed.answer = half
    await room.minutes(2)
    assert (await room.feed("statuspage:cloud")).failures == 2
    assert len(await room.live()) == 2  # one in each market


async def test_a_page_that_says_the_same_is_asked_conditionally(
    opens: Opens, feed: FakeFeed
) -> None:
    room = await opens(feed_statuspages=f"cloud={feed.url}#all")
    feed.says(page(incident(room.now)))
    await room.begin()
    feed.asked.clear()
    assert not await room.minutes(2)
    assert len(feed.asked) == 4
    assert all("If-None-Match" in headers for _, headers in feed.asked)
    assert len(await room.live()) == 2


async def test_of_a_page_of_which_one_part_is_new_both_are_read_whole(
    opens: Opens, feed: FakeFeed
) -> None:
    """What is over by now is known from the two together."""
    room = await opens(feed_statuspages=f"cloud={feed.url}#all")
    known = page(incident(room.now))
    news = {"incidents": known, "summary": known}

    async def serve(request: web.Request) -> web.Response:
        name = next(each for each in news if each in request.path)
        etag = f'"{name}{len(json.dumps(news[name]))}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=json.dumps(news[name]).encode(), headers={"ETag": etag})

    feed.answer = serve
    await room.begin()
    assert len(await room.live()) == 2
    feed.asked.clear()
    news["incidents"] = page(incident(room.now), incident(room.now) | {"id": "i2"})
    await room.minutes(1)
    assert len(feed.asked) == 3
    assert len(await room.live()) == 4


CAP = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{name}</identifier>
<sender>ops@example.gov</sender><sent>{sent}</sent><status>Actual</status><msgType>{kind}</msgType>
<scope>Public</scope>{references}<info><category>Infra</category>
<event>911 Telephone Outage</event><urgency>Immediate</urgency><severity>Severe</severity>
<certainty>Observed</certainty><headline>911 is down</headline><area><areaDesc>San Diego</areaDesc>
<geocode><valueName>SAME</valueName><value>006073</value></geocode></area></info></alert>"""


async def test_a_publisher_of_cap_is_read_and_its_cancel_ends(opens: Opens, feed: FakeFeed) -> None:
    room = await opens(feed_cap=f"county={feed.url}/cap.xml")
    sent = room.now.isoformat()
    feed.says(CAP.format(name="A1", sent=sent, kind="Alert", references="").encode())
    assert "911 is down" in shown(posts(await room.begin(), HOME)[0])
    again = (room.now + timedelta(seconds=30)).isoformat()
    names = f"<references>ops@example.gov,A1,{sent}</references>"
    feed.says(CAP.format(name="A2", sent=again, kind="Cancel", references=names).encode())
    assert len(replies(await room.minutes(1))) == 2
    assert not await room.live()


async def test_an_entity_bomb_is_unknown_and_ends_nothing(opens: Opens, feed: FakeFeed) -> None:
    room = await opens(feed_cap=f"county={feed.url}/cap.xml")
    document = CAP.format(name="A1", sent=room.now.isoformat(), kind="Alert", references="")
    feed.says(document.encode())
    await room.begin()
    bomb = '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;&a;">]>'
    feed.says(document.replace("?>\n", f"?>\n{bomb}", 1).encode())
    await room.minutes(1)
    assert (await room.feed("cap:county")).failures == 1
    assert len(await room.live()) == 1


def outage(meters: int, **more: Any) -> dict[str, Any]:
    row = {
        "utility_id": "5109",
        "name": "SDG&E,5109",
        "communitydescriptor": "06073",
        "county": "San Diego",
        "state": "California",
        "metersaffected": meters,
        "reportedstarttime": "2026-11-16T17:00:00Z",
    }
    return row | more


async def test_power_outages_rise_and_fall_with_hysteresis(opens: Opens, feed: FakeFeed) -> None:
    room = await opens(feed_odin=True, feed_odin_url=f"{feed.url}/odin.json")
    feed.says([outage(2_500)])
    await room.begin()
    (alert,) = await room.live()
    assert alert.severity is Severity.MODERATE
    feed.says([outage(1_500)])  # below the step, above half of it
    assert not await room.minutes(15)
    room.again()  # what stood is known after a restart, too
    feed.says([outage(1_100)])
    assert not await room.minutes(15)
    feed.says([outage(12_000)])
    assert len(replies(await room.minutes(15))) == 2
    feed.says([outage(900)])
    assert len(replies(await room.minutes(15))) == 2
    assert not await room.live()


async def test_a_county_that_is_missing_is_not_at_zero(opens: Opens, feed: FakeFeed) -> None:
    room = await opens(feed_odin=True, feed_odin_url=f"{feed.url}/odin.json")
    feed.says([outage(12_000)])
    await room.begin()
    feed.says([])
    assert not await room.minutes(5 * 60)
    assert len(await room.live()) == 1


async def test_a_county_that_its_utility_leaves_out_for_hours_is_no_longer_listed(
    opens: Opens, feed: FakeFeed
) -> None:
    room = await opens(feed_odin=True, feed_odin_url=f"{feed.url}/odin.json")
    feed.says([outage(12_000)])
    await room.begin()
    feed.says([outage(300, communitydescriptor="06059", county="Orange")])
    assert not await room.minutes(105)
    sent = await room.minutes(30)
    assert "No longer listed by its source" in shown(replies(sent)[0])
    assert not await room.live()


async def test_what_lapses_is_no_all_clear(room: Following, feed: FakeFeed) -> None:
    river = warning(room.now, 1, event="Flood Warning", code="FL.W", hours=1)
    river["properties"] |= {
        "ends": None,
        "parameters": {"VTEC": [f"/O.NEW.KSGX.FL.W.0001.{room.now:%y%m%dT%H%MZ}-000000T0000Z/"]},
    }
    feed.says(weather(river))
    await room.begin()
    (alert,) = await room.live()
    assert alert.expected_end is None
    await room.minutes(150)  # still listed: it goes on
    assert len(await room.live()) == 1
    feed.says(weather(at=room.now))
    sent = await room.minutes(10)
    (reply, _) = replies(sent)
    assert "No longer listed by its source" in shown(reply)
    assert "lear" not in shown(reply)
    (over,) = await room.all(Alert)
    assert (over.lapsed, over.state) == (True, "ended")
    assert "unlisted" in {each.what for each in await room.all(AlertChange)}


async def test_home_and_lists_say_which_feed_is_stale(room: Following, feed: FakeFeed) -> None:
    feed.says(weather())
    await room.begin()
    fresh = await room.alerts.list_live(MAYA, room.now)
    assert not fresh.notes
    feed.fails(500)
    await room.minutes(10)
    stale = await room.alerts.list_live(MAYA, room.now)
    card = lists.list_card(stale, room.now)
    assert "stale since 10 AM" in str(card.blocks)
    assert "stale since 10 AM" in str(lists.home_section(stale, room.now))


async def test_an_alert_for_a_whole_market_names_no_parts_of_it(
    opens: Opens, feed: FakeFeed
) -> None:
    room = await opens(feed_statuspages=f"cloud={feed.url}#sd")
    feed.says(page(incident(room.now)))
    (card, *_) = posts(await room.begin(), HOME)
    assert "parts of" not in shown(card)
    (alert,) = await room.all(Alert)
    assert alert.areas == []
