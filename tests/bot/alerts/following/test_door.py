"""The door for systems that send alerts, over the wire."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, web
from yarl import URL

from bot import metrics
from bot.alerts.feeds.intake_signature import sign
from bot.web import alerts_intake
from bot.web.alerts_intake import alert_routes
from storage.alerts import Alert, AlertKind, AlertSaying, AlertState
from storage.alerts_feeds import FeedEvent, FeedKey
from tests.bot.advice.scene import HOME
from tests.bot.alerts.by_hand.scene import posts, replies, shown
from tests.bot.alerts.following.conftest import Opens
from tests.bot.alerts.following.scene import Following
from tests.bot.alerts.following.source import FakeFeed

SECRET, OLD, TOKEN = "s" * 32, "o" * 16, "t" * 20
EVENT = {
    "version": 1,
    "key": "INC1",
    "revision": 1,
    "lifecycle": "new",
    "kind": "network_outage",
    "severity": "severe",
    "areas": ["market:sd"],
    "headline": "Fiber cut in Chula Vista",
    "facts": {"what": "No calls south of the 54.", "source": "Network operations"},
    "say": {"en": "A cable was cut near you; there is no time yet."},
    "starts": "2026-11-16T17:50:00Z",
    "basis": "unknown",
}


@dataclass
class Door:
    room: Following
    url: str
    session: ClientSession

    async def send(
        self,
        said: Any = EVENT,
        *,
        secret: str = SECRET,
        ago: float = 0,
        key: str | None = None,
        **headers: str,
    ) -> tuple[int, str]:
        """A signed message: the answer."""
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        stamp = int((self.room.now - timedelta(seconds=ago)).timestamp())
        headers = {
            "Podline-Timestamp": str(stamp),
            "Podline-Signature": sign(secret, stamp, body),
            **({"Idempotency-Key": key} if key else {}),
        } | headers
        return await self.post("/alerts/intake", body, headers)

    async def post(
        self, path: str, body: Any, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        async with self.session.post(self.url + path, data=body, headers=headers) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def door(opens: Opens, feed: FakeFeed) -> AsyncIterator[Door]:
    feed.says({"page": {"id": "p1"}, "incidents": [], "scheduled_maintenances": []})
    room = await opens(
        intake_secrets=f"{SECRET},{OLD}",
        alertmanager_tokens=TOKEN,
        statuspage_tokens=TOKEN,
        feed_statuspages=f"cloud={feed.url}#sd",
    )
    app = web.Application(client_max_size=4_000_000)
    app.add_routes(alert_routes(room.receiver, room.settings, lambda: room.now))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with ClientSession() as session:
        yield Door(room, f"http://127.0.0.1:{runner.addresses[0][1]}", session)
    await runner.cleanup()


async def test_a_signed_event_is_kept_and_then_told_to_both_pods(door: Door) -> None:
    assert await door.send() == (202, '{"taken": 1}')
    assert len(await door.room.rows(FeedEvent)) == 1
    (card,) = posts(await door.room.settle(), HOME)
    assert "Fiber cut in Chula Vista" in shown(card)
    assert "A cable was cut near you" in shown(card)
    (saying,) = await door.room.all(AlertSaying)
    assert saying.author is None


async def test_its_life_is_told_from_the_first_word_to_the_last(door: Door) -> None:
    await door.send()
    await door.room.settle()
    await door.send(EVENT | {"revision": 2, "lifecycle": "update", "severity": "extreme"})
    assert len(replies(await door.room.minutes(0.5))) == 2
    await door.send(EVENT | {"revision": 3, "lifecycle": "ended"})
    assert len(replies(await door.room.minutes(0.5))) == 2
    (alert,) = await door.room.all(Alert)
    assert alert.state is AlertState.ENDED


@pytest.mark.parametrize(
    ("areas", "why"),
    [
        (["market:sandiego"], "'market:sandiego' is no market of the roster"),
        (["market:sd", "market:nowhere"], "'market:nowhere' is no market of the roster"),
        (["TXC001"], "touch no market of the roster, so nobody is told"),
    ],
)
async def test_whoever_sends_learns_what_reaches_nobody(
    door: Door, areas: list[str], why: str
) -> None:
    status, told = await door.send(EVENT | {"areas": areas})
    assert (status, json.loads(told)) == (
        202,
        {"taken": 1, "errors": [{"where": "areas", "why": why}]},
    )
    assert len(await door.room.rows(FeedEvent)) == 1
    assert len(posts(await door.room.settle(), HOME)) == ("market:sd" in areas)


@pytest.mark.parametrize("areas", [["all"], ["06073"], ["CAC000"], ["CAC073", "TXC001"]])
async def test_what_reaches_some_market_is_no_fault(door: Door, areas: list[str]) -> None:
    assert await door.send(EVENT | {"areas": areas}) == (202, '{"taken": 1}')


async def test_the_same_message_is_taken_once(door: Door) -> None:
    assert (await door.send(key="INC1-1"))[0] == 202
    assert (await door.send(key="INC1-1"))[0] == 200
    assert (await door.send())[0] == 202  # without a key the body is the key
    assert (await door.send())[0] == 200
    assert len(await door.room.rows(FeedKey)) == 2


async def test_a_key_that_comes_with_other_words_is_refused(door: Door) -> None:
    await door.send(key="INC1-1")
    status, text = await door.send(EVENT | {"headline": "Another"}, key="INC1-1")
    assert status == 409
    assert "another body" in text
    (event,) = await door.room.rows(FeedEvent)
    assert "Another" not in str(event.parts)


async def test_while_a_secret_is_changed_both_count(door: Door) -> None:
    assert (await door.send(secret=OLD))[0] == 202


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"secret": "x" * 32}, "signature"),
        ({"ago": 301}, "five minutes"),
        ({"ago": -301}, "five minutes"),
        ({"Podline-Signature": ""}, "for want of Podline-Signature"),
        ({"Podline-Signature": "v1=é"}, "signature"),
        ({"Podline-Timestamp": "now"}, "seconds since 1970"),
    ],
)
async def test_a_wrong_or_old_signature_opens_nothing(
    door: Door, how: dict[str, Any], says: str
) -> None:
    status, text = await door.send(**how)
    assert (status, says in text) == (401, True)
    assert not await door.room.rows(FeedEvent)
    assert not await door.room.rows(FeedKey)


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b"\xff\xfe", b"[" * 50_000, b'{"a": NaN}'])
async def test_what_is_no_message_is_told_so(door: Door, body: bytes) -> None:
    status, text = await door.send(body)
    assert status == 400
    assert "Traceback" not in text


async def test_each_wrong_field_is_named(door: Door) -> None:
    wrong = EVENT | {"areas": ["Chula Vista"], "severity": "bad", "expected_end": "tomorrow"}
    status, text = await door.send(wrong)
    assert status == 422
    assert {each["where"] for each in json.loads(text)["errors"]} >= {"severity", "expected_end"}
    assert not await door.room.rows(FeedEvent)


async def test_a_key_of_idempotency_that_is_none_is_refused(door: Door) -> None:
    assert (await door.send(key="a b"))[0] == 400


async def test_what_is_too_large_is_not_read(door: Door) -> None:
    assert (await door.send(b" " * 200_001))[0] == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 65_536

    with suppress(ConnectionError):  # told while the sender still talks
        assert (await door.post("/alerts/intake", endless()))[0] == 413


async def test_a_sender_that_drips_is_not_waited_for(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts_intake, "READ_WITHIN", 0.2)

    reader, writer = await asyncio.open_connection("127.0.0.1", URL(door.url).port)
    writer.write(b"POST /alerts/intake HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\n\r\n")
    answered = asyncio.create_task(reader.readline())
    while not answered.done():
        writer.write(b" ")
        await asyncio.sleep(0.05)
    assert (await answered).split()[1] == b"408"
    writer.close()


async def test_while_the_database_is_away_the_sender_is_to_come_again(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> Any:
        raise OSError

    monkeypatch.setattr(door.room.database, "write", away)
    status, text = await door.send()
    assert status == 503
    assert "not saved" in text
    monkeypatch.undo()
    assert (await door.send())[0] == 202


async def test_personal_data_is_masked_before_anything_is_kept(door: Door) -> None:
    await door.send(EVENT | {"headline": "Card 4111 1111 1111 1111 was charged twice"})
    await door.room.settle()
    (event,), (alert,) = await door.room.rows(FeedEvent), await door.room.all(Alert)
    assert "4111" not in str(event.parts) + alert.headline


async def test_mentions_and_markup_mention_nobody(door: Door) -> None:
    await door.send(EVENT | {"headline": "<!channel> <@U1> *fiber* & co"})
    (card,) = posts(await door.room.settle(), HOME)
    assert "<!channel>" not in str(card.body)
    assert "<@U1>" not in str(card.body)


async def test_an_estimate_that_passes_is_asked_about_and_ends_nothing(door: Door) -> None:
    ends = {"expected_end": "2026-11-16T18:30:00Z", "basis": "estimated"}
    await door.send(EVENT | ends)
    await door.room.begin()
    sent = await door.room.minutes(31)
    assert any("Is it?" in shown(row) for row in sent)
    assert len(await door.room.live()) == 1


async def test_a_stated_end_that_passes_is_the_end(door: Door) -> None:
    ends = {"expected_end": "2026-11-16T18:30:00Z", "basis": "stated"}
    await door.send(EVENT | ends)
    await door.room.begin()
    assert len(replies(await door.room.minutes(32))) == 2
    assert not await door.room.live()


async def test_reversed_revisions_end_in_the_same_state(door: Door) -> None:
    await door.send(EVENT | {"revision": 3, "lifecycle": "ended"})
    await door.room.settle()
    await door.send(EVENT | {"revision": 2, "lifecycle": "update"})
    assert not await door.room.minutes(1)
    assert not await door.room.all(Alert)


def firing(status: str = "firing", **labels: str) -> dict[str, Any]:
    alert = {
        "status": status,
        "labels": {"alertname": "SitesDown", "severity": "critical", "market": "sd"} | labels,
        "annotations": {"summary": "12 sites are down"},
        "startsAt": "2026-11-16T17:55:00Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "fingerprint": "abc",
    }
    return {"version": "4", "status": status, "alerts": [alert]}


async def test_alertmanager_comes_with_its_token(door: Door) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    body = json.dumps(firing())
    assert (await door.post("/alerts/alertmanager", body, headers))[0] == 202
    (card,) = posts(await door.room.settle(), HOME)
    assert "12 sites are down" in shown(card)
    assert (await door.post("/alerts/alertmanager", body, headers))[0] == 202
    assert not await door.room.minutes(0.5)
    resolved = json.dumps(firing("resolved"))
    assert (await door.post("/alerts/alertmanager", resolved, headers))[0] == 202
    assert len(replies(await door.room.minutes(0.5))) == 2


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer wrong-wrong-wrong-wrong", f"Basic {TOKEN}"]
)
async def test_without_its_token_nothing_of_alertmanager_is_read(door: Door, given: str) -> None:
    headers = {"Authorization": given}
    assert (await door.post("/alerts/alertmanager", "{}", headers))[0] == 401


async def test_an_alert_that_names_no_market_is_told_to_its_sender(door: Door) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    body = json.dumps(firing(market=""))
    status, text = await door.post("/alerts/alertmanager", body, headers)
    assert status == 422
    assert "alerts[0]" in text


INCIDENT = {
    "page": {"id": "p1", "status_description": "Major"},
    "incident": {
        "id": "i1",
        "name": "Voice is down",
        "status": "investigating",
        "impact": "critical",
        "created_at": "2026-11-16T17:55:00Z",
        "updated_at": "2026-11-16T17:56:00Z",
        "incident_updates": [],
    },
}


async def test_a_status_page_calls_under_its_secret_and_reaches_its_markets(door: Door) -> None:
    path, body = f"/alerts/statuspage/cloud/{TOKEN}", json.dumps(INCIDENT)
    assert (await door.post(path, body))[0] == 202
    (card,) = posts(await door.room.settle(), HOME)
    assert "Voice is down" in shown(card)
    (alert,) = await door.room.all(Alert)
    assert (alert.kind, alert.feed) == (AlertKind.NETWORK_OUTAGE, "statuspage:cloud")


async def test_a_status_page_with_another_secret_or_name_is_not_read(door: Door) -> None:
    body = json.dumps(INCIDENT)
    assert (await door.post("/alerts/statuspage/cloud/" + "x" * 20, body))[0] == 401
    assert (await door.post(f"/alerts/statuspage/other/{TOKEN}", body))[0] == 404


async def test_a_door_without_a_secret_is_not_there(opens: Opens) -> None:
    room = await opens()
    assert not alert_routes(room.receiver, room.settings, lambda: room.now)


async def test_answers_are_counted_by_door_and_status(door: Door) -> None:
    def count(status: int) -> float | None:
        labels = {"door": "intake", "status": str(status)}
        return metrics.registry.get_sample_value("podline_alert_door_answers_total", labels)

    before = {status: count(status) for status in (202, 401, 413)}
    assert None not in before.values()  # there before the first of them
    await door.send()
    await door.send(secret="w" * 16)
    await door.send(b"x" * 200_001)
    assert {status: (count(status) or 0) - (was or 0) for status, was in before.items()} == {
        202: 1,
        401: 1,
        413: 1,
    }
