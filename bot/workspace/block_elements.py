"""The table of block elements: which keys each has and what they may hold.

Source: docs.slack.dev/reference/block-kit/block-elements, one page an element.
"""

from datetime import date

from bot.workspace.block_checks import Chars, Flag, Items, Kind, Matching, Rule, Shape, Whole
from bot.workspace.block_objects import (
    BOX_OPTION,
    CONFIRM,
    DISPATCH,
    FILTER,
    GROUP,
    ID,
    IMAGE_LINK,
    LINK,
    MENU_OPTION,
    OVERFLOW_OPTION,
    SLACK_FILE,
    STYLE,
    plain,
)
from bot.workspace.block_relations import (
    no_more_than_selectable,
    one_of,
    ordered,
    preselected_are_options,
    unique_option_values,
    whole_unless_decimal,
)
from bot.workspace.block_rich_text import RICH_TEXT_VALUE


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


DATE = Matching(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "must be a date in the format YYYY-MM-DD", also=_is_date
)
TIME = Matching(r"([01][0-9]|2[0-3]):[0-5][0-9]", "must be a time in the format HH:mm")
NUMERAL = Matching(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", "must be a number, as a string")
EMAIL = Matching(r"[^@\s]+@[^@\s]+\.[^@\s]+", "must be a valid email address")

_MENU: dict[str, Kind] = {
    "action_id": ID,
    "placeholder": plain(150),
    "confirm": CONFIRM,
    "focus_on_load": Flag(),
}
_ENTRY: dict[str, Kind] = {
    "action_id": ID,
    "placeholder": plain(150),
    "dispatch_action_config": DISPATCH,
    "focus_on_load": Flag(),
}
_BOXES: dict[str, Kind] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": Flag()}
_MOST = Whole(1)
_SOME_ID = Chars()
_OFFERED: tuple[Rule, ...] = (
    one_of("options", "option_groups"),
    unique_option_values,
    preselected_are_options,
)


def _menu(**keys: Kind) -> Shape:
    return Shape(optional={**_MENU, **keys})


def _many(**keys: Kind) -> Shape:
    menu = {**_MENU, **keys, "max_selected_items": _MOST}
    return Shape(optional=menu, rules=(no_more_than_selectable,))


_LISTS: dict[str, Kind] = {"options": Items(MENU_OPTION, 100), "option_groups": Items(GROUP, 100)}
_CONVERSATIONS: dict[str, Kind] = {"default_to_current_conversation": Flag(), "filter": FILTER}

SELECTS: dict[str, Shape] = {
    "static_select": Shape(
        optional={**_MENU, **_LISTS, "initial_option": MENU_OPTION}, rules=_OFFERED
    ),
    "external_select": _menu(initial_option=MENU_OPTION, min_query_length=Whole(0)),
    "users_select": _menu(initial_user=_SOME_ID),
    "channels_select": _menu(initial_channel=_SOME_ID, response_url_enabled=Flag()),
    "conversations_select": _menu(
        initial_conversation=_SOME_ID, response_url_enabled=Flag(), **_CONVERSATIONS
    ),
}
MULTI_SELECTS: dict[str, Shape] = {
    "multi_static_select": Shape(
        optional={
            **_MENU,
            **_LISTS,
            "initial_options": Items(MENU_OPTION),
            "max_selected_items": _MOST,
        },
        rules=(*_OFFERED, no_more_than_selectable),
    ),
    "multi_external_select": _many(initial_options=Items(MENU_OPTION), min_query_length=Whole(0)),
    "multi_users_select": _many(initial_users=Items(_SOME_ID)),
    "multi_channels_select": _many(initial_channels=Items(_SOME_ID)),
    "multi_conversations_select": _many(initial_conversations=Items(_SOME_ID), **_CONVERSATIONS),
}
PICKERS: dict[str, Shape] = {
    "datepicker": _menu(initial_date=DATE),
    "timepicker": _menu(initial_time=TIME, timezone=Chars()),
}
DATETIME_PICKER: dict[str, Shape] = {
    "datetimepicker": Shape(
        optional={**_BOXES, "initial_date_time": Whole(10**9, 10**10 - 1)},
    ),
}
BOXES: dict[str, Shape] = {
    "checkboxes": Shape(
        {"options": Items(BOX_OPTION, 10)},
        {**_BOXES, "initial_options": Items(BOX_OPTION)},
        (unique_option_values, preselected_are_options),
    ),
    "radio_buttons": Shape(
        {"options": Items(BOX_OPTION, 10)},
        {**_BOXES, "initial_option": BOX_OPTION},
        (unique_option_values, preselected_are_options),
    ),
}
PRESSED: dict[str, Shape] = {
    "button": Shape(
        {"text": plain(75)},
        {
            "action_id": ID,
            "url": LINK,
            "value": Chars(2000),
            "style": STYLE,
            "confirm": CONFIRM,
            "accessibility_label": Chars(75),
        },
    ),
    "overflow": Shape(
        {"options": Items(OVERFLOW_OPTION, 5)},
        {"action_id": ID, "confirm": CONFIRM},
        (unique_option_values,),
    ),
}
IMAGE: dict[str, Shape] = {
    "image": Shape(
        {"alt_text": Chars(2000)},
        {"image_url": IMAGE_LINK, "slack_file": SLACK_FILE},
        (one_of("image_url", "slack_file"),),
    ),
}
ENTRIES: dict[str, Shape] = {
    "plain_text_input": Shape(
        optional={
            **_ENTRY,
            "initial_value": Chars(3000, least=0),
            "multiline": Flag(),
            "min_length": Whole(0, 3000),
            "max_length": Whole(1, 3000),
        },
        rules=(ordered("min_length", "max_length"),),
    ),
    "number_input": Shape(
        {"is_decimal_allowed": Flag()},
        {**_ENTRY, "initial_value": NUMERAL, "min_value": NUMERAL, "max_value": NUMERAL},
        (
            whole_unless_decimal,
            ordered("min_value", "max_value"),
            ordered("min_value", "initial_value"),
            ordered("initial_value", "max_value"),
        ),
    ),
    "email_text_input": Shape(optional={**_ENTRY, "initial_value": EMAIL}),
    "url_text_input": Shape(optional={**_ENTRY, "initial_value": IMAGE_LINK}),
}
RICH_TEXT_INPUT: dict[str, Shape] = {
    "rich_text_input": Shape(optional={**_ENTRY, "initial_value": RICH_TEXT_VALUE}),
}
FILE_INPUT: dict[str, Shape] = {
    "file_input": Shape(
        optional={
            "action_id": ID,
            "filetypes": Items(Chars()),
            "max_files": Whole(1, 10),
        },
    ),
}
