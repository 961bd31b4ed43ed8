"""How the scripted colleagues read a thread: the app's card in it, and whether it is answered.

They know what a person sees: who is mentioned, what buttons say, who wrote what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.workspace.block_tree import elements
from bot.workspace.shapes import Json

OFFER = "I've got this"
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)")
_HANDED_ON = re.compile(r"(<@[UW][A-Z0-9]+> )+— [^:\n]+: ")


@dataclass(frozen=True, kw_only=True)
class Card:
    """An app's card: where its offer is (None while somebody has it) and what it says.

    `called` are those whom the app asked in the thread since, `is_answered` says whether anybody
    but the asker has said something.
    """

    ts: str
    offer: Json | None
    question: str
    words: str
    called: frozenset[str]
    is_answered: bool


def offer_of(message: Json) -> Json | None:
    """Where a message's offer is, if it has one."""
    for block, element in _elements(message):
        if element["type"] == "button" and element["text"]["text"] == OFFER:
            return {"block_id": block["block_id"], "action_id": element["action_id"]}
    return None


def find_card(thread: Sequence[Json], app: str) -> Card | None:
    """The card in a thread: its first message, or a reply of the app's in somebody's own thread.

    None where there is none, or where it names no asker: then it belongs to another channel's.
    """
    card = next((one for one in reversed(thread) if _is_card(one, thread[0], app)), None)
    if card is None:
        return None
    words = " ".join(_words(card))
    own = thread[0]["user"] if thread[0].get("user") not in (app, None) else None
    named = _MENTION.search(words)
    asker = named.group(1) if named else own
    offer = offer_of(card)
    if asker is None and offer is not None:
        return None
    later = [one for one in thread if one["ts"] > card["ts"]]
    return Card(
        ts=card["ts"],
        offer=offer,
        question=_question(card),
        words=words,
        called=frozenset(_called(later, app)),
        is_answered=any(_is_answer(one, app, asker) for one in later),
    )


def _is_card(message: Json, root: Json, app: str) -> bool:
    """A card in a thread has a menu, which the other messages with that button have not."""
    if message.get("user") != app:
        return False
    if message is root:
        return True
    return any(element["type"] == "overflow" for _, element in _elements(message))


def _is_answer(message: Json, app: str, asker: str | None) -> bool:
    """Said by a person, or handed on by the app, which then says whose words it repeats after the
    mention of the asker. What else the app says to them is no answer.
    """
    if message.get("user") != app:
        return message.get("user") != asker
    said = (
        _HANDED_ON.match(words)
        for words in _words(message.get("blocks") or {"text": message["text"]})
    )
    return any(asker in _MENTION.findall(each.group()) for each in said if each)


def _called(later: Sequence[Json], app: str) -> Iterator[str]:
    """Whom the app mentions beside an offer."""
    for message in later:
        if message.get("user") == app and offer_of(message):
            yield from _MENTION.findall(" ".join(_words(message)))


def _question(card: Json) -> str:
    """What is asked: the sections without the first line, which says who asks and how."""
    sections = [
        str(block["text"]["text"])
        for block in card.get("blocks") or ()
        if block["type"] == "section" and "text" in block
    ]
    first, _, rest = "\n".join(sections).partition("\n")
    return rest or first or str(card["text"])


def _elements(message: Json) -> Iterator[tuple[Json, Json]]:
    for block in message.get("blocks") or ():
        for _, element in elements(block):
            yield block, element


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for one in value.values():
            yield from _words(one)
