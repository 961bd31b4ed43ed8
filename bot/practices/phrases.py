"""The phrases that the views of practices share: states, scopes, ages and counts."""

from datetime import datetime, timedelta
from typing import Final

from bot.practices.differences import difference
from bot.practices.facts import Difference
from bot.text.escaping import escape
from bot.text.phrases import TOPICS, WORDLESS, words_of
from storage.languages import Language
from storage.practices import Practice, PracticeState, Scope
from storage.topics import Topic

STATES: Final = {
    PracticeState.DRAFT: "draft, only yours",
    PracticeState.SHARED: "shared",
    PracticeState.VERIFIED: "verified",
    PracticeState.ARCHIVED: "archived",
}
IN_DOUBT: Final = "someone says it is wrong"
STALE: Final = "may be old"
UNUSED: Final = "not used for 90 days"
SCOPES: Final = {
    Scope.POD: "My pod",
    Scope.MARKET: "All pods of my market",
    Scope.COMPANY: "All our pods",
    Scope.PARTNERS: "All our pods and partners",
}
FOUND_BY: Final = {
    Scope.POD: "for its pod",
    Scope.MARKET: "for its market",
    Scope.COMPANY: "for all our pods",
    Scope.PARTNERS: "for partners, too",
}
PARTS: Final = {
    "title": "Title",
    "situation": "Situation",
    "what_worked": "What worked",
    "say_it": "A way to say it",
    "topics": "Topics",
    "scope": "Who finds it",
    "link": "Link",
    "ends_at": "Holds until",
    "alert_id": "Only while",
}
AN_ALERT_LASTS: Final = "an alert lasts"
ONLY_ME: Final = "Only me, as a draft"
LANGUAGES: Final[dict[Language, str]] = {"en": "English", "es": "Spanish"}

_MONTH, _YEAR = 30, 365


def state(practice: Practice) -> str:
    """The state, or what stands in the way of trusting it."""
    if practice.state in (PracticeState.DRAFT, PracticeState.ARCHIVED):
        return STATES[practice.state]
    if practice.suspended_at is not None:
        return IN_DOUBT
    return STALE if practice.stale_at is not None else STATES[practice.state]


def waits_for(practice: Practice) -> str:
    """Why it waits for somebody's eye; "" where only people's words say so."""
    if practice.suspended_at is not None or practice.stale_at is not None:
        return state(practice)
    return UNUSED if practice.asked_owner_at is not None else ""


def compared(changed: Difference) -> str:
    """A part of a practice that reads otherwise, for mrkdwn; "" where its entry says it all."""
    if changed.part not in PARTS:
        return ""
    before, after = (_said(changed.part, each) for each in (changed.before, changed.after))
    return f"{PARTS[changed.part]}: {difference(before, after)}"


def helped(count: int) -> str:
    """ "helped 14 times"; nothing where it did not yet."""
    if count < 1:
        return ""
    return "helped once" if count == 1 else f"helped {count} times"


def used(count: int) -> str:
    if count < 1:
        return "not used yet"
    return "used once" if count == 1 else f"used {count} times"


def age(moment: datetime, now: datetime) -> str:
    """Of what somebody wrote, in the unit that tells something: "3 days ago"."""
    days = max(timedelta(0), now - moment).days
    if days < 1:
        return "today"
    if days < _MONTH:
        return "yesterday" if days == 1 else f"{days} days ago"
    months, years = days // _MONTH, days // _YEAR
    if years < 1:
        return "a month ago" if months == 1 else f"{months} months ago"
    return "a year ago" if years == 1 else f"{years} years ago"


def asked(count: int) -> str:
    """How often something was looked for."""
    return "once" if count == 1 else f"{count} times"


def line(typed: str) -> str:
    """What somebody typed, on one line, for plain text."""
    return words_of(typed) or WORDLESS


def quoted(typed: str) -> str:
    """What somebody typed, for mrkdwn, in quotes."""
    return f"“{escape(line(typed))}”"


def topics(practice: Practice) -> str:
    """Those that we know, by their names for people."""
    return ", ".join(TOPICS[Topic(each)] for each in practice.topics if each in set(Topic))


def day(moment: datetime) -> str:
    """A date for the team, in the reader's own zone."""
    fallback = f"{moment:%b} {moment.day}, {moment.year}"
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}}|{fallback}>"


def _said(part: str, stored: str) -> str:
    """A stored word as people read it."""
    if part == "scope" and stored in set(Scope):
        return FOUND_BY[Scope(stored)]
    if part == "alert_id":
        return AN_ALERT_LASTS if stored else ""
    return stored.partition("T")[0] if part == "ends_at" else stored
