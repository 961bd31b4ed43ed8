"""All of an agenda in full: every word of what is on it, and of what waits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from bot.huddles.agenda import phrases, words
from bot.huddles.agenda.shown import Line, Seen
from bot.huddles.agenda.views import EMPTY
from bot.text import kit
from bot.text.escaping import escape, shorten
from bot.text.kit import Block
from bot.text.phrases import name, words_of
from storage.huddles import ItemState

_MOST_BLOCKS: Final = 90
_LONGEST: Final = 50_000  # characters; Slack takes a view of 250 KB
_LONGEST_BEHIND: Final = 600
_FOR: Final = "For {when}"
_WORKED: Final = "What worked: {text}"
_MORE: Final = "{count} more are not shown."


def whole(seen: Seen, behind: Mapping[UUID, str], now: datetime) -> Block:
    """Every word of what is on it, and of what waits; `behind` its lines, by these, what worked."""
    title = phrases.when_seen(seen, now)
    blocks, used = [kit.section(_FOR.format(when=title))] if title else [], 0
    for number, item in enumerate((*seen.on, *seen.of(ItemState.WAITING)), start=1):
        worked = shorten(escape(words_of(behind.get(item.id, ""))), _LONGEST_BEHIND)
        mine = _in_full(number, item, worked, waits=item.state is ItemState.WAITING)
        used += len(item.text) + len(worked)
        if len(blocks) + len(mine) > _MOST_BLOCKS or used > _LONGEST:
            rest = len(seen.on) + len(seen.of(ItemState.WAITING)) - number + 1
            blocks.append(kit.context(_MORE.format(count=rest)))
            break
        blocks += mine
    return kit.modal(words.WHOLE, "Agenda", blocks or [kit.section(EMPTY)], submit=None)


def _in_full(number: int, item: Line, worked: str, *, waits: bool) -> list[Block]:
    said = [*phrases.details(item), *(["waits"] if waits else [])]
    who = [name(item.hand_to_name)] if item.hand_to_name else []
    parts = [kit.words(part) for parts in kit.messages(item.text) for part in parts]
    below = [kit.context(_WORKED.format(text=worked))] if worked else []
    return [kit.context(f"*{number}.* {' · '.join((*said, *who))}"), *parts, *below]
