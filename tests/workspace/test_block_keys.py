"""Good blocks of which one key at a time is left out, emptied or made too long."""

import json
from typing import Any

import pytest

from bot.workspace.blocks import Surface, check_blocks

Block = dict[str, Any]

PLAIN: Block = {"type": "plain_text", "text": "Go"}
MRKDWN: Block = {"type": "mrkdwn", "text": "*Go*"}
IMAGE: Block = {"type": "image", "image_url": "https://x.test/a.png", "alt_text": "a map"}
OPTION: Block = {"text": PLAIN, "value": "a", "description": PLAIN}
BOX: Block = {"text": MRKDWN, "value": "a", "description": MRKDWN}
GROUP: Block = {"label": PLAIN, "options": [OPTION]}
CONFIRM: Block = {"title": PLAIN, "text": MRKDWN, "confirm": PLAIN, "deny": PLAIN}
DISPATCH: Block = {"trigger_actions_on": ["on_enter_pressed"]}
ACTIONS: list[Block] = [
    {"type": "button", "text": PLAIN, "confirm": CONFIRM, "accessibility_label": "Go"},
    {"type": "overflow", "options": [{**OPTION, "url": "https://x.test"}]},
    {"type": "static_select", "placeholder": PLAIN, "option_groups": [GROUP]},
    {"type": "multi_static_select", "options": [OPTION], "initial_options": [OPTION]},
    {"type": "checkboxes", "options": [BOX], "initial_options": [BOX]},
    {"type": "radio_buttons", "options": [BOX], "initial_option": BOX},
    {"type": "conversations_select", "initial_conversation": "C1", "filter": {"include": ["im"]}},
    {"type": "multi_users_select", "initial_users": ["U1"]},
    {"type": "multi_channels_select", "initial_channels": ["C1"]},
    {"type": "multi_conversations_select", "initial_conversations": ["C1"]},
    {"type": "multi_external_select", "initial_options": [OPTION], "min_query_length": 0},
    {"type": "timepicker", "timezone": "America/Los_Angeles"},
    {"type": "datepicker", "initial_date": "2026-02-28"},
    {"type": "datetimepicker", "initial_date_time": 1_700_000_000},
    {"type": "button", "text": PLAIN, "confirm": {**CONFIRM, "text": PLAIN}},
]
PARTS: list[Block] = [
    {"type": "text", "text": "Go"},
    {"type": "link", "url": "https://x.test", "text": "Go"},
    {"type": "emoji", "name": "wave", "unicode": "1f44b", "skin_tone": 1},
    {"type": "user", "user_id": "U1"},
    {"type": "usergroup", "usergroup_id": "S1"},
    {"type": "channel", "channel_id": "C1"},
    {"type": "broadcast", "range": "here"},
    {"type": "color", "value": "#ffffff"},
    {"type": "date", "timestamp": 0, "format": "{date}", "fallback": "then"},
]
RICH: list[Block] = [
    {"type": "rich_text_section", "elements": PARTS},
    {
        "type": "rich_text_list",
        "elements": [{"type": "rich_text_section", "elements": PARTS[:1]}],
        "style": "ordered",
        "border": 1,
        "offset": 0,
    },
    {"type": "rich_text_preformatted", "elements": PARTS[:2], "language": "python"},
    {"type": "rich_text_quote", "elements": PARTS},
]
GOOD: list[Block] = [
    {"type": "section", "text": PLAIN, "fields": [PLAIN, MRKDWN], "accessory": IMAGE},
    {"type": "section", "text": MRKDWN},
    {"type": "header", "text": PLAIN},
    {**IMAGE, "title": PLAIN},
    {"type": "context", "elements": [PLAIN, MRKDWN, IMAGE]},
    {"type": "actions", "elements": ACTIONS},
    {"type": "rich_text", "elements": RICH},
    {
        "type": "input",
        "label": PLAIN,
        "hint": PLAIN,
        "element": {"type": "plain_text_input", "dispatch_action_config": DISPATCH},
    },
    {"type": "divider", "block_id": "b"},
    {
        "type": "context",
        "elements": [{"type": "image", "alt_text": "x", "slack_file": {"id": "F1"}}],
    },
]
ONLY_MESSAGE: list[Block] = [{"type": "markdown", "text": "Go"}]
ONLY_MODAL: list[Block] = [
    {"type": "alert", "text": PLAIN},
    {"type": "input", "label": PLAIN, "element": {"type": "file_input", "filetypes": ["png"]}},
]
SAMPLES: dict[str, tuple[Surface, list[Block]]] = {
    "": ("message", GOOD),
    "message": ("message", ONLY_MESSAGE),
    "modal": ("modal", ONLY_MODAL),
    "modal GOOD": ("modal", GOOD),
    "home GOOD": ("home", GOOD),
}
A = "/5/elements"
R = "/6/elements"
P = f"{R}/0/elements"


def changed(blocks: list[Block], pointer: str) -> tuple[list[Block], Any, Any]:
    """A copy without shared parts, the holder of what the pointer names, and its key."""
    copy = json.loads(json.dumps(blocks))
    keys = [int(key) if key.isdigit() else key for key in pointer.split("/")[1:]]
    holder: Any = copy
    for key in keys[:-1]:
        holder = holder[key]
    return copy, holder, keys[-1]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_samples_themselves_are_good(sample: str) -> None:
    surface, blocks = SAMPLES[sample]
    assert check_blocks(blocks, surface) == []


REQUIRED = [
    ("", "/0/text/text"),
    ("", "/0/fields/0/text"),
    ("", "/0/fields/1/text"),
    ("", "/0/accessory/alt_text"),
    ("", "/1/text/text"),
    ("", "/2/text"),
    ("", "/3/alt_text"),
    ("", "/4/elements"),
    ("", "/5/elements"),
    ("", f"{A}/0/text"),
    ("", f"{A}/0/text/text"),
    ("", f"{A}/0/confirm/title"),
    ("", f"{A}/0/confirm/title/text"),
    ("", f"{A}/0/confirm/text"),
    ("", f"{A}/0/confirm/text/text"),
    ("", f"{A}/0/confirm/confirm"),
    ("", f"{A}/0/confirm/confirm/text"),
    ("", f"{A}/0/confirm/deny"),
    ("", f"{A}/14/confirm/text/text"),
    ("", f"{A}/1/options"),
    ("", f"{A}/1/options/0/text"),
    ("", f"{A}/1/options/0/value"),
    ("", f"{A}/2/placeholder/text"),
    ("", f"{A}/2/option_groups/0/label"),
    ("", f"{A}/2/option_groups/0/options"),
    ("", f"{A}/3/options/0/text"),
    ("", f"{A}/3/options/0/value"),
    ("", f"{A}/4/options"),
    ("", f"{A}/4/options/0/text"),
    ("", f"{A}/4/options/0/text/text"),
    ("", f"{A}/4/options/0/value"),
    ("", f"{A}/5/options"),
    ("", "/6/elements"),
    ("", f"{R}/0/elements"),
    ("", f"{P}/0/text"),
    ("", f"{P}/1/url"),
    ("", f"{P}/2/name"),
    ("", f"{P}/3/user_id"),
    ("", f"{P}/4/usergroup_id"),
    ("", f"{P}/5/channel_id"),
    ("", f"{P}/6/range"),
    ("", f"{P}/7/value"),
    ("", f"{P}/8/timestamp"),
    ("", f"{P}/8/format"),
    ("", f"{R}/1/elements"),
    ("", f"{R}/1/style"),
    ("", f"{R}/2/elements"),
    ("", f"{R}/3/elements"),
    ("", "/7/label"),
    ("", "/7/element"),
    ("", "/7/element/dispatch_action_config/trigger_actions_on"),
    ("message", "/0/text"),
    ("modal", "/0/text"),
    ("modal GOOD", "/7/label"),
    ("modal GOOD", "/7/element"),
    ("home GOOD", "/7/label"),
    ("home GOOD", "/7/element"),
]


@pytest.mark.parametrize(("sample", "pointer"), REQUIRED)
def test_a_required_key_is_missed(sample: str, pointer: str) -> None:
    surface, blocks = SAMPLES[sample]
    copy, holder, key = changed(blocks, pointer)
    del holder[key]
    at = pointer.rsplit("/", 1)[0]
    says = f"[ERROR] missing required field: {key} [json-pointer:/blocks{at}]"
    assert check_blocks(copy, surface) == [says]


NEVER_EMPTY = [
    ("", "/0/text/text"),
    ("", "/0/fields/0/text"),
    ("", "/0/fields/1/text"),
    ("", "/0/accessory/alt_text"),
    ("", "/3/alt_text"),
    ("", f"{A}/0/text/text"),
    ("", f"{A}/0/accessibility_label"),
    ("", f"{A}/0/confirm/title/text"),
    ("", f"{A}/0/confirm/text/text"),
    ("", f"{A}/0/confirm/confirm/text"),
    ("", f"{A}/14/confirm/text/text"),
    ("", f"{A}/1/options/0/value"),
    ("", f"{A}/4/options/0/text/text"),
    ("", f"{A}/6/initial_conversation"),
    ("", f"{A}/11/timezone"),
    ("", f"{P}/1/text"),
    ("", "/8/block_id"),
    ("", "/9/elements/0/slack_file/id"),
    ("message", "/0/text"),
    ("modal", "/1/element/filetypes/0"),
]


@pytest.mark.parametrize(("sample", "pointer"), NEVER_EMPTY)
def test_an_empty_string_is_refused(sample: str, pointer: str) -> None:
    surface, blocks = SAMPLES[sample]
    copy, holder, key = changed(blocks, pointer)
    holder[key] = ""
    says = f"[ERROR] must be more than 0 characters [json-pointer:/blocks{pointer}]"
    assert check_blocks(copy, surface) == [says]


@pytest.mark.parametrize(
    ("pointer", "most"),
    [
        ("/0/text/text", 3000),
        ("/0/fields/0/text", 2000),
        ("/0/fields/1/text", 2000),
        ("/0/accessory/alt_text", 2000),
        ("/1/text/text", 3000),
        ("/3/title/text", 2000),
        ("/4/elements/0/text", 3000),
        ("/4/elements/1/text", 3000),
        (f"{A}/0/confirm/text/text", 300),
        (f"{A}/1/options/0/text/text", 75),
        (f"{A}/1/options/0/description/text", 75),
    ],
)
def test_a_string_reaches_its_limit_and_not_one_more(pointer: str, most: int) -> None:
    copy, holder, key = changed(GOOD, pointer)
    holder[key] = "x" * most
    assert check_blocks(copy, "message") == []
    holder[key] += "x"
    says = f"[ERROR] must be less than {most + 1} characters [json-pointer:/blocks{pointer}]"
    assert check_blocks(copy, "message") == [says]


@pytest.mark.parametrize(
    ("sample", "pointer"),
    [
        ("", f"{A}/2/option_groups"),
        ("", f"{A}/3/initial_options"),
        ("", f"{A}/4/initial_options"),
        ("", f"{A}/6/filter/include"),
        ("", f"{A}/7/initial_users"),
        ("", f"{A}/8/initial_channels"),
        ("", f"{A}/9/initial_conversations"),
        ("", f"{A}/10/initial_options"),
        ("", f"{A}/5/options"),
        ("", f"{R}/1/elements"),
        ("", f"{R}/2/elements"),
        ("", f"{R}/3/elements"),
        ("", "/7/element/dispatch_action_config/trigger_actions_on"),
        ("modal", "/1/element/filetypes"),
    ],
)
def test_an_empty_array_is_refused(sample: str, pointer: str) -> None:
    surface, blocks = SAMPLES[sample]
    copy, holder, key = changed(blocks, pointer)
    holder[key] = []
    says = f"[ERROR] must provide at least 1 items [json-pointer:/blocks{pointer}]"
    assert says in check_blocks(copy, surface)


@pytest.mark.parametrize(
    ("pointer", "value", "says"),
    [
        (f"{A}/2/option_groups/0/options", [OPTION] * 101, "no more than 100 items allowed"),
        (f"{A}/6/filter/include/0", "public_channel", "must be one of: im, mpim, private, public"),
        (f"{A}/10/min_query_length", -1, "must be more than -1"),
        (f"{P}/2/skin_tone", 7, "must be less than 7"),
        (f"{P}/2/skin_tone", 0, "must be more than 0"),
        (f"{P}/3/user_id", "", "must be more than 0 characters"),
        (f"{A}/12/initial_date", "20260228", "must be a date in the format YYYY-MM-DD"),
        (f"{A}/13/initial_date_time", 999_999_999, "must be more than 999999999"),
        (f"{R}/1/border", 2, "must be less than 2"),
        (f"{R}/1/offset", -1, "must be more than -1"),
        (f"{R}/1/style", "loud", "must be one of: bullet, ordered"),
        (f"{P}/8/timestamp", -1, "must be more than -1"),
    ],
)
def test_a_value_out_of_bounds_is_refused(pointer: str, value: Any, says: str) -> None:
    copy, holder, key = changed(GOOD, pointer)
    holder[key] = value
    assert check_blocks(copy, "message") == [f"[ERROR] {says} [json-pointer:/blocks{pointer}]"]


@pytest.mark.parametrize("menu", [3, 7, 8, 9, 10])
def test_no_menu_preselects_more_than_may_be_chosen(menu: int) -> None:
    copy = json.loads(json.dumps(GOOD))
    element = copy[5]["elements"][menu]
    initial = next(key for key in element if key.startswith("initial_"))
    element["max_selected_items"] = 1
    assert check_blocks(copy, "message") == []
    element[initial] *= 2
    says = f"[ERROR] no more than 1 items allowed [json-pointer:/blocks{A}/{menu}/{initial}]"
    assert check_blocks(copy, "message") == [says]


@pytest.mark.parametrize(
    "pointer",
    [
        f"{A}/1/options",
        f"{A}/2/option_groups/0/options",
        f"{A}/3/options",
        f"{A}/4/options",
        f"{A}/5/options",
    ],
)
def test_no_menu_has_two_options_of_one_value(pointer: str) -> None:
    copy, holder, key = changed(GOOD, pointer)
    holder[key] *= 2
    says = f'[ERROR] `value` "a" already exists [json-pointer:/blocks{pointer}/1/value]'
    assert says in check_blocks(copy, "message")


@pytest.mark.parametrize(
    ("pointer", "says"),
    [
        ("/0/accessory/image_url", "must define either `image_url` or `slack_file`"),
        ("/9/elements/0/slack_file/id", "must define either `id` or `url`"),
        (f"{A}/3/options", "must define either `options` or `option_groups`"),
    ],
)
def test_one_of_several_keys_is_needed(pointer: str, says: str) -> None:
    copy, holder, key = changed(GOOD, pointer)
    del holder[key]
    at = pointer.rsplit("/", 1)[0]
    assert f"[ERROR] {says} [json-pointer:/blocks{at}]" in check_blocks(copy, "message")
