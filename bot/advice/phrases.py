"""The phrases that every view of advice shares: call states, topics, names and times.

Nothing here is part of a sentence; sentences stand whole where they are shown, with named
placeholders, so that they can be translated.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.text.escaping import clean, escape, one_line, shorten, shows_something
from storage.advice import Ask, CallState, Contact, Reply
from storage.topics import Topic

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
TOPICS: Final = {
    Topic.NETWORK: "network",
    Topic.DEVICE: "device",
    Topic.ACTIVATION: "activation",
    Topic.PORTING: "porting",
    Topic.BILLING: "billing",
    Topic.PLANS: "plans",
    Topic.ROAMING: "roaming",
    Topic.STORE: "store",
    Topic.ACCOUNT: "account",
    Topic.DECISION: "decision",
    Topic.OTHER: "general",
}
CONTACTS: Final = {Contact.PHONE: "Phone", Contact.CHAT: "Chat"}

WORDLESS: Final = "(no words)"
NAME_LENGTH: Final = 28
MOST_NAMED: Final = 25


def call_state(ask: Ask) -> str:
    return CALL_STATES[ask.contact][ask.call_state]


def name(full: str | None) -> str:
    """A person's name for mrkdwn, short enough for a card's first line: "Maya R."."""
    return escape(shorten(_brief(full), NAME_LENGTH))


def label(full: str | None) -> str:
    """A person's name for a button or an option, which take plain text: "Maya R."."""
    return shorten(_brief(full), NAME_LENGTH)


def pod_name(pod: str) -> str:
    return escape(pod_label(pod))


def pod_label(pod: str) -> str:
    """A pod's or a market's name for plain text."""
    return shorten(words_of(pod), NAME_LENGTH)


def words_of(typed: str) -> str:
    """What somebody typed, on one line, without what no person meant to write; nothing where
    none of it would be seen.
    """
    line = one_line(clean(typed))
    return line if shows_something(line) else ""


def start(question: str, limit: int) -> str:
    """The start of a question, for mrkdwn: `limit` characters before escaping."""
    return escape(shorten(words_of(question), limit)) or WORDLESS


def _brief(full: str | None) -> str:
    words = words_of(full or "").split()
    if len(words) > 1 and words[-1][0].isalpha():
        return f"{words[0]} {words[-1][0]}."
    return " ".join(words) or "A colleague"


def mention(user: str) -> str:
    return f"<@{user}>"


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
