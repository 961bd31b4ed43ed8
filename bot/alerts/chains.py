"""Which events are one, where the source gives them no identity that lasts.

A message that continues another belongs to its event, also when it names other areas; and a later
message of the same series takes an earlier one's place in each area that both name.
"""

from collections.abc import Iterable

from bot.alerts.events import EVERYWHERE, EventKey, Events, Part, merged, reports_of

Joined = dict[EventKey, dict[str, Part]]
_Name = tuple[str, str]  # a source, and its name of a message


def join(events: Events) -> Joined:
    """The events with each chain as one, under the key of its oldest, and what is over as over:
    by a report that names no areas, or by a later one of the same series.
    """
    oldest = _oldest(events)
    joined: Joined = {}
    for key, parts in events.items():
        into = joined.setdefault(oldest.get(key, key), {})
        for area, part in parts.items():
            into[area] = merged(into[area], part) if area in into else part
    return _untangled({key: _over_everywhere(parts) for key, parts in joined.items()})


def _over_everywhere(parts: dict[str, Part]) -> dict[str, Part]:
    """An end that names no areas is one in all of them."""
    over = parts.get(EVERYWHERE, Part()).over
    return {area: merged(part, Part(over=over)) for area, part in parts.items()} if over else parts


def _oldest(events: Events) -> dict[EventKey, EventKey]:
    """For each event that is part of a chain, the oldest of this chain."""
    chains = _Chains()
    ages: dict[EventKey, tuple[str, EventKey]] = {}
    names: dict[EventKey, _Name] = {}
    for key, parts in events.items():
        for report in (each for each in reports_of(parts) if each.message):
            own = [(key[0], name) for name in (report.message, *report.follows) if name]
            chains.tie([*own, *([names[key]] if key in names else [])])
            ages[key] = min(ages.get(key, (report.revision, key)), (report.revision, key))
            names.update({key: own[0]} if own else {})
    first: dict[_Name, EventKey] = {}
    for _, key in sorted(ages.values()):
        if key in names:
            first.setdefault(chains.root(names[key]), key)
    return {key: first[chains.root(name)] for key, name in names.items()}


class _Chains:
    """Names of messages that belong together (union-find)."""

    def __init__(self) -> None:
        self._parents: dict[_Name, _Name] = {}

    def root(self, name: _Name) -> _Name:
        while (parent := self._parents.get(name, name)) != name:
            self._parents[name] = self._parents.get(parent, parent)
            name = parent
        return name

    def tie(self, names: Iterable[_Name]) -> None:
        roots = {self.root(name) for name in names}
        if roots:
            first = min(roots)
            self._parents.update(dict.fromkeys(roots, first))


def _untangled(joined: Joined) -> Joined:
    """With what a later message of its series replaced as over there."""
    newest: dict[tuple[str, str, str], Part] = {}
    for (source, _), parts in joined.items():
        for area, part in parts.items():
            for series in {each.series for each in (part.said, part.over) if each and each.series}:
                place = (source, series, area)
                newest[place] = merged(newest.get(place, Part()), part)
    return {
        key: {area: _replaced(part, newest, key[0], area) for area, part in parts.items()}
        for key, parts in joined.items()
    }


def _replaced(part: Part, newest: dict[tuple[str, str, str], Part], source: str, area: str) -> Part:
    if part.said is None or not part.said.series:
        return part
    others = newest[source, part.said.series, area]
    later = [each for each in (others.said, others.over) if each]
    last = max(later, key=lambda each: each.revision)
    is_other = last.revision > part.said.revision and last is not part.over
    return part._replace(over=last) if is_other else part
