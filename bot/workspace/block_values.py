"""The state of a view's elements: what Slack sends for untouched ones, what its client refuses.

Sources: the element pages of docs.slack.dev/reference/block-kit/block-elements and
api.slack.com/changelog/2020-09-full-state-on-view-submisson-and-block-actions (the state holds
every stateful element, in input blocks or not).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.workspace.block_checks import Matching
from bot.workspace.block_elements import DATE, EMAIL, TIME
from bot.workspace.block_objects import IMAGE_LINK
from bot.workspace.block_tree import Element, elements

Values = dict[str, dict[str, dict[str, Any]]]
Check = Callable[[Element, Any], str | None]

# Element type -> (key in the state, key of the initial value in the element, state when untouched)
_STATE: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "file_input": ("files", "", []),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
}


def initial_values(blocks: list[dict[str, Any]]) -> Values:
    """`state.values` as Slack sends it when nobody touched anything.

    Give it blocks that have their ids (`fill_ids`). Buttons and overflow menus have no state.
    """
    values: Values = {}
    for block in blocks:
        for _, element in elements(block):
            if element["type"] in _STATE:
                state = _untouched(element)
                values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def _untouched(element: Element) -> dict[str, Any]:
    key, initial, empty = _STATE[element["type"]]
    value = element.get(initial, empty)
    return {"type": element["type"], key: list(value) if isinstance(value, list) else value}


def check_values(blocks: list[dict[str, Any]], values: Mapping[str, Any]) -> dict[str, str]:
    """What Slack's own client refuses when "submit" is pressed: {block_id: what to say}.

    Only input blocks are checked, as in Slack. A value of spaces alone counts as filled in: Slack
    passes it on, so an app must look for itself.
    """
    refused: dict[str, str] = {}
    for block in blocks:
        if block.get("type") == "input":
            says = _refusal(block, values)
            if says:
                refused[block["block_id"]] = says
    return refused


def _refusal(block: dict[str, Any], values: Mapping[str, Any]) -> str | None:
    element = block["element"]
    value: Any = values
    for key in (block["block_id"], element["action_id"], _STATE[element["type"]][0]):
        value = value.get(key) if isinstance(value, Mapping) else None
    if value in (None, "", []):
        return None if block.get("optional") else "Please complete this required field."
    check = _CHECKS.get(element["type"])
    return check(element, value) if check else None


def _text(element: Element, value: Any) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(str(value)) < least:
        return f"Please use at least {least} characters."
    if len(str(value)) > most:
        return f"Please use no more than {most} characters."
    return None


def _number(element: Element, value: Any) -> str | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite():
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _of_form(form: Matching, says: str) -> Check:
    return lambda _element, value: None if form.fits(str(value)) else says


def _offered(element: Element) -> list[str]:
    groups = [element, *element.get("option_groups", [])]
    return [option["value"] for group in groups for option in group.get("options", [])]


def _chosen(element: Element, value: Any) -> str | None:
    chosen = value if isinstance(value, list) else [value]
    if len(chosen) > element.get("max_selected_items", len(chosen)):
        return f"Please choose no more than {element['max_selected_items']}."
    if "options" in element or "option_groups" in element:
        offered = _offered(element)
        if any(not isinstance(o, dict) or o.get("value") not in offered for o in chosen):
            return "Please choose one of the options."
    return None


_CHECKS: dict[str, Check] = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _of_form(EMAIL, "Please enter a valid email address."),
    "url_text_input": _of_form(IMAGE_LINK, "Please enter a valid URL."),
    "datepicker": _of_form(DATE, "Please enter a date."),
    "timepicker": _of_form(TIME, "Please enter a time."),
    **{kind: _chosen for kind in _STATE if "select" in kind},
    "checkboxes": _chosen,
    "radio_buttons": _chosen,
}
