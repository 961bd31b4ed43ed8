"""What the search form sends out and gets back: its ids, and what is looked for so far.

Slack tells a menu that asks for its options nothing of the form but its metadata: so all that
was chosen is kept there.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from bot.errors import Outdated
from bot.practices import words
from bot.practices.facts import Tended
from storage.practices import LIVE_STATES, OPEN_STATES, Narrow, PracticeState, Scope
from storage.practices_browsing import PodToFind
from storage.topics import Topic

FORM = "practices.search_form"

# Buttons and menus. SEARCH opens the form; its value is `open_value`.
SEARCH = "practices.search"
SUGGEST = "practices.suggest"  # asks for practices while somebody types; the value is an id
SAVE = "practices.save_from_search"
FILTERS = "practices.filters"  # shows them
CLEAR = "practices.clear_filters"
TOPIC = "practices.filter_topic"
SCOPE = "practices.filter_scope"
STATE = "practices.filter_state"
AGE = "practices.filter_age"
POD = "practices.filter_pod"  # asks for its options; the value is `pod_value`
AUTHOR = "practices.filter_author"
TEND = "practices.tend"  # opens the form with what is in doubt, or archived; its value says which

TYPED = "practices.typed"  # the input's block id, and its action id
ANY = "any"  # the value of a menu that filters nothing
LONGEST = 300
LONGEST_AGO = 3660  # days


class Search(NamedTuple):
    """What is looked for: words, which are masked, and filters; None filters nothing.

    `days`: changed in the last so many. `there` is the channel in which the form was opened, and
    `for_ask` a colleague's question, in whose thread it was; `shows_filters`: they are in sight;
    `cleared` counts how often all were taken away.
    """

    words: str = ""
    topic: Topic | None = None
    scope: Scope | None = None
    state: PracticeState | Tended | None = None
    days: int | None = None
    pod: PodToFind | None = None
    author: str | None = None
    there: str | None = None
    for_ask: UUID | None = None
    shows_filters: bool = False
    cleared: int = 0

    @property
    def is_narrow(self) -> bool:
        """Whether anything is filtered."""
        chosen = (self.topic, self.scope, self.state, self.days, self.pod, self.author)
        return any(each is not None for each in chosen)

    def without_filters(self) -> "Search":
        """The same words in the same form."""
        return Search(
            self.words,
            there=self.there,
            for_ask=self.for_ask,
            shows_filters=self.shows_filters,
            cleared=self.cleared + 1,
        )


_TENDED: Final = {
    Tended.IN_DOUBT: OPEN_STATES,
    Tended.ARCHIVED: frozenset({PracticeState.ARCHIVED}),
}


def narrow_of(search: Search, now: datetime) -> Narrow:
    """What the query is narrowed to."""
    return Narrow(
        topic=search.topic,
        scope=search.scope,
        states=_states(search.state),
        pod_id=None if search.pod is None else search.pod.id,
        author=search.author,
        since=None if search.days is None else now - timedelta(days=search.days),
    )


def filtered(search: Search, menu: str, value: str) -> Search:
    """With what was chosen in one of the menus. Raises `Outdated` for another version's."""
    name, read = _MENUS[menu]
    try:
        chosen: dict[str, Any] = {name: read(value) if value not in (ANY, "") else None}
        return search._replace(**chosen)
    except ValueError:
        raise Outdated from None


def pod_value(pod: PodToFind) -> str:
    """An option's value holds 150 characters, its text 75."""
    return f"{pod.id}:{pod.name[:75]}"


def chosen_in(search: Search, values: Mapping[str, str | None]) -> Search:
    """With what the menus hold, by their ids: who chooses quickly is ahead of the metadata."""
    for menu in CHOSEN:
        if value := values.get(menu):
            search = filtered(search, menu, value)
    return search


def open_value(typed: str, for_ask: UUID | None = None) -> str:
    """The words to open the form with, and whose question they are looked up for."""
    prefill = words.prefill_value(typed)
    return f"{for_ask}:{prefill}" if for_ask else prefill


def read_open(value: str) -> tuple[str, UUID | None]:
    """Raises `Outdated` for another version's."""
    if value.startswith(words.PREFILL):
        return words.read_prefill(value), None
    ask, _, prefill = value.partition(":")
    return words.read_prefill(prefill), words.read_id(ask)


def search_value(search: Search) -> str:
    """As JSON, without what is empty: metadata holds 3,000 characters."""
    known = {key: value for key, value in search._asdict().items() if value}
    if not known:
        return ""
    return json.dumps(known, default=str, ensure_ascii=False, separators=(",", ":"))


def read_search(metadata: str) -> Search:
    """Raises `Outdated` for what another version wrote."""
    try:
        known: Mapping[str, Any] = json.loads(metadata or "{}")
        return Search(**{key: _READ.get(key, str)(value) for key, value in known.items()})
    except (ValueError, TypeError, AttributeError, LookupError):
        raise Outdated from None


def _days(value: str) -> int:
    days = int(value)
    if not 0 < days <= LONGEST_AGO:
        raise ValueError(value)
    return days


def _state(value: str) -> PracticeState | Tended:
    """What is archived is only listed, for those who may act on it."""
    return Tended(value) if value in set(Tended) else PracticeState(value)


def _states(chosen: PracticeState | Tended | None) -> frozenset[PracticeState]:
    if chosen is None:
        return LIVE_STATES
    return _TENDED[chosen] if isinstance(chosen, Tended) else frozenset({chosen})


def _pod(value: str) -> PodToFind:
    pod, _, name = value.partition(":")
    return PodToFind(UUID(pod), name)


# The field that each menu sets, and how its value is read.
_MENUS: Final[Mapping[str, tuple[str, Callable[[str], Any]]]] = {
    TOPIC: ("topic", Topic),
    SCOPE: ("scope", Scope),
    STATE: ("state", _state),
    AGE: ("days", _days),
    POD: ("pod", _pod),
    AUTHOR: ("author", str),
}
CHOSEN: Final = tuple(_MENUS)
_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    **dict(_MENUS.values()),
    "pod": lambda pod: PodToFind(UUID(pod[0]), str(pod[1])),
    "for_ask": UUID,
    "shows_filters": bool,
    "cleared": int,
}
