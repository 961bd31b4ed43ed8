"""Slack's own tokens in a message: <@U…>, <#C…|name>, <!…>, <mailto:…|…>, <https://…|label>.

Source: Slack's documentation on formatting, "Retrieving messages".
"""

from __future__ import annotations

import re

TOKEN = re.compile(r"<(?P<target>[^<>|\s][^<>|]{0,4000})(?:\|(?P<label>[^<>]{0,4000}))?>")
"""Any token. Bounded, so that a flood of `<` stays cheap; `|` parts the target from a label."""

MENTION = re.compile(r"<[@#!][^<>]{1,300}>")
MAIL_OR_PHONE = re.compile(r"<(?P<scheme>mailto|tel):[^<>]{1,600}>")
ADDRESS_OF_LINK = re.compile(r"https?://[^\s<>|]{1,4000}")
