"""The phrases that the views of every feature share: names, topics, and what people typed.

Nothing here is part of a sentence; sentences stand whole where they are shown.
"""

from typing import Final

from bot.text.escaping import clean, escape, one_line, shorten, shows_something
from storage.former import FORMER
from storage.topics import Topic

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

WORDLESS: Final = "(no words)"
NAME_LENGTH: Final = 28


def name(full: str | None) -> str:
    """A person's name for mrkdwn, short enough for a card's first line: "Maya R."."""
    return escape(label(full))


def label(full: str | None) -> str:
    """A person's name for a button or an option, which take plain text: "Maya R."."""
    return shorten(_brief(full), NAME_LENGTH)


def pod_name(pod: str) -> str:
    return escape(pod_label(pod))


def pod_label(pod: str) -> str:
    """A pod's or a market's name for plain text."""
    return shorten(words_of(pod), NAME_LENGTH)


def mention(user: str) -> str:
    return f"<@{user}>"


def words_of(typed: str) -> str:
    """What somebody typed, on one line, without what no person meant to write; nothing where
    none of it would be seen.
    """
    line = one_line(clean(typed))
    return line if shows_something(line) else ""


def start(typed: str, limit: int) -> str:
    """The start of what somebody typed, for mrkdwn: `limit` characters before escaping."""
    return escape(shorten(words_of(typed), limit)) or WORDLESS


def _brief(full: str | None) -> str:
    if full == FORMER:
        return FORMER
    words = words_of(full or "").split()
    if len(words) > 1 and words[-1][0].isalpha():
        return f"{words[0]} {words[-1][0]}."
    return " ".join(words) or "A colleague"
