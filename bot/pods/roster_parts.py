"""Reads markets, pods and members from the tables of a roster file."""

import re
from dataclasses import fields
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from bot.pods.facts import LadderSettings
from bot.pods.hours import ALWAYS, WrittenHours
from bot.pods.problems import did_you_mean
from bot.pods.roster import RosterMarket, RosterMember, RosterPod
from bot.pods.roster_huddles import read_huddles
from bot.pods.toml_table import Table
from storage.alerts import AlertKind, Severity
from storage.pods import Organisation, Role
from storage.topics import Topic

MEMBER_EXAMPLE = '{ email = "maya@example.com", name = "Maya Reyes", role = "rep" }'
KEY = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,58}[a-z0-9])?")
EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
USER = re.compile(r"[UW][A-Z0-9]{2,38}")
CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{6,38}")
LANGUAGE = r"[a-z]{2,3}(?:-[A-Z]{2})?"
# National Weather Service UGC codes, and county FIPS codes.
AREAS = {
    "counties": (r"[A-Z]{2}C\d{3}", "CAC073"),
    "zones": (r"[A-Z]{2}Z\d{3}", "CAZ043"),
    "fire_zones": (r"[A-Z]{2}Z\d{3}", "CAZ243"),
    "fips": (r"\d{5}", "06073"),
}


def read_market(table: Table) -> RosterMarket:
    _check_key(table, "market")
    areas = table.table("areas")
    market = RosterMarket(
        key=table.key,
        name=table.text("name", needed=True),
        timezone=_zone(table),
        hours=table.hours("hours") or ALWAYS,
        areas=_areas(areas),
        languages=table.words("languages", LANGUAGE, "en or es-MX") or ["en"],
        place=table.place(),
    )
    table.close()
    return market


def _areas(table: Table) -> dict[str, Any]:
    """The codes by their kinds, and `names`: what people call them."""
    areas: dict[str, Any] = {
        key: table.words(key, *shape) for key, shape in AREAS.items() if key in table.data
    }
    known = sorted({code for codes in areas.values() for code in codes})
    names = table.table("names")
    for code in names.data:
        if code not in known:
            names.wrong(code, f"{code!r} is none of the areas above: {did_you_mean(code, known)}")
    if named := {code: name for code in known if (name := names.text(code, 60))}:
        areas["names"] = named
    table.close([*AREAS, "names"])
    return areas


def read_pod(table: Table) -> RosterPod:
    _check_key(table, "pod")
    named = _shifts(table.table("shifts"))
    members = [read_member(item, named) for item in table.items("members", MEMBER_EXAMPLE)]
    pod = RosterPod(
        key=table.key,
        name=table.text("name", needed=True),
        site=table.text("site"),
        market=table.text("market", 60, needed=True),
        channel=_channel(table),
        is_private=table.flag("private", default=True),
        overflow=table.text("overflow", 60),
        organisation=table.choice("organisation", Organisation, Organisation.OWN),
        hours=table.hours("hours", named),
        settings=_settings(table, members),
        members=members,
        place=table.place(),
        places={key: table.place(key) for key in ("market", "channel", "overflow", "huddles")},
    )
    table.close()
    return pod


def read_member(table: Table, named: dict[str, WrittenHours]) -> RosterMember:
    if not {"email", "user"} & set(table.data):
        table.wrong(None, 'somebody without email or user: add email = "…"')
    member = RosterMember(
        email=_email(table),
        user=_user(table),
        name=table.text("name", needed=True),
        role=table.choice("role", Role, Role.REP),
        skills=table.choices("skills", Topic),
        hours=table.hours("hours", named),
        place=table.place(),
    )
    table.close()
    return member


def _email(table: Table) -> str:
    email = table.text("email", 254).lower()
    sentence = f"email '{email[:60]}' is no address"
    return table.check("email", bool(EMAIL.fullmatch(email)), email, sentence)


def _user(table: Table) -> str:
    user = table.text("user", 40)
    sentence = f"user '{user}' is no Slack id, like U02AB3CD4"
    return table.check("user", bool(USER.fullmatch(user)), user, sentence)


def _check_key(table: Table, what: str) -> None:
    if not KEY.fullmatch(table.key):
        sentence = f"{what} '{table.key[:60]}': use lower-case letters, digits and dashes"
        table.wrong(None, sentence)


def _channel(table: Table) -> str:
    name = table.text("channel", 81, needed=True).removeprefix("#")
    if CHANNEL_ID.fullmatch(name):
        return name
    slackish = re.sub(r"[^\w-]+", "-", name.lower()).strip("-")[:80]
    hint = f"; did you mean {slackish}?" if slackish else ""
    sentence = f"channel '{name[:60]}': Slack allows lower-case letters, digits, - and _{hint}"
    return table.check("channel", name == slackish, name, sentence)


def _shifts(table: Table) -> dict[str, WrittenHours]:
    return {name: table.hours(name) for name in table.data}


def _zone(table: Table) -> str:
    zone = table.text("timezone", 60, needed=True)
    if not zone or zone in _zones():
        return zone
    near = did_you_mean(zone, _zones())
    places = {name.rpartition("/")[2].lower(): name for name in sorted(_zones())}
    if (place := zone.replace(" ", "_").lower()) in places:
        near = f"did you mean {places[place]}?"
    if "?" not in near:
        near = "use an IANA name like America/Los_Angeles"
    table.wrong("timezone", f"timezone '{zone}' is unknown: {near}")
    return ""


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _settings(table: Table, members: list[RosterMember]) -> dict[str, Any]:
    """What the file says otherwise than the defaults."""
    settings: dict[str, Any] = {}
    enough = table.number("enough_present", at_most=1000)
    if enough is not None:
        settings["enough_present"] = enough
    ladder = table.table("ladder")
    names = [each.name for each in fields(LadderSettings) if each.name != "enough_present"]
    said = {name: _ladder_value(ladder, name) for name in names if name in ladder.data}
    ladder.close(names)
    if said := {name: value for name, value in said.items() if value is not None}:
        settings["ladder"] = said
    if bars := _bars(table.table("alerts")):
        settings["alerts"] = bars
    if huddles := read_huddles(table.table("huddles"), members):
        settings["huddles"] = huddles
    return settings


def _bars(table: Table) -> dict[str, str]:
    """From which severity on the pod is told of each kind of alert."""
    known = [*map(str, AlertKind), "default"]
    said = {name: table.choice(name, Severity, Severity.SEVERE) for name in table.data}
    table.asked.clear()
    table.close(known)
    return {name: str(severity) for name, severity in said.items() if name in known}


def _ladder_value(ladder: Table, name: str) -> int | list[int] | None:
    if name not in ("talking", "on_hold"):
        return ladder.number(name, least=1)
    waits = ladder.numbers(name)
    if waits is not None and (len(waits) != 4 or waits != sorted(set(waits)) or waits[0] < 1):
        ladder.wrong(name, f"{name} must be four rising numbers of seconds: [15, 30, 60, 120]")
        return None
    return waits
