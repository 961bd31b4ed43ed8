"""How often an event changed, and when it did last: RFC 5545, 3.8.7.4 (SEQUENCE). A calendar that
has an event keeps its own where what it reads is not newer.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.huddles.links.facts import Laid, Named, Revision

Revisions = Mapping[str, Revision]
_DIGITS = 16


def series_uid(pod: Named, wave: int) -> str:
    """The same for as long as the pod has this wave, whatever its days and times."""
    return f"{pod.pod_id}-wave-{wave}"


def meeting_uid(pod: Named, slot: str, day: str, wave: int) -> str:
    return f"{pod.pod_id}-{slot}-{day}-{wave}"


def said_of(pod: Named, laid: Laid) -> dict[str, str]:
    """A digest of all that a calendar says of each event, by its UID."""
    shared = (pod.pod, pod.zone, pod.url)
    found = {series_uid(pod, each.wave): _digest(shared, each) for each in laid.series}
    for each in laid.alone:
        uid = meeting_uid(pod, each.slot, each.local_date.isoformat(), each.wave)
        found[uid] = _digest(shared, each)
    return found


def revise(before: Revisions, said: Mapping[str, str], now: datetime) -> dict[str, Revision]:
    """What is new, or said otherwise than `before`, changed now; to the second, as calendars
    count.
    """
    now, found = now.astimezone(UTC).replace(microsecond=0), dict[str, Revision]()
    for uid, digest in said.items():
        last = before.get(uid)
        if last is None:
            found[uid] = Revision(digest, 0, now)
        elif last.digest != digest:
            found[uid] = Revision(digest, last.sequence + 1, max(now, last.at))
        else:
            found[uid] = last
    return found


def stored(revisions: Revisions) -> dict[str, Any]:
    return {
        uid: [each.digest, each.sequence, each.at.isoformat()] for uid, each in revisions.items()
    }


def read_stored(events: Mapping[str, Any]) -> dict[str, Revision]:
    """As `stored` answers."""
    return {
        uid: Revision(digest, sequence, datetime.fromisoformat(at))
        for uid, (digest, sequence, at) in events.items()
    }


def _digest(*said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()[:_DIGITS]
