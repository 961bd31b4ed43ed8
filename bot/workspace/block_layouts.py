"""The table of blocks: which keys each has, which elements it holds, on which surface it stands.

Source: docs.slack.dev/reference/block-kit/blocks, one page a block. `input` stands in messages
since April 2021. Blocks that are not in the table (`video`, `file`, `table`, `card` ...) are
refused as unsupported.
"""

from typing import Literal

from bot.workspace.block_checks import Chars, Choice, Flag, Items, Kind, Shape, Typed
from bot.workspace.block_elements import (
    BOXES,
    DATETIME_PICKER,
    ENTRIES,
    FILE_INPUT,
    IMAGE,
    MULTI_SELECTS,
    PICKERS,
    PRESSED,
    RICH_TEXT_INPUT,
    SELECTS,
)
from bot.workspace.block_objects import ID, IMAGE_LINK, SLACK_FILE, plain, text
from bot.workspace.block_relations import one_of, some_of
from bot.workspace.block_rich_text import RICH_TEXT

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}

_CHOSEN = {**SELECTS, **MULTI_SELECTS, **PICKERS, **BOXES}
_ACCESSORIES = {**PRESSED, **_CHOSEN, **IMAGE}
_ACTIONS = {**PRESSED, **_CHOSEN, **DATETIME_PICKER}
_INPUTS = {**ENTRIES, **_CHOSEN, **DATETIME_PICKER}
_INPUTS_ON: dict[Surface, dict[str, Shape]] = {
    "message": _INPUTS,
    "home": {**_INPUTS, **RICH_TEXT_INPUT},
    "modal": {**_INPUTS, **RICH_TEXT_INPUT, **FILE_INPUT},
}

_ID: dict[str, Kind] = {"block_id": ID}

_EVERYWHERE: dict[str, Shape] = {
    "section": Shape(
        optional={
            **_ID,
            "text": text(3000),
            "fields": Items(text(2000), 10),
            "accessory": Typed(_ACCESSORIES),
            "expand": Flag(),
        },
        rules=(some_of("text", "fields"),),
    ),
    "header": Shape({"text": plain(150)}, _ID),
    "divider": Shape(optional=_ID),
    "image": Shape(
        {"alt_text": Chars(2000)},
        {**_ID, "image_url": IMAGE_LINK, "slack_file": SLACK_FILE, "title": plain(2000)},
        (one_of("image_url", "slack_file"),),
    ),
    "context": Shape({"elements": Items(Typed({**IMAGE, **text(3000).shapes}), 10)}, _ID),
    "actions": Shape({"elements": Items(Typed(_ACTIONS), 25)}, _ID),
    "rich_text": RICH_TEXT,
}
_ONLY_ON: dict[Surface, dict[str, Shape]] = {
    "message": {"markdown": Shape({"text": Chars(12000)}, _ID)},
    "home": {},
    "modal": {
        "alert": Shape(
            {"text": text(3000)},
            {**_ID, "level": Choice(("default", "info", "warning", "error", "success"))},
        ),
    },
}


def _input(surface: Surface) -> Shape:
    return Shape(
        {"label": plain(2000), "element": Typed(_INPUTS_ON[surface])},
        {**_ID, "hint": plain(2000), "optional": Flag(), "dispatch_action": Flag()},
    )


BLOCKS_ON: dict[Surface, Typed] = {
    surface: Typed({**_EVERYWHERE, "input": _input(surface), **only})
    for surface, only in _ONLY_ON.items()
}
