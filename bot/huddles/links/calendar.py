"""A pod's huddles as a calendar: RFC 5545, with RFC 7986 for its name, its refreshing and the way
into a huddle. Times and titles, and no word of anybody's: whoever has the link may be anybody.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration, vText, vUri

from bot.huddles.links.facts import Handed, Laid, Meeting, Named, Revision, Series
from bot.huddles.links.revising import Revisions, meeting_uid, series_uid
from bot.huddles.links.time_zone import time_zone
from bot.huddles.links.titles import calendar_title, title

PRODID: Final = "-//Podline//Huddles//EN"
# How often calendars may ask; Google and Outlook ask less often, whatever is said here.
REFRESH: Final = timedelta(hours=1)
_REFRESH_WORD: Final = "PT1H"
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_JOIN: Final = "Join the huddle"
_DESCRIPTION: Final = "Join the huddle in Slack: %s"


def write_calendar(pod: Named, laid: Laid, revisions: Revisions) -> Handed:
    """The same `laid` and `revisions` give the same bytes. With METHOD a DTSTAMP is when the
    object was made (3.8.7.2): when the event was last revised.
    """
    calendar = _head(pod, revisions)
    if years := [each.first.year for each in laid.series] + [
        each.starts_at.year for each in laid.alone
    ]:
        calendar.add_component(time_zone(pod.zone, min(years)))
    for series in laid.series:
        for event in _series_events(pod, series, revisions[series_uid(pod, series.wave)]):
            calendar.add_component(event)
    for meeting in laid.alone:
        calendar.add_component(_meeting_event(pod, meeting, revisions))
    body = calendar.to_ical(sorted=False)
    return Handed(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def _head(pod: Named, revisions: Revisions) -> Any:
    calendar: Any = Calendar()
    name = calendar_title(pod.pod)
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-timezone", vText(pod.zone))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText(_REFRESH_WORD))
    if revisions:
        calendar.add("last-modified", max(each.at for each in revisions.values()))
    return calendar


def _series_events(pod: Named, series: Series, revision: Revision) -> Iterator[Any]:
    """The one that repeats, then those of it that are held otherwise."""
    zone, uid = ZoneInfo(pod.zone), series_uid(pod, series.wave)
    called = title(pod.pod, series.wave, series.waves)
    first = series.first.replace(tzinfo=zone)
    event = _event(pod, uid, called, first, series.minutes, revision)
    event.add("rrule", {"freq": "weekly", "byday": [_DAYS[day] for day in series.days]})
    for wall in series.without:
        event.add("exdate", wall.replace(tzinfo=zone))
    yield event
    for moved in series.moved:
        other = _event(pod, uid, called, moved.starts_at, moved.minutes, revision)
        other.add("recurrence-id", moved.wall.replace(tzinfo=zone))
        yield other


def _meeting_event(pod: Named, meeting: Meeting, revisions: Revisions) -> Any:
    uid = meeting_uid(pod, meeting.slot, meeting.local_date.isoformat(), meeting.wave)
    called = title(pod.pod, meeting.wave, meeting.waves)
    return _event(pod, uid, called, meeting.starts_at, meeting.minutes, revisions[uid])


def _event(
    pod: Named, uid: str, called: str, starts: datetime, minutes: int, revision: Revision
) -> Any:
    event: Any = Event()
    event.add("uid", uid)
    event.add("dtstamp", revision.at)
    for name, at in zip(("dtstart", "dtend"), _local(starts, minutes, pod.zone), strict=True):
        event.add(name, at)
    event.add("summary", called)
    if pod.url:
        event.add("description", _DESCRIPTION % pod.url)
        event.add("url", pod.url)
        way = {"VALUE": "URI", "FEATURE": ["AUDIO", "SCREEN"], "LABEL": _JOIN}
        event.add("conference", vUri(pod.url), parameters=way)
    event.add("status", "CONFIRMED")
    # Half of the pod is on the phones meanwhile: nobody is busy by it.
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    event.add("sequence", revision.sequence)
    event.add("last-modified", revision.at)
    return event


def _local(starts: datetime, minutes: int, zone: str) -> tuple[datetime, datetime]:
    """Beginning and end by the clocks of the zone; in UTC where these are set meanwhile, or show
    the same once more (3.3.5: a local time means the first).
    """
    utc = starts.astimezone(UTC)
    begins, ends = (at.astimezone(ZoneInfo(zone)) for at in (utc, utc + timedelta(minutes=minutes)))
    if begins.fold or ends.fold or begins.utcoffset() != ends.utcoffset():
        return utc, utc + timedelta(minutes=minutes)
    return begins, ends
