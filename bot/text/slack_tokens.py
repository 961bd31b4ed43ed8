"""Slack's own tokens in a message: <@U…>, <#C…|name>, <!…>, <mailto:…|…>, <https://…|label>.

Source: Slack's documentation on formatting, "Retrieving messages".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.folding import OPAQUE
from bot.text.kinds import Kind, Span

TOKEN = re.compile(r"<(?P<target>[^<>|\s][^<>|]{0,4000})(?:\|(?P<label>[^<>]{0,4000}))?>")
"""Any token. Bounded, so that a flood of `<` stays cheap; `|` parts the target from a label."""

MENTION = re.compile(
    r"<(?:[@#][A-Z][A-Z0-9]{1,14}|!subteam\^[A-Z][A-Z0-9]{1,14}|!date\^[0-9]{1,11})(?=[>|^])"
)
"""The part of a mention that is Slack's own; too short for a card number in disguise."""

MAIL_OR_PHONE = re.compile(r"<(?P<scheme>mailto|tel):[^<>]{1,600}>")
ADDRESS_OF_LINK = re.compile(r"https?://[^\s<>|]{1,4000}")


def find_mail_and_phone_links(text: str) -> Iterator[Span]:
    """Slack's <mailto:…> and <tel:…> tokens, whole."""
    for match in MAIL_OR_PHONE.finditer(text):
        if OPAQUE not in match[0]:
            yield Span(*match.span(), Kind.EMAIL if match["scheme"] == "mailto" else Kind.PHONE)
