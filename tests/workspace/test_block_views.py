"""Rules about views: modals and Home tabs."""

from typing import Any

import pytest

from bot.workspace.blocks import check_view, view_too_large

View = dict[str, Any]

PLAIN = {"type": "plain_text", "text": "Ask"}
INPUT = {"type": "input", "label": PLAIN, "element": {"type": "plain_text_input"}}


def modal(**more: Any) -> View:
    return {"type": "modal", "title": PLAIN, "blocks": [{"type": "divider"}], **more}


def home(**more: Any) -> View:
    return {"type": "home", "blocks": [{"type": "divider"}], **more}


def without(view: View, key: str) -> View:
    return {name: value for name, value in view.items() if name != key}


REFUSED: list[tuple[str, Any, str, str]] = [
    ("a view that is a string", "modal", "must provide an object", ""),
    ("a view without a type", without(modal(), "type"), "missing required field: type", ""),
    ("a view of another type", modal(type="sheet"), "unsupported type: sheet", "/type"),
    ("a modal without a title", without(modal(), "title"), "missing required field: title", ""),
    ("a modal without blocks", without(modal(), "blocks"), "missing required field: blocks", ""),
    ("a Home tab without blocks", {"type": "home"}, "missing required field: blocks", ""),
    (
        "a title without words",
        modal(title={"type": "plain_text"}),
        "missing required field: text",
        "/title",
    ),
    (
        "a title of 25",
        modal(title={**PLAIN, "text": "x" * 25}),
        "must be less than 25 characters",
        "/title/text",
    ),
    (
        "an empty title",
        modal(title={**PLAIN, "text": ""}),
        "must be more than 0 characters",
        "/title/text",
    ),
    (
        "a title in mrkdwn",
        modal(title={"type": "mrkdwn", "text": "*Ask*"}),
        "unsupported type: mrkdwn",
        "/title/type",
    ),
    (
        "a submit of 25",
        modal(submit={**PLAIN, "text": "x" * 25}),
        "must be less than 25 characters",
        "/submit/text",
    ),
    (
        "a close of 25",
        modal(close={**PLAIN, "text": "x" * 25}),
        "must be less than 25 characters",
        "/close/text",
    ),
    (
        "private metadata of 3001",
        modal(private_metadata="x" * 3001),
        "must be less than 3001 characters",
        "/private_metadata",
    ),
    (
        "private metadata that is an object",
        modal(private_metadata={"ask": 1}),
        "must provide a string",
        "/private_metadata",
    ),
    (
        "a callback_id of 256",
        modal(callback_id="x" * 256),
        "must be less than 256 characters",
        "/callback_id",
    ),
    (
        "an external_id of 256",
        home(external_id="x" * 256),
        "must be less than 256 characters",
        "/external_id",
    ),
    (
        "a notify_on_close of yes",
        modal(notify_on_close="yes"),
        "must provide a boolean",
        "/notify_on_close",
    ),
    (
        "inputs in a modal without a submit",
        modal(blocks=[{"type": "divider"}, INPUT]),
        "must define `submit` to use an `input` block in modals",
        "/blocks/1/input",
    ),
    (
        "the id that Slack's answers carry",
        modal(id="V1"),
        "invalid additional property: id",
        "",
    ),
    ("a Home tab with a title", home(title=PLAIN), "invalid additional property: title", ""),
    ("a Home tab with a submit", home(submit=PLAIN), "invalid additional property: submit", ""),
    (
        "a bad block in a view",
        modal(blocks=[{"type": "header", "text": {**PLAIN, "text": ""}}]),
        "must be more than 0 characters",
        "/blocks/0/text/text",
    ),
    (
        "a block_id twice in a view",
        home(blocks=[{"type": "divider", "block_id": "b"}] * 2),
        '`block_id` "b" already exists',
        "/blocks/1/block_id",
    ),
]


@pytest.mark.parametrize(
    ("view", "says", "at"),
    [pytest.param(*row[1:], id=row[0].replace(" ", "-")) for row in REFUSED],
)
def test_the_workspace_refuses(view: Any, says: str, at: str) -> None:
    assert check_view(view) == [f"[ERROR] {says} [json-pointer:/view{at}]"]


def test_inputs_in_a_home_tab_need_no_submit() -> None:
    assert check_view(home(blocks=[INPUT])) == []


def test_a_home_tab_may_be_empty() -> None:
    assert check_view(home(blocks=[])) == []


def test_a_modal_with_all_its_keys_is_fine() -> None:
    view = modal(
        blocks=[INPUT],
        submit=PLAIN,
        close=PLAIN,
        callback_id="ask",
        external_id="ask-1",
        private_metadata="",
        clear_on_close=False,
        notify_on_close=True,
    )
    assert check_view(view) == []


def test_a_view_of_more_than_250_kilobytes_is_too_large() -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2600}}
    assert not view_too_large(home(blocks=[section] * 90))
    assert view_too_large(home(blocks=[section] * 100))
