"""What stands in a market: its events, each with the areas, the words and the end that count."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from bot.alerts.chains import join
from bot.alerts.events import EVERYWHERE, EventKey, Events, Part, merged
from bot.alerts.facts import AlertKind, Basis, Certainty, Facts, Market, Report, Severity
from bot.alerts.markets import codes_for
from bot.alerts.muting import Muting, Span, Spread
from bot.alerts.posting import Bars, is_posted

ByArea = Mapping[str, list[tuple[EventKey, Part]]]
Reads = Mapping[str, datetime]  # when each source was last read, and could be


class State(StrEnum):
    """`listed`: nobody is told, for it is below the bar; `muted`: something stronger says more."""

    LIVE = "live"
    LISTED = "listed"
    MUTED = "muted"
    ENDED = "ended"


class Ending(StrEnum):
    """Why an event is over: its source said so; its stated end has passed; or its source names it
    no longer, which is no all-clear."""

    SAID = "said"
    PASSED = "passed"
    LAPSED = "lapsed"


class Standing(NamedTuple):
    """An event in a market.

    `areas` are the market's codes where it is live, or was, if it is `ended`; none where the
    source means everybody. `places` are their names, as far as they are known. `ending` is None
    for what is not over. `replaced_by` are events that took its place; `is_covered`: it is over,
    and something stronger holds in all of its areas. `only_pods` are those of the market's pods
    for which it is live; none means all.
    """

    source: str
    key: str
    event: str
    kind: AlertKind
    severity: Severity
    headline: str
    facts: Facts
    areas: tuple[str, ...]
    starts: datetime
    expected_end: datetime | None
    basis: Basis
    state: State
    link: str | None
    revision: str
    certainty: Certainty = Certainty.UNKNOWN
    places: tuple[str, ...] = ()
    sayings: tuple[tuple[str, str], ...] = ()
    ending: Ending | None = None
    is_covered: bool = False
    replaced_by: frozenset[EventKey] = frozenset()
    only_pods: frozenset[str] = frozenset()


_FIRST: Final = (State.LIVE, State.MUTED, State.LISTED, State.ENDED)


def by_area(events: Events) -> ByArea:
    """The events as `standing` looks for them: by each area, with its chains as one."""
    found: dict[str, list[tuple[EventKey, Part]]] = {}
    for key, parts in join(events).items():
        for area, part in parts.items():
            if part.said:
                found.setdefault(area, []).append((key, part))
    return found


def standing(
    events: ByArea, market: Market, reads: Reads, bars: Bars | None = None
) -> list[Standing]:
    """What stands there, and what stood there, the most severe first.

    `reads` is what time it is for each source: an event whose source cannot be read goes on. Where
    pods of the market have set bars of their own, it is live for those of them that are told;
    `bars` are for all, instead.
    """
    here = _here(events, market)
    if bars is not None or not market.bars:
        return _judged(here, reads, bars)
    pods: list[tuple[Bars, set[str]]] = []
    for pod, own in market.bars.items():
        alike = next((several for other, several in pods if other == own), None)
        if alike is None:
            pods.append((own, {pod}))
        else:
            alike.add(pod)
    return sorted(together((_judged(here, reads, own), its) for own, its in pods), key=_order)


def together(judged: Iterable[tuple[Sequence[Standing], AbstractSet[str]]]) -> list[Standing]:
    """The same events, as each of several pods judges them: told, where any of these is."""
    found: dict[EventKey, list[tuple[Standing, AbstractSet[str]]]] = {}
    for several, pods in judged:
        for each in several:
            found.setdefault((each.source, each.key), []).append((each, pods))
    return [_together(ways) for ways in found.values()]


def _together(ways: Sequence[tuple[Standing, AbstractSet[str]]]) -> Standing:
    first = min((each for each, _ in ways), key=lambda each: _FIRST.index(each.state))
    told = [pods for each, pods in ways if each.state is State.LIVE]
    is_for_all = len(told) in (0, len(ways))
    return first._replace(
        only_pods=frozenset() if is_for_all else frozenset().union(*told),
        is_covered=all(each.is_covered for each, _ in ways),
    )


def _judged(
    here: Mapping[EventKey, Mapping[str, Part]], reads: Reads, bars: Bars | None
) -> list[Standing]:
    """As one pod judges it."""
    found = [_standing(key, parts, reads, bars) for key, parts in here.items()]
    spreads = [_spread(each, here[each.source, each.key], reads) for each in found]
    bearing = (one for one, each in zip(spreads, found, strict=True) if each.state is State.LIVE)
    muting = Muting(bearing)
    muted = [_muted(each, one, muting) for each, one in zip(found, spreads, strict=True)]
    replaced = _replaced(muted, here)
    return sorted((_in_its_place(each, replaced) for each in muted), key=_order)


def _here(events: ByArea, market: Market) -> dict[EventKey, dict[str, Part]]:
    """The events that touch this market, by its own codes."""
    here: dict[EventKey, dict[str, Part]] = {}
    everybody = {EVERYWHERE: frozenset({EVERYWHERE})}
    for code, owns in {**codes_for(market), **everybody}.items():
        for key, part in events.get(code, ()):
            parts = here.setdefault(key, {})
            parts.update({own: merged(parts.get(own, Part()), part) for own in owns})
    return here


def _is_live(part: Part, source: str, reads: Reads) -> bool:
    read_at = reads.get(source)
    return not part.is_over and not (read_at and part.is_past(read_at))


def _standing(
    key: EventKey, parts: Mapping[str, Part], reads: Reads, bars: Bars | None
) -> Standing:
    live = {area: part for area, part in parts.items() if _is_live(part, key[0], reads)}
    counts = live or parts
    said = _said(counts.values())
    leading = max(said, key=lambda each: (each.revision, each.severity.rank, each.raw_hash))
    severity = max((each.severity for each in said), key=lambda each: each.rank)
    end, basis = _end(said)
    state = State.LISTED
    if not live:
        state = State.ENDED
    elif any(is_posted(each.kind, each.severity, each.event, bars) for each in said):
        state = State.LIVE
    return Standing(
        source=key[0],
        key=key[1],
        event=leading.event,
        kind=leading.kind,
        severity=severity,
        headline=leading.headline,
        facts=leading.facts,
        areas=tuple(sorted(area for area in counts if area != EVERYWHERE)),
        starts=min(part.began for part in counts.values() if part.began),
        expected_end=end,
        basis=basis,
        state=state,
        link=leading.link,
        revision=leading.revision,
        certainty=leading.certainty,
        places=_places(counts, said),
        sayings=leading.sayings,
        ending=None if live else _ending(parts.values()),
    )


def _places(areas: Iterable[str], said: Iterable[Report]) -> tuple[str, ...]:
    names = {code: name for report in said for code, name in report.names}
    return tuple(sorted({names[area] for area in areas if area in names}))


def _ending(parts: Iterable[Part]) -> Ending:
    """The least certain of what ended it in its areas."""
    rest = [each.said for each in parts if each.said and not each.is_over]
    if not rest:
        return Ending.SAID
    return Ending.PASSED if all(each.expected_end for each in rest) else Ending.LAPSED


def _said(parts: Iterable[Part]) -> list[Report]:
    return [part.said for part in parts if part.said]


def _end(said: Iterable[Report]) -> tuple[datetime | None, Basis]:
    """The latest; none where one of them has none."""
    ends = [(each.expected_end, each.basis) for each in said]
    known = [(end, basis) for end, basis in ends if end is not None]
    return max(known) if len(known) == len(ends) else (None, Basis.UNKNOWN)


def _spread(each: Standing, parts: Mapping[str, Part], reads: Reads) -> Spread:
    """Where and when it holds; for what is over, where and when it would."""
    is_over = each.state is State.ENDED
    spans = {
        area: Span(part.said.starts, part.said.expected_end)
        for area, part in parts.items()
        if part.said and (is_over or _is_live(part, each.source, reads))
    }
    return Spread(each.event, each.severity, spans)


def _muted(each: Standing, spread: Spread, muting: Muting) -> Standing:
    """Muted, if something that is posted says more in all of its areas."""
    if not muting.is_muted(spread):
        return each
    if each.state is State.ENDED:
        return each._replace(is_covered=True)
    return each._replace(state=State.MUTED)


def _replaced(
    found: list[Standing], here: Mapping[EventKey, Mapping[str, Part]]
) -> dict[EventKey, set[EventKey]]:
    """The events that took another's place, by that."""
    by: dict[EventKey, set[EventKey]] = {}
    for each in found:
        if each.state is not State.ENDED:
            for report in _said(here[each.source, each.key].values()):
                for key in report.replaces:
                    by.setdefault((each.source, key), set()).add((each.source, each.key))
    return by


def _in_its_place(each: Standing, replaced: Mapping[EventKey, set[EventKey]]) -> Standing:
    return each._replace(replaced_by=frozenset(replaced.get((each.source, each.key), ())))


def _order(each: Standing) -> tuple[int, datetime, str, str]:
    return -each.severity.rank, each.starts, each.source, each.key
