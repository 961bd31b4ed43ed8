"""What people may type, and what of it the pod must be shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.text.escaping import clean, plain

MOST = 40_000  # characters that Slack takes in one message
BEGIN, END = "Ramona", "lastwords"
# Slack's tokens that call somebody, or lead somewhere.
_TOKEN = re.compile(r"<(?:[@!]|https?:)[^>]*>")
_OURS = re.compile(r"<!date\^[^>]*>|<https?://[^>|]*/archives/[^>]*>")


@dataclass(frozen=True)
class Kind:
    """`shown` is what a reader sees of `typed`, where it differs; `from_slack` where Slack hands
    it over as mrkdwn, as it does with messages and commands: there <!channel> is a mention."""

    typed: str
    shown: str | None = None
    from_slack: str | None = None
    troubles_databases: bool = False

    def seen(self, as_mrkdwn: bool) -> str:
        shown = self.typed if self.shown is None else self.shown
        return shown if self.from_slack is None or not as_mrkdwn else self.from_slack


_MARKS = "Z̵̛̟a̶l̷g̸o " * 9  # short to see, long to count
KINDS = {
    "groups": Kind(
        "<!channel> <!here> <!everyone> <!subteam^S0ALL> &lt;!channel&gt; &amp;lt;!channel&amp;gt;",
        from_slack="@channel @here @everyone @someone <!channel> &lt;!channel&gt;",
    ),
    # Slack names people in a command, and shows an id in a message: only that nobody is called.
    "a colleague": Kind("<@{dan}>", shown=""),
    "formats": Kind(
        "*bold* _it_ ~no~ `code` ```block``` > quote {who} {0} %s <https://evil.example|our site>",
        from_slack="*bold* _it_ ~no~ `code` ```block``` > quote {who} {0} %s our site",
    ),
    "right to left": Kind(
        "\u202eكيف حالك\u202c שלום customer \u2066hidden\u2069", "كيف حالك שלום customer hidden"
    ),
    "many marks": Kind(_MARKS, unicodedata.normalize("NFC", _MARKS)),
    "emoji": Kind("👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇺🇸"),
    "many emoji": Kind("👩‍👩‍👧‍👦" * 200),
    "nuls and controls": Kind(
        "no\x00 service\x00 bell\x07 escape\x1b[31m \x7f\x85 gone\x00",
        "no service bell escape[31m gone",
        troubles_databases=True,
    ),
    "half an emoji": Kind("broken \ud83d half", "broken half", troubles_databases=True),
    "as long as it holds": Kind(""),
    "forty thousand": Kind(""),
}


def typed(kind: str, longest: int, prefix: int, dan: str) -> str:
    """The words of that kind for a field of `longest` characters, after `prefix` others."""
    if kind in ("as long as it holds", "forty thousand"):
        room = (longest if kind == "as long as it holds" else MOST) - prefix
        filler = "customer says & waits <b> " * (room // 26 + 1)
        return f"{BEGIN} {filler}"[: room - len(END) - 1] + f" {END}"
    return f"{BEGIN} {KINDS[kind].typed.replace('{dan}', dan)} {END}"


def expected(kind: str, text: str, as_mrkdwn: bool) -> str:
    """What must be shown, squashed, of `text` of that kind."""
    shown = KINDS[kind].seen(as_mrkdwn)
    if KINDS[kind].shown == "":
        return BEGIN
    return squash(f"{BEGIN}{shown}{END}" if shown else text)


def seen(messages: list[dict[str, Any]]) -> str:
    """All the words that readers see, one after the other, squashed; people's own messages as
    they would be repeated."""
    shown = ""
    for message in messages:
        for formats, text in _texts(message):
            words = plain(text) if formats else text
            shown += words if message.get("bot_id") else clean(words)
    return squash(shown.replace("The whole question:", ""))


def calls(messages: list[dict[str, Any]]) -> set[str]:
    """The mentions and links in what the app said, but for dates and links to Slack's messages."""
    by_app = [message for message in messages if message.get("bot_id")]
    texts = [one for message in by_app for one in _texts(message)]
    texts += [(True, str(message.get("text", ""))) for message in by_app]
    return {
        token for formats, text in texts if formats for token in _TOKEN.findall(_OURS.sub("", text))
    }


def squash(text: str) -> str:
    """Without white space, for long words come in pieces."""
    return "".join(text.split())


def _texts(message: dict[str, Any]) -> Iterator[tuple[bool, str]]:
    """Each text, and whether it is mrkdwn; of a message without blocks its own."""
    if message.get("blocks"):
        yield from _inside(message["blocks"])
    else:
        yield True, str(message.get("text", ""))


def _inside(node: Any) -> Iterator[tuple[bool, str]]:
    if isinstance(node, list):
        for each in node:
            yield from _inside(each)
    elif isinstance(node, dict):
        if node.get("type") in ("mrkdwn", "plain_text"):
            yield node["type"] == "mrkdwn", str(node.get("text", ""))
        else:
            for key in ("text", "fields", "elements", "accessory"):
                yield from _inside(node.get(key))
