"""Every way in which something of a source comes in, with documents that all say the same."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from typing import Any, Final, NamedTuple

from aiohttp import ClientSession

from bot.alerts.feeds.intake_signature import sign
from storage.outbox import OutboxRow
from tests.bot.alerts.feeds.test_cap_hostile import NAMESPACE
from tests.bot.alerts.following.scene import Following, warning, weather
from tests.bot.alerts.following.source import FakeFeed
from tests.bot.alerts.following.test_sources import incident, outage, page

SECRET, TOKEN = "s" * 32, "t" * 20


@dataclass(frozen=True)
class Said:
    """One event, as a source says it at a time: severe, in San Diego, since then."""

    at: datetime
    number: int = 1
    revision: int = 1
    words: str = "Voice is down"
    over: bool = False
    end: datetime | None = None
    known: bool = True  # its codes are those of some place


Write = Callable[..., Any]


class Way(NamedTuple):
    """`write` makes a document of what is said, `broken` is an entry of it with wrong types.
    `path`: it is sent there; else it is read, every so many `minutes`. `dated`: a revision is the
    source's time.
    """

    name: str
    settings: Mapping[str, Any]
    write: Write
    broken: Any = None
    path: str = ""
    minutes: float = 1
    dated: bool = True

    def body(self, *said: Said, with_broken: bool = False) -> bytes:
        entries = [self.broken] if with_broken else []
        document = self.write(said, entries)
        return document if isinstance(document, bytes) else json.dumps(document).encode()


def _weather(said: tuple[Said, ...], broken: list[Any]) -> Any:
    return weather(*broken, *map(_warning, said), at=said[0].at if said else None)


def _warning(said: Said) -> dict[str, Any]:
    action, ugc = "CAN" if said.over else "NEW", "CAZ043" if said.known else "XXZ999"
    made = warning(said.at, said.number, action=action, ugc=ugc, event=said.words)
    if said.end:
        stamp = f"{said.at:%y%m%dT%H%MZ}-{said.end:%y%m%dT%H%MZ}"
        vtec = f"/O.{action}.KSGX.HW.W.{said.number:04d}.{stamp}/"
        made["properties"]["parameters"] = {"VTEC": [vtec]}
        made["properties"] |= dict.fromkeys(("ends", "expires"), said.end.isoformat())
    return made


def _message(said: tuple[Said, ...], broken: list[Any]) -> Any:
    one = said[0]
    ends = {"expected_end": one.end.isoformat(), "basis": "stated"} if one.end else {}
    return {
        "version": 1,
        "key": f"INC{one.number}",
        "revision": one.revision,
        "lifecycle": "ended" if one.over else "new",
        "kind": "network_outage",
        "severity": "severe",
        "areas": ["CAC073" if one.known else "market:nowhere"],
        "headline": one.words,
        "starts": one.at.isoformat(),
        "basis": "unknown",
    } | ends


def _notification(said: tuple[Said, ...], broken: list[Any]) -> Any:
    alerts = [*broken, *map(_fires, said)]
    return {"version": "4", "status": "firing", "alerts": alerts}


def _fires(said: Said) -> dict[str, Any]:
    areas = "CAC073" if said.known else "XXC999"
    end = {"expected_end": said.end.isoformat()} if said.end else {}
    return {
        "status": "resolved" if said.over else "firing",
        "labels": {"alertname": f"N{said.number}", "severity": "critical", "areas": areas},
        "annotations": {"summary": said.words} | end,
        "startsAt": said.at.isoformat(),
        "endsAt": said.at.isoformat() if said.over else "0001-01-01T00:00:00Z",
        "fingerprint": f"{said.number:016x}",
    }


def _incident(said: Said) -> dict[str, Any]:
    made = incident(said.at, "resolved" if said.over else "investigating")
    return made | {"id": f"i{said.number}", "name": said.words}


def _page(said: tuple[Said, ...], broken: list[Any]) -> Any:
    return page(*broken, *map(_incident, said))


def _call(said: tuple[Said, ...], broken: list[Any]) -> Any:
    return {"page": {"id": "p1", "status_description": "Major"}, "incident": _incident(said[0])}


def _cap(said: tuple[Said, ...], broken: list[Any]) -> bytes:
    alerts = "".join([*broken, *map(_cap_alert, said)]) or _cap_alert(None)
    return f"<feed>{alerts}</feed>".encode()


def _cap_alert(said: Said | None) -> str:
    """None: a test, which is no alert."""
    if said is None:
        said, status = Said(datetime.fromisoformat("2026-11-16T10:00:00-08:00")), "Test"
    else:
        status = "Actual"
    kind = "Cancel" if said.over else "Alert"
    first = f"<references>who,A{said.number},{said.at.isoformat()}</references>"
    words = said.words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    expires = f"<expires>{said.end.isoformat()}</expires>" if said.end else ""
    code = "006073" if said.known else "099999"
    return (
        f'<alert xmlns="{NAMESPACE}">'
        f"<identifier>{'C' if said.over else 'A'}{said.number}</identifier><sender>who</sender>"
        f"<sent>{said.at.isoformat()}</sent><status>{status}</status><msgType>{kind}</msgType>"
        f"<scope>Public</scope>{first if said.over else ''}<info><category>Infra</category>"
        f"<event>Outage</event><severity>Severe</severity>{expires}<headline>{words}</headline>"
        f"<area><areaDesc>San Diego</areaDesc><geocode><valueName>SAME</valueName>"
        f"<value>{code}</value></geocode></area></info></alert>"
    )


def _outages(said: tuple[Said, ...], broken: list[Any]) -> Any:
    return [*broken, *map(_outage, said)]


def _outage(said: Said) -> dict[str, Any]:
    more: dict[str, Any] = {"utility_id": str(said.number), "name": f"{said.words},5"}
    if said.end:
        more["estimatedrestorationtime"] = json.dumps({"ert": said.end.isoformat()})
    if not said.known:
        more["communitydescriptor"] = "99999"
    return outage(100 if said.over else 12_000, reportedstarttime=said.at.isoformat(), **more)


_PAGES: Final = {"feed_statuspages": "cloud={url}#sd"}
_CAP_BROKEN: Final = f'<alert xmlns="{NAMESPACE}"><sent><b/>never</sent></alert>'
WAYS: Final = {
    each.name: each
    for each in (
        Way(
            "nws",
            {"feed_nws": True, "feed_nws_url": "{url}"},
            _weather,
            {"properties": {"event": ["Wind"], "status": 7, "sent": {}, "geocode": "everywhere"}},
        ),
        Way(
            "intake",
            {"intake_secrets": SECRET},
            _message,
            path="/alerts/intake",
            dated=False,
        ),
        Way(
            "alertmanager",
            {"alertmanager_tokens": TOKEN},
            _notification,
            {"labels": {"alertname": "x", "areas": "CAC073"}, "startsAt": [], "annotations": 7},
            "/alerts/alertmanager",
        ),
        Way("statuspage read", _PAGES, _page, {"id": ["i"], "status": 5, "name": {}}),
        Way(
            "statuspage sent",
            _PAGES | {"statuspage_tokens": TOKEN},
            _call,
            path=f"/alerts/statuspage/cloud/{TOKEN}",
        ),
        Way("cap read", {"feed_cap": "county={url}/cap.xml"}, _cap, _CAP_BROKEN),
        Way("cap sent", {"cap_secrets": SECRET}, _cap, _CAP_BROKEN, "/alerts/cap"),
        Way(
            "odin",
            {"feed_odin": True, "feed_odin_url": "{url}/odin.json"},
            _outages,
            {"utility_id": [], "communitydescriptor": {}, "metersaffected": "many"},
            minutes=15,
            dated=False,
        ),
    )
}


@dataclass
class Coming:
    """What comes in by a way, and what becomes of it. `answers` are what senders were told."""

    way: Way
    room: Following
    feed: FakeFeed
    url: str
    session: ClientSession
    answers: list[int] = field(default_factory=list)

    def said(self, **more: Any) -> Said:
        return replace(Said(self.room.now), **more)

    async def begin(self) -> None:
        """Nothing goes on yet."""
        self.feed.says(page() if self.way.path else self.way.write((), []))
        await self.room.begin()

    async def come(self, *said: Said, **more: Any) -> list[OutboxRow]:
        return await self.comes(self.way.body(*said, **more))

    async def comes(self, body: bytes) -> list[OutboxRow]:
        if self.way.path:
            await self.send(body)
            return await self.room.minutes(0.1)
        self.feed.says(body)
        return await self.room.minutes(self.way.minutes)

    async def send(self, body: bytes, secret: str = SECRET, ago: float = 0) -> int:
        stamp = int(self.room.now.timestamp() - ago)
        headers = {
            "Authorization": f"Bearer {TOKEN}",
            "Podline-Timestamp": str(stamp),
            "Podline-Signature": sign(secret, stamp, body),
        }
        url = self.url + self.way.path
        async with self.session.post(url, data=BytesIO(body), headers=headers) as answer:
            self.answers.append(answer.status)
            return answer.status
