"""The phrases that every view of advice shares: call states and times, beside those of all views.

Nothing here is part of a sentence; sentences stand whole where they are shown, with named
placeholders, so that they can be translated.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.text.escaping import escape, shorten
from bot.text.phrases import TOPICS as TOPICS
from bot.text.phrases import WORDLESS as WORDLESS
from bot.text.phrases import label as label
from bot.text.phrases import mention as mention
from bot.text.phrases import name as name
from bot.text.phrases import pod_label as pod_label
from bot.text.phrases import pod_name as pod_name
from bot.text.phrases import start as start
from bot.text.phrases import words_of as words_of
from storage.advice import Ask, CallState, Contact, Reply

CALL_STATES: Final = {
    Contact.PHONE: {
        CallState.TALKING: "on the line",
        CallState.ON_HOLD: "on hold",
        CallState.CALL_BACK: "call-back",
    },
    Contact.CHAT: {
        CallState.TALKING: "in a chat",
        CallState.ON_HOLD: "chat on hold",
        CallState.CALL_BACK: "call-back",
    },
}
CONTACTS: Final = {Contact.PHONE: "Phone", Contact.CHAT: "Chat"}

MOST_NAMED: Final = 25


def call_state(ask: Ask) -> str:
    return CALL_STATES[ask.contact][ask.call_state]


def at_second(moment: datetime, zone: str) -> str:
    """A Slack date token for the team, with its fallback in the market's zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return _token(moment, "{time_secs}", f"{_hour(local)}:{local:%M:%S} {local:%p %Z}")


def at_minute(moment: datetime, zone: str) -> str:
    return _token(moment, "{time}", clock(moment, zone))


def by(moment: datetime, zone: str, *, day: bool = True) -> str:
    """When a promise is due, as a date token: "by 4:00 PM today" to a reader on that day.

    The word stands inside the token, which would begin with a capital otherwise.
    """
    if not day:
        return _token(moment, "by {time}", f"by {clock(moment, zone)}")
    local = moment.astimezone(ZoneInfo(zone))
    fallback = f"by {clock(moment, zone)} on {local:%b} {local.day}"
    return _token(moment, "by {time} {date_short_pretty}", fallback)


def case_of(ask: Ask) -> str:
    """The company's number of what was promised, for mrkdwn; nothing where none was given."""
    return escape(words_of(ask.case or ""))


def same_day(moment: datetime, other: datetime, zone: str) -> bool:
    """Whether both are on one day of the market's calendar."""
    market = ZoneInfo(zone)
    return moment.astimezone(market).date() == other.astimezone(market).date()


def clock(moment: datetime, zone: str) -> str:
    """Text in the market's zone, as "4:00 PM PST": for what is said or was said to customers."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{_hour(local)}:{local:%M %p %Z}"


def hour_and_minute(moment: datetime, zone: str) -> str:
    """As "4:00 PM", where the words around it say whose clock it is."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{_hour(local)}:{local:%M %p}"


def market_time(moment: datetime, zone: str, market: str) -> str:
    """What customers are told, as "4 PM San Diego time"."""
    local = moment.astimezone(ZoneInfo(zone))
    minute = f":{local:%M}" if local.minute else ""
    return f"{_hour(local)}{minute} {local:%p} {pod_name(market)} time"


def latest_of_each(ask: Ask, replies: Sequence[Reply]) -> list[Reply]:
    """The newest answer of each person who replied, in the order of time; never the asker's."""
    newest: dict[str, Reply] = {}
    for reply in sorted(replies, key=lambda reply: (reply.at, reply.ts)):
        if reply.deleted_at is None and reply.author and reply.author != ask.asker:
            newest.pop(reply.author, None)
            newest[reply.author] = reply
    return list(newest.values())[-MOST_NAMED:]


def gist(reply: Reply, limit: int) -> str:
    """What an answer says first: its say-now line, or the start of its text; on one line."""
    return escape(shorten(words_of(reply.say_now or reply.text), limit)) or WORDLESS


def has_more(reply: Reply, limit: int) -> bool:
    """Whether `gist` leaves something of the answer out."""
    text = words_of(reply.text)
    return bool(text) if reply.say_now else len(text) > limit


def _token(moment: datetime, pattern: str, fallback: str) -> str:
    return f"<!date^{int(moment.timestamp())}^{pattern}|{fallback}>"


def _hour(local: datetime) -> int:
    return local.hour % 12 or 12
