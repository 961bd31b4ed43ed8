"""Alerts of the Weather Service, made and recorded, and markets to read them in."""

import json
from pathlib import Path
from typing import Any

from bot.alerts.facts import Market, Reading, Report
from bot.alerts.feeds.nws import read

DOCUMENTS = Path(__file__).parent / "documents"
ZONES = "https://api.weather.gov/zones"
UPDATED = "2025-12-15T22:00:00+00:00"


def feature(*codes: str, vtec: str | list[str] | None = "NEW.KSEW.HW.W.0001", **said: Any) -> Any:
    """A high wind warning, in zones or counties; `said` are properties otherwise.

    `vtec` is a whole string, or one without its times.
    """
    strings = [vtec] if isinstance(vtec, str) else vtec or []
    places = codes or ("WAZ315",)
    kinds = {each: "county" if each[2:3] == "C" else "forecast" for each in places}
    properties: dict[str, Any] = {
        "id": "urn:oid:1",
        "areaDesc": "Seattle",
        "geocode": {"UGC": list(places), "SAME": ["053033"]},
        "affectedZones": [f"{ZONES}/{kinds[each]}/{each}" for each in places],
        "references": [],
        "sent": "2025-12-15T13:00:00-08:00",
        "effective": "2025-12-15T13:00:00-08:00",
        "onset": "2025-12-15T16:00:00-08:00",
        "expires": "2025-12-15T22:00:00-08:00",
        "ends": "2025-12-16T04:00:00-08:00",
        "status": "Actual",
        "messageType": "Alert",
        "severity": "Severe",
        "certainty": "Likely",
        "urgency": "Expected",
        "event": "High Wind Warning",
        "senderName": "NWS Seattle WA",
        "headline": "High Wind Warning issued December 15",
        "description": "* WHAT...South winds 35 mph with gusts up to 60 mph.\n\n* WHERE...Seattle.",
        "instruction": None,
        "response": "Prepare",
        "parameters": {"VTEC": [_whole(each) for each in strings]} if strings else {},
    }
    return {"type": "Feature", "properties": {**properties, **said}}


def _whole(vtec: str) -> str:
    return vtec if vtec.startswith("/") else f"/O.{vtec}.251216T0000Z-251216T1200Z/"


def document(*features: Any, updated: str | None = UPDATED) -> bytes:
    listed = {"type": "FeatureCollection", "features": list(features)}
    return json.dumps({**listed, **({"updated": updated} if updated else {})}).encode()


def read_all(*features: Any, updated: str | None = UPDATED) -> Reading:
    return read(document(*features, updated=updated))


def read_one(*codes: str, **said: Any) -> Report:
    (report,) = read_all(feature(*codes, **said)).reports
    return report


def recorded(name: str) -> bytes:
    (path,) = DOCUMENTS.glob(f"{name}*.json")
    return path.read_bytes()


def market(*codes: str, key: str = "here") -> Market:
    return Market(key, key.title(), "America/Los_Angeles", frozenset(codes), {})
