"""Rules about keys that mean something together: bounds, preselected options, unique values.

Every rule here runs on an object whose keys are already right by themselves.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot.workspace.block_checks import Json, Rule, problem


def some_of(*keys: str) -> Rule:
    """At least one of the keys is there."""
    named = " or ".join(f"`{key}`" for key in keys)

    def rule(value: Json, at: str) -> Iterator[str]:
        if not any(key in value for key in keys):
            yield problem(f"must define either {named}", at)

    return rule


def one_of(*keys: str) -> Rule:
    """Exactly one of the keys is there."""
    named = " or ".join(f"`{key}`" for key in keys)

    def rule(value: Json, at: str) -> Iterator[str]:
        if sum(key in value for key in keys) != 1:
            yield problem(f"must define either {named}", at)

    return rule


def ordered(low: str, high: str) -> Rule:
    """The number at `low` is not above the one at `high`."""

    def rule(value: Json, at: str) -> Iterator[str]:
        if low in value and high in value and Decimal(value[low]) > Decimal(value[high]):
            yield problem(f"`{low}` must not be greater than `{high}`", f"{at}/{low}")

    return rule


def _options(value: Json) -> Iterator[tuple[str, Json]]:
    for index, option in enumerate(value.get("options", [])):
        yield f"options/{index}", option
    for number, group in enumerate(value.get("option_groups", [])):
        for index, option in enumerate(group["options"]):
            yield f"option_groups/{number}/options/{index}", option


def unique_option_values(value: Json, at: str) -> Iterator[str]:
    """No two options of one menu share a `value`.

    "A unique string value": docs.slack.dev/reference/block-kit/composition-objects/option-object.
    """
    seen: set[str] = set()
    for where, option in _options(value):
        if option["value"] in seen:
            says = f'`value` "{option["value"]}" already exists'
            yield problem(says, f"{at}/{where}/value")
        seen.add(option["value"])


def _bare(option: Json) -> Any:
    """The option without the flags that Slack fills in by itself."""

    def strip(value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return {key: strip(item) for key, item in value.items() if key not in _FLAGS}

    return strip(option)


_FLAGS = ("emoji", "verbatim")


def preselected_are_options(value: Json, at: str) -> Iterator[str]:
    """`initial_option(s)` "exactly match" one of the options (select-menu-element page)."""
    offered = [_bare(option) for _, option in _options(value)]
    if "initial_option" in value and _bare(value["initial_option"]) not in offered:
        yield problem("must match one of the options", f"{at}/initial_option")
    for index, option in enumerate(value.get("initial_options", [])):
        if _bare(option) not in offered:
            yield problem("must match one of the options", f"{at}/initial_options/{index}")


def no_more_than_selectable(value: Json, at: str) -> Iterator[str]:
    """No more preselected than `max_selected_items`."""
    most = value.get("max_selected_items")
    for key in ("options", "users", "conversations", "channels"):
        if most is not None and len(value.get(f"initial_{key}", [])) > most:
            yield problem(f"no more than {most} items allowed", f"{at}/initial_{key}")


def whole_unless_decimal(value: Json, at: str) -> Iterator[str]:
    """A number input without decimals has whole bounds and a whole initial value."""
    for key in ("initial_value", "min_value", "max_value"):
        if key in value and not value["is_decimal_allowed"] and "." in value[key]:
            yield problem("must be a whole number", f"{at}/{key}")
