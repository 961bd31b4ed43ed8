"""What the pods of a market are to be told of feeds: what stands, beside what they were told."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from bot.alerts.checking import LONGEST, typed
from bot.alerts.draft import Draft, to_the_minute
from bot.alerts.events import EventKey
from bot.alerts.noticing import (
    as_posted,
    has_place,
    is_repainted,
    is_told,
    is_wider,
    key_of,
)
from bot.alerts.standing import Standing, State
from bot.text.escaping import shorten
from bot.text.masking import Masker
from storage.alerts import Alert, Basis

# Cards of feeds that go on in a market at once, the most severe first; more are only listed.
MOST_LIVE: Final = 40
# Alerts that are new, and that change, in one transaction: fewer where they have many pods. The
# others follow a minute later.
MOST_AT_A_TIME: Final = 25
_FEWEST: Final = 6
_CARDS_AT_A_TIME: Final = 150
# What an alert says itself, of all that a draft does.
ALERTS_OWN: Final = tuple(
    each.name
    for each in fields(Draft)
    if each.name not in ("say_en", "say_es", "only_pods", "areas")
)

Told = Mapping[EventKey, Standing]


class Change(NamedTuple):
    """`now` is what stands; `is_told`: a reply says so, too."""

    before: Standing
    now: Standing
    is_told: bool


class Decided(NamedTuple):
    """`new` have no card yet; `more` of either wait for their turn."""

    new: list[Standing]
    changes: list[Change]
    more: int


def decide(found: Sequence[Standing], told: Told, pods: int = 1) -> Decided:
    """As the replay does it, within bounds, for so many pods."""
    most = max(_FEWEST, min(MOST_AT_A_TIME, _CARDS_AT_A_TIME // max(pods, 1)))
    others = has_place(found)
    changes = []
    for each in found:
        card = told.get(key_of(each))
        now = as_posted(card, each) if card else each
        if card and (is_repainted(card, now) or is_wider(card, now)):
            changes.append(Change(card, now, is_told(card, now, others)))
    new = [each for each in found if key_of(each) not in told and each.state is State.LIVE]
    room = max(MOST_LIVE - _live_after(told, changes), 0)
    taken = new[: min(room, most)]
    more = len(new) - len(taken) + max(len(changes) - most, 0)
    return Decided(taken, changes[:most], more)


def needs_telling(found: Sequence[Standing], told: Told) -> bool:
    decided = decide(found, told)
    return bool(decided.new or decided.changes)


def draft_from(standing: Standing, masker: Masker, whole: AbstractSet[str]) -> Draft:
    """What an alert says that a feed makes: in our words, masked, within its bounds. All areas of
    the `whole` market are none in particular.
    """
    facts = standing.facts
    end = standing.expected_end if standing.basis is not Basis.UNKNOWN else None
    sayings = dict(standing.sayings)
    words = {
        "headline": standing.headline or standing.event,
        "what": facts.what,
        "where": facts.where,
        "cause": facts.cause,
        "who": facts.who,
        "source": facts.source,
        "areas_words": ", ".join(standing.places),
        "say_en": sayings.get("en", ""),
        "say_es": sayings.get("es", ""),
    }
    draft = Draft(
        kind=standing.kind,
        severity=standing.severity,
        areas=() if whole <= set(standing.areas) else standing.areas,
        starts_at=to_the_minute(standing.starts),
        expected_end=to_the_minute(end) if end else None,
        basis=standing.basis if end else Basis.UNKNOWN,
    )
    safe: dict[str, Any] = {name: _safe(masker, name, text) for name, text in words.items()}
    return replace(draft, **safe)


def alert_from(
    standing: Standing, draft: Draft, team: str, market_id: UUID, now: datetime
) -> Alert:
    """What stands there as an alert, which nobody has yet."""
    return Alert(
        team_id=team,
        market_id=market_id,
        **{name: getattr(draft, name) for name in ALERTS_OWN},
        areas=list(draft.areas),
        only_pods=sorted(standing.only_pods),
        link=standing.link,
        feed=standing.source,
        event_key=standing.key,
        revision=standing.revision,
        posted_at=now,
    )


def _safe(masker: Masker, name: str, text: str) -> str:
    """What is taken out may be shorter than what says so."""
    found = typed(masker, text, lines=name in ("what", "say_en", "say_es"))
    return shorten(found.text, LONGEST[name])


def _live_after(told: Told, changes: Iterable[Change]) -> int:
    live = {key for key, each in told.items() if each.state is not State.ENDED}
    for each in changes:
        if each.now.state is State.ENDED:
            live.discard(key_of(each.now))
        else:
            live.add(key_of(each.now))
    return len(live)
