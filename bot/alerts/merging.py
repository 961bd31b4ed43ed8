"""Two who edit one alert at once: field by field, and nothing of either is lost."""

from dataclasses import replace
from typing import Any, Final, NamedTuple

from bot.alerts.draft import Draft

# An end and its basis say one thing together.
_TOGETHER: Final = ("expected_end", "basis")
_UNITS: Final = (
    *((name,) for name in Draft.__dataclass_fields__ if name not in _TOGETHER),
    _TOGETHER,
)


class Conflict(NamedTuple):
    """A field that both changed, each to something else."""

    field: str
    mine: Draft
    theirs: Draft


class Merged(NamedTuple):
    """What the alert says with both edits. Where they conflict `draft` has mine."""

    draft: Draft
    conflicts: tuple[Conflict, ...]


def merge(seen: Draft, mine: Draft, now: Draft) -> Merged:
    """`seen` is what the editor saw, `mine` what they made of it, `now` what it says by now."""
    merged, conflicts = now, []
    for unit in _UNITS:
        changed = _values(mine, unit)
        if changed in (_values(seen, unit), _values(now, unit)):
            continue
        if _values(now, unit) != _values(seen, unit):
            conflicts.append(Conflict(unit[0], mine, now))
        merged = replace(merged, **dict(zip(unit, changed, strict=True)))
    return Merged(merged, tuple(conflicts))


def changed_fields(before: Draft, after: Draft) -> tuple[str, ...]:
    """The names of the fields that read otherwise."""
    return tuple(
        name for name in Draft.__dataclass_fields__ if getattr(before, name) != getattr(after, name)
    )


def _values(draft: Draft, unit: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(draft, name) for name in unit)
