"""Rules about blocks and the surfaces they stand on: each refuses what it is there to refuse.

A row: what is wrong, where it stands, the blocks, the complaint, the JSON pointer below /blocks.
"""

from typing import Any

import pytest

from bot.workspace.blocks import Surface, check_blocks

Block = dict[str, Any]
Row = tuple[str, Surface, Any, str, str]


def plain(words: Any = "Go", **more: Any) -> Block:
    return {"type": "plain_text", "text": words, **more}


def mrkdwn(words: str = "*Go*", **more: Any) -> Block:
    return {"type": "mrkdwn", "text": words, **more}


def section(**more: Any) -> Block:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Any) -> Block:
    return {"type": "actions", "elements": list(elements)}


def context(*elements: Any) -> Block:
    return {"type": "context", "elements": list(elements)}


def button(**more: Any) -> Block:
    return {"type": "button", "text": plain(), **more}


def entry(element: Block, **more: Any) -> Block:
    return {"type": "input", "label": plain("Question"), "element": element, **more}


def typed(kind: Any, **more: Any) -> Block:
    return {"type": kind, **more}


REFUSED: list[Row] = [
    ("blocks that are no array", "message", {"type": "divider"}, "must provide an array", ""),
    (
        "51 blocks in a message",
        "message",
        [typed("divider")] * 51,
        "no more than 50 items allowed",
        "",
    ),
    (
        "101 blocks in a modal",
        "modal",
        [typed("divider")] * 101,
        "no more than 100 items allowed",
        "",
    ),
    (
        "101 blocks in a Home tab",
        "home",
        [typed("divider")] * 101,
        "no more than 100 items allowed",
        "",
    ),
    ("a modal of no blocks", "modal", [], "must provide at least 1 items", ""),
    ("a block that is a string", "message", ["divider"], "must provide an object", "/0"),
    (
        "a block without a type",
        "message",
        [{"text": plain()}],
        "missing required field: type",
        "/0",
    ),
    ("an unknown block", "message", [typed("video")], "unsupported type: video", "/0/type"),
    (
        "a block whose type is an array",
        "message",
        [typed(["x"])],
        "unsupported type: ['x']",
        "/0/type",
    ),
    (
        "a markdown block in a modal",
        "modal",
        [typed("markdown", text="x")],
        "unsupported type: markdown",
        "/0/type",
    ),
    (
        "a markdown block in a Home tab",
        "home",
        [typed("markdown", text="x")],
        "unsupported type: markdown",
        "/0/type",
    ),
    (
        "an alert in a message",
        "message",
        [typed("alert", text=plain())],
        "unsupported type: alert",
        "/0/type",
    ),
    (
        "an alert in a Home tab",
        "home",
        [typed("alert", text=plain())],
        "unsupported type: alert",
        "/0/type",
    ),
    (
        "an alert of an unknown level",
        "modal",
        [typed("alert", text=plain(), level="loud")],
        "must be one of: default, info, warning, error, success",
        "/0/level",
    ),
    (
        "a section of nothing",
        "message",
        [typed("section")],
        "must define either `text` or `fields`",
        "/0",
    ),
    (
        "an unknown key",
        "message",
        [section(colour="red")],
        "invalid additional property: colour",
        "/0",
    ),
    (
        "a section without any field",
        "message",
        [typed("section", fields=[])],
        "must provide at least 1 items",
        "/0/fields",
    ),
    (
        "a section of 11 fields",
        "message",
        [typed("section", fields=[plain()] * 11)],
        "no more than 10 items allowed",
        "/0/fields",
    ),
    (
        "a field of 2001",
        "message",
        [typed("section", fields=[plain("x" * 2001)])],
        "must be less than 2001 characters",
        "/0/fields/0/text",
    ),
    (
        "an accessory that is an input",
        "message",
        [section(accessory=typed("plain_text_input"))],
        "unsupported type: plain_text_input",
        "/0/accessory/type",
    ),
    (
        "a datetimepicker as an accessory",
        "message",
        [section(accessory=typed("datetimepicker"))],
        "unsupported type: datetimepicker",
        "/0/accessory/type",
    ),
    (
        "a header in mrkdwn",
        "message",
        [typed("header", text=mrkdwn())],
        "unsupported type: mrkdwn",
        "/0/text/type",
    ),
    (
        "a header of 151",
        "message",
        [typed("header", text=plain("x" * 151))],
        "must be less than 151 characters",
        "/0/text/text",
    ),
    ("a header without text", "message", [typed("header")], "missing required field: text", "/0"),
    (
        "a divider with a text",
        "message",
        [typed("divider", text=plain())],
        "invalid additional property: text",
        "/0",
    ),
    (
        "a markdown block of 12001",
        "message",
        [typed("markdown", text="x" * 12001)],
        "must be less than 12001 characters",
        "/0/text",
    ),
    (
        "an image without words for the blind",
        "message",
        [typed("image", image_url="https://x.test/a.png")],
        "missing required field: alt_text",
        "/0",
    ),
    (
        "an image from nowhere",
        "message",
        [typed("image", alt_text="a map")],
        "must define either `image_url` or `slack_file`",
        "/0",
    ),
    (
        "an image from a file path",
        "message",
        [typed("image", alt_text="a map", image_url="file:///x")],
        "must be a valid url",
        "/0/image_url",
    ),
    (
        "an alt text of 2001",
        "message",
        [typed("image", alt_text="x" * 2001, image_url="https://x.test/a.png")],
        "must be less than 2001 characters",
        "/0/alt_text",
    ),
    (
        "an image url of 3001",
        "message",
        [typed("image", alt_text="a map", image_url="https://x.test/".ljust(3001, "a"))],
        "must be less than 3001 characters",
        "/0/image_url",
    ),
    ("an empty context", "message", [context()], "must provide at least 1 items", "/0/elements"),
    (
        "a context of 11",
        "message",
        [context(*[plain()] * 11)],
        "no more than 10 items allowed",
        "/0/elements",
    ),
    (
        "a button in a context",
        "message",
        [context(button())],
        "unsupported type: button",
        "/0/elements/0/type",
    ),
    ("actions without any", "message", [actions()], "must provide at least 1 items", "/0/elements"),
    (
        "26 actions",
        "message",
        [actions(*[button()] * 26)],
        "no more than 25 items allowed",
        "/0/elements",
    ),
    (
        "an input among actions",
        "message",
        [actions(typed("plain_text_input"))],
        "unsupported type: plain_text_input",
        "/0/elements/0/type",
    ),
    (
        "an image among actions",
        "message",
        [actions(typed("image", alt_text="a"))],
        "unsupported type: image",
        "/0/elements/0/type",
    ),
    (
        "an input without a label",
        "message",
        [typed("input", element=typed("plain_text_input"))],
        "missing required field: label",
        "/0",
    ),
    (
        "an input without an element",
        "message",
        [typed("input", label=plain())],
        "missing required field: element",
        "/0",
    ),
    (
        "a label in mrkdwn",
        "message",
        [entry(typed("plain_text_input"), label=mrkdwn())],
        "unsupported type: mrkdwn",
        "/0/label/type",
    ),
    (
        "a label of 2001",
        "message",
        [entry(typed("plain_text_input"), label=plain("x" * 2001))],
        "must be less than 2001 characters",
        "/0/label/text",
    ),
    (
        "a hint of 2001",
        "message",
        [entry(typed("plain_text_input"), hint=plain("x" * 2001))],
        "must be less than 2001 characters",
        "/0/hint/text",
    ),
    (
        "an input that is optional by name",
        "message",
        [entry(typed("plain_text_input"), optional="yes")],
        "must provide a boolean",
        "/0/optional",
    ),
    (
        "a button in an input",
        "message",
        [entry(button())],
        "unsupported type: button",
        "/0/element/type",
    ),
    (
        "a file input in a message",
        "message",
        [entry(typed("file_input"))],
        "unsupported type: file_input",
        "/0/element/type",
    ),
    (
        "a file input in a Home tab",
        "home",
        [entry(typed("file_input"))],
        "unsupported type: file_input",
        "/0/element/type",
    ),
    (
        "a rich text input in a message",
        "message",
        [entry(typed("rich_text_input"))],
        "unsupported type: rich_text_input",
        "/0/element/type",
    ),
]


@pytest.mark.parametrize(
    ("surface", "blocks", "says", "at"),
    [pytest.param(*row[1:], id=row[0].replace(" ", "-")) for row in REFUSED],
)
def test_the_workspace_refuses(surface: Surface, blocks: Any, says: str, at: str) -> None:
    assert check_blocks(blocks, surface) == [f"[ERROR] {says} [json-pointer:/blocks{at}]"]
