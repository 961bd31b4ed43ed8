"""Checks of everything that stands on one surface: a message, a modal, a Home tab."""

import json
from collections.abc import Iterator
from typing import Any

from bot.workspace.block_checks import Chars, Flag, Items, Kind, Shape, Typed, problem
from bot.workspace.block_ids import repeated_ids
from bot.workspace.block_layouts import BLOCKS_ON, MOST_BLOCKS, Surface
from bot.workspace.block_objects import ID, plain
from bot.workspace.block_tree import elements

# Slack gives no number but 12,000 "with a buffer for block containers" (bolt-js#2509); texts alone
# of 11,341 with links beside them were refused (bolt-js#2867), so addresses count as well.
MOST_TEXT = 12000
MOST_VIEW_BYTES = 250_000
_COUNTED = ("text", "url", "image_url", "alt_text", "fallback")


def check_blocks(blocks: object, surface: Surface) -> list[str]:
    """What Slack would complain about in `response_metadata.messages`; empty when all is well.

    An empty array is fine in a message (no blocks) and in a Home tab (an empty one). Something
    that is no array is an `invalid_blocks_format` in Slack's terms, the rest `invalid_blocks`.
    """
    return list(_check(blocks, surface, "/blocks"))


def _check(blocks: object, surface: Surface, at: str) -> Iterator[str]:
    least = 1 if surface == "modal" else 0
    found = list(Items(BLOCKS_ON[surface], MOST_BLOCKS[surface], least).problems(blocks, at))
    yield from found
    if not found and isinstance(blocks, list):
        yield from repeated_ids(blocks, at)
        yield from _one_focus(blocks, at)


def _one_focus(blocks: list[Any], at: str) -> Iterator[str]:
    """ "Only one element can be set to true": focus_on_load on every element page."""
    focused = [
        f"{at}/{index}{where}/focus_on_load"
        for index, block in enumerate(blocks)
        for where, element in elements(block)
        if element.get("focus_on_load")
    ]
    for where in focused[1:]:
        yield problem("only one element can have `focus_on_load` set to true", where)


def blocks_too_long(blocks: object) -> bool:
    """Whether Slack would answer `msg_blocks_too_long`: all texts of a message together."""
    total, waiting = 0, [blocks]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            waiting.extend(value.values())
            total += sum(len(value[k]) for k in _COUNTED if isinstance(value.get(k), str))
    return total > MOST_TEXT


def view_too_large(view: object) -> bool:
    """Whether Slack would answer `view_too_large`: more than 250 KB (the views.open page)."""
    return len(json.dumps(view, ensure_ascii=False).encode(errors="replace")) > MOST_VIEW_BYTES


class _Blocks:
    """The `blocks` of a view."""

    def __init__(self, surface: Surface) -> None:
        self.surface: Surface = surface

    def problems(self, value: object, at: str) -> Iterator[str]:
        """As for a message, with the surface's own table."""
        return _check(value, self.surface, at)


def _submit_for_inputs(view: Any, at: str) -> Iterator[str]:
    """Inputs of a modal need a `submit`; the pointer ends in "input" in Slack's answers too."""
    if "submit" in view:
        return
    for index, block in enumerate(view["blocks"]):
        if block["type"] == "input":
            says = "must define `submit` to use an `input` block in modals"
            yield problem(says, f"{at}/blocks/{index}/input")


_ANY_VIEW: dict[str, Kind] = {
    "callback_id": ID,
    "external_id": ID,
    "private_metadata": Chars(3000, least=0),
}
_MODAL = Shape(
    {"title": plain(24), "blocks": _Blocks("modal")},
    {
        **_ANY_VIEW,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
    },
    (_submit_for_inputs,),
)
_VIEW = Typed({"modal": _MODAL, "home": Shape({"blocks": _Blocks("home")}, _ANY_VIEW)})


def check_view(view: object) -> list[str]:
    """What Slack would complain about in a view given to `views.*`; empty when all is well.

    Sources: docs.slack.dev/reference/views/modal-views and .../home-tab-views. Keys that only
    Slack's answers have (`id`, `state`, `hash` ...) are unknown here, as they are to Slack.
    """
    return list(_VIEW.problems(view, "/view"))
