"""Alerts of the Common Alerting Protocol, versions 1.1 and 1.2, of any publisher.

https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html. For weather of the National
Weather Service its own feed knows more: the identity of an event, and what ends where.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.alerts.facts import (
    AlertKind,
    Basis,
    Certainty,
    Facts,
    Lifecycle,
    Reading,
    Report,
    Severity,
)
from bot.alerts.feeds.areas import WHOLE_COUNTRY, county, ugc
from bot.alerts.feeds.cap_xml import Node, alerts_of, looks_like_cap
from bot.alerts.feeds.reading import (
    MOST_FACT,
    Problems,
    as_revision,
    hashed,
    key_of,
    link_of,
    moment,
    one_line,
    words,
)

LONGEST: Final = timedelta(days=366)
MOST_INFOS: Final = 300
_LIFECYCLES: Final = {
    "Alert": Lifecycle.NEW,
    "Update": Lifecycle.UPDATE,
    "Cancel": Lifecycle.ENDED,
}
_SEVERITIES: Final = {
    **{each.value.title(): each for each in Severity},
    "Unknown": Severity.MINOR,
}
_CERTAINTIES: Final = {
    **{each.value.title(): each for each in Certainty},
    "Very Likely": Certainty.LIKELY,  # CAP 1.0, still met
}
# Codes of SAME (47 CFR 11.31) say more than a category.
_KINDS_BY_CODE: Final = {"FRW": AlertKind.WILDFIRE, "TOE": AlertKind.NETWORK_OUTAGE}
_KINDS_BY_WORD: Final = (
    (re.compile(r"red flag|fire weather"), AlertKind.WEATHER),  # nothing burns yet
    (re.compile(r"wildfire|(brush|forest|bush|wild) ?fire|^fire warning"), AlertKind.WILDFIRE),
    (re.compile(r"power|electric"), AlertKind.POWER_OUTAGE),
    (re.compile(r"911|telephone|cellular|network|internet|telecom"), AlertKind.NETWORK_OUTAGE),
)
_FIRE_ZONES: Final = ("red flag warning", "fire weather watch")
_MARKUP: Final = re.compile(r"</?(?:br|p|b|i|u|em|strong|div|span|ul|ol|li|a)\b[^<>]{0,500}>", re.I)


def recognises(body: bytes) -> bool:
    """Whether it looks like one; `read` may still find nothing in it that it can use."""
    return looks_like_cap(body)


def read(body: bytes, source: str = "cap", language: str = "en") -> Reading:
    """What the document's alerts say in `language`, or in the first that they have.

    A test, an exercise or a draft is no alert. Raises Unreadable.
    """
    problems = Problems()
    alerts = alerts_of(body)
    found = [
        report
        for number, alert in enumerate(alerts)
        for report in _reports(alert, source, language, f"alert[{number}]", problems)
    ]
    sent = [time for alert in alerts if (time := moment(alert.text("sent")))]
    return Reading(found, problems.bounded(), max(sent, default=None), complete=False)


def _reports(
    alert: Node, source: str, language: str, where: str, problems: Problems
) -> Iterator[Report]:
    lifecycle = _LIFECYCLES.get(alert.text("msgType"))
    if alert.text("status") != "Actual" or alert.text("msgType") in ("Ack", "Error"):
        return
    name, sent = key_of(alert.text("identifier")), moment(alert.text("sent"))
    if lifecycle is None or name is None or sent is None:
        problems.note(where, "has no identifier, no time or no type of message")
        return
    follows = _references(alert)
    if lifecycle is not Lifecycle.NEW and not follows:
        what = f"{alert.text('msgType')} that names no earlier message"
        problems.note(f"{where}.references", what)
    message = _Message(source, name, sent, lifecycle, follows, where, problems)
    infos = _in_language(alert.parts.get("info", []), language)
    if len(infos) > MOST_INFOS:
        problems.note(where, f"has {len(infos)} infos; {MOST_INFOS} were read")
    if infos:
        yield from message.parts(infos[:MOST_INFOS])
    elif lifecycle is Lifecycle.ENDED:
        yield message.bare_end()
    else:
        problems.note(where, "has no info")


def _in_language(infos: list[Node], language: str) -> list[Node]:
    """Those of one language: the others say the same. en-US where none is given (CAP 3.2.2)."""

    def spoken(info: Node) -> str:
        return (info.text("language") or "en-US").lower()

    wanted = [info for info in infos if spoken(info).split("-")[0] == language]
    return wanted or [info for info in infos if spoken(info) == spoken(infos[0])]


def _references(alert: Node) -> frozenset[str]:
    """The identifiers in `sender,identifier,sent sender,identifier,sent …`."""
    triples = (each.split(",") for each in alert.text("references").split())
    names = (key_of(parts[1]) for parts in triples if len(parts) == 3)
    return frozenset(name for name in names if name)


class _Message(NamedTuple):
    """One `<alert>` that counts, and what its parts share."""

    source: str
    name: str
    sent: datetime
    lifecycle: Lifecycle
    follows: frozenset[str]
    where: str
    problems: Problems

    def parts(self, infos: list[Node]) -> Iterator[Report]:
        """One report for each event, end and severity in it: CAP gives each its own info.

        The first event has the message's own name, so that messages about one event, which are
        nearly all, continue each other by their names.
        """
        first = _event(infos[0]).casefold()
        together: dict[object, Report] = {}
        for number, info in enumerate(infos):
            event = _event(info).casefold()
            report = self._part(info, "" if event == first else f"#{event}", number)
            same = (report.key, report.lifecycle, report.severity, report.expected_end)
            before = together.get(same)
            together[same] = _joined(before, report) if before else report
        going_on = {each.key for each in together.values() if not _ends(each)}
        for report in together.values():
            part = _ends(report) and report.key in going_on
            yield report._replace(lifecycle=Lifecycle.PARTIAL_END) if part else report

    def bare_end(self) -> Report:
        """A Cancel that says nothing but what it cancels: over in all areas."""
        end = Facts(source=self.name)
        return self._report("", Node({}, {}), frozenset(), end, self.sent, None)

    def _part(self, info: Node, beside: str, number: int) -> Report:
        where = f"{self.where}.info[{number}]"
        starts = moment(info.text("onset")) or moment(info.text("effective")) or self.sent
        if starts > self.sent + LONGEST:
            self.problems.note(f"{where}.onset", "is more than a year ahead")
            starts = self.sent
        if info.text("severity").title() not in _SEVERITIES:
            self.problems.note(f"{where}.severity", "is none of CAP's: taken as minor")
        places = info.parts.get("area", [])
        told = Facts(
            what=words(_MARKUP.sub(" ", info.text("description"))) or _event(info),
            where=one_line("; ".join(place.text("areaDesc") for place in places), MOST_FACT),
            source=one_line(info.text("senderName"), 120),
        )
        reach = frozenset(code for place in places for code in _codes(place, _event(info)))
        everybody = WHOLE_COUNTRY in reach
        end = self._end(info, starts, where)
        return self._report(beside, info, frozenset() if everybody else reach, told, starts, end)

    def _end(self, info: Node, starts: datetime, where: str) -> datetime | None:
        """`expires` is when the message is no longer in effect (CAP 3.2.2)."""
        exact = dict(info.named("parameter")).get("eventEndingTime")
        said = exact or info.text("expires")
        end = moment(said)
        if said and (end is None or not starts < end <= self.sent + LONGEST):
            self.problems.note(f"{where}.expires", f"{said!r} is no end of what starts at {starts}")
            return None
        return end

    def _report(
        self,
        beside: str,
        info: Node,
        reach: frozenset[str],
        told: Facts,
        starts: datetime,
        end: datetime | None,
    ) -> Report:
        over = info.text("urgency") == "Past" or "AllClear" in info.texts.get("responseType", [])
        name = key_of(self.name + beside) or self.name
        headline = one_line(_MARKUP.sub(" ", info.text("headline"))) or _event(info)
        return Report(
            source=self.source,
            key=name,
            revision=as_revision(self.sent),
            event=_event(info),
            kind=_kind(info),
            severity=_SEVERITIES.get(info.text("severity").title(), Severity.MINOR),
            certainty=_CERTAINTIES.get(info.text("certainty").title(), Certainty.UNKNOWN),
            areas=reach,
            headline=headline,
            facts=told,
            starts=starts,
            expected_end=end,
            basis=Basis.STATED if end else Basis.UNKNOWN,
            lifecycle=Lifecycle.ENDED if over else self.lifecycle,
            link=link_of(info.text("web")),
            raw_hash=hashed(info),
            message=name,
            follows=frozenset(key_of(each + beside) or each for each in self.follows),
        )


def _joined(one: Report, other: Report) -> Report:
    """None as areas is everybody whom it reaches, which holds all others."""
    areas = one.areas | other.areas if one.areas and other.areas else frozenset[str]()
    wheres = "; ".join(dict.fromkeys([one.facts.where, other.facts.where]))
    facts = one.facts._replace(where=one_line(wheres, MOST_FACT))
    return one._replace(areas=areas, facts=facts, raw_hash=hashed(one.raw_hash, other.raw_hash))


def _ends(report: Report) -> bool:
    return report.lifecycle is Lifecycle.ENDED


def _event(info: Node) -> str:
    return one_line(info.text("event"), 100) or "Alert"


def _codes(area: Node, event: str) -> Iterator[str]:
    """UGC where there is one: SAME names whole counties beside it. Codes of others as they are.

    An area without any is `area:` and its words, which is no code of a market: a polygon alone
    reaches nobody.
    """
    found = list(area.named("geocode"))
    zones = [code for name, value in found if name == "UGC" and (code := ugc(value))]
    if zones:
        fire = "fire:" if event.casefold() in _FIRE_ZONES else ""
        yield from (f"{fire}{zone}" if zone[2] == "Z" else zone for zone in zones)
        return
    for name, value in found:
        ours = county(value) if name in ("SAME", "FIPS6", "FIPS", "FIPS5") else None
        yield ours or one_line(f"{name}:{value}", 120)
    if not found:
        yield f"area:{one_line(area.text('areaDesc'), 120)}"


def _kind(info: Node) -> AlertKind:
    codes = dict(info.named("eventCode"))
    if codes.get("SAME") in _KINDS_BY_CODE:
        return _KINDS_BY_CODE[codes["SAME"]]
    event = _event(info).casefold()
    by_word = next((kind for word, kind in _KINDS_BY_WORD if word.search(event)), None)
    categories = info.texts.get("category", [])
    by_category = AlertKind.WILDFIRE if "Fire" in categories else AlertKind.OTHER
    return by_word or (AlertKind.WEATHER if categories == ["Met"] else by_category)
