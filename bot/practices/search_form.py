"""The search form: words, filters, and what they find; painted anew with each change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bot.practices import search_words as wire
from bot.practices import words
from bot.practices.brief import SMALL_LINES, small_print, use_button, useful_line
from bot.practices.facts import Shown, Tended
from bot.practices.found import Results
from bot.practices.phrases import FOUND_BY, helped, line, quoted, state
from bot.practices.search_words import Search
from bot.practices.views import WORDS_SHOWN, nearest, nothing_fits, put_button, worth_a_look
from bot.text import kit
from bot.text.escaping import shorten
from bot.text.kit import Block, Element
from bot.text.phrases import TOPICS
from storage.practices import PracticeState
from storage.practices_browsing import PodToFind

MOST_LISTED: Final = 10  # of four blocks each; a modal holds 100
MOST_CLOSEST: Final = 5  # where nothing fits
MOST_SUGGESTED: Final = 10
USEFUL_LINES: Final = 3
OPTION_TEXT: Final = 75

_NEWEST: Final = "The newest first."
_MORE: Final = "There are more. Add a word or a filter."
_NOTHING_FILTERED: Final = "No practice fits {words} with these filters."
_NONE_FILTERED: Final = "There is no practice with these filters."
_NONE: Final = "There is no practice here yet. What worked for you may be what a colleague needs."
_STATES: Final = {
    PracticeState.VERIFIED: "Verified",
    PracticeState.SHARED: "Shared",
    PracticeState.DRAFT: "My drafts",
    Tended.IN_DOUBT: "In doubt or old",
    Tended.ARCHIVED: "Archived",
}
_TENDED: Final = {
    Tended.IN_DOUBT: "What waits for a look: yours, and your pod's if you look after it.",
    Tended.ARCHIVED: "Yours, and your pod's if you coach it. “More” and “Undo the last change” "
    "bring one back.",
}
_AGES: Final = {
    7: "The last 7 days",
    30: "The last 30 days",
    90: "The last 90 days",
    365: "The last year",
}
_TOPICS: Final = {topic: text.capitalize() for topic, text in TOPICS.items()}
_SCOPES: Final = {scope: text.capitalize() for scope, text in FOUND_BY.items()}


def search_form(search: Search, results: Results, now: datetime) -> Block:
    """`results` are for what `search` says; their words, which are masked, are kept in the form."""
    search = search._replace(words=results.words[: wire.LONGEST])
    blocks = [
        _typed(search),
        kit.actions(suggesting(), *_beside(search)),
        *_filters(search),
        kit.divider(),
        *_found(search, results, now),
    ]
    view = kit.modal(wire.FORM, "Find a practice", blocks, "Search", wire.search_value(search))
    return view | {"close": kit.plain("Close")}


def suggesting(placeholder: str = "Or choose as you type") -> Element:
    """The menu that asks for practices while somebody types in it."""
    return kit.asking_menu(wire.SUGGEST, placeholder, from_letters=2)


def suggestion(shown: Shown) -> Element:
    """A practice as an option: what it is about, and whether to trust it."""
    practice = shown.practice
    title = shorten(line(practice.title), OPTION_TEXT)
    about = " · ".join(filter(None, (state(practice), helped(shown.reuse.helped))))
    return kit.option(title, str(practice.id)) | {"description": kit.plain(about)}


def pod_options(pods: Sequence[PodToFind], typed: str) -> list[Element]:
    """The pods to choose from, and before anything is typed, every one."""
    first = [] if typed.strip() else [kit.option(_ANY[wire.POD], wire.ANY)]
    return [*first, *map(_pod_option, pods)]


def _typed(search: Search) -> Block:
    element = kit.text_input(
        wire.TYPED, "A few words, then Enter", search.words, longest=wire.LONGEST, focus=True
    )
    on_enter = {"dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}
    field = kit.field_of(wire.TYPED, "What is it about?", element | on_enter)
    return field | {"dispatch_action": True}


def _beside(search: Search) -> list[Element]:
    filters = [] if search.shows_filters else [kit.button("Filters", wire.FILTERS, wire.FILTERS)]
    return [*filters, _save()]


def _save() -> Element:
    return kit.button("Save a practice", wire.SAVE, wire.SAVE)


def _filters(search: Search) -> list[Block]:
    """Under a block id of their own whenever they are cleared: Slack keeps what was chosen under
    the same one.
    """
    if not search.shows_filters:
        return []
    pod = _pod_option(search.pod) if search.pod else None
    menus = [
        _menu(wire.TOPIC, _TOPICS, search.topic),
        _menu(wire.STATE, _STATES, search.state),
        _menu(wire.AGE, _AGES, search.days),
        _menu(wire.SCOPE, _SCOPES, search.scope),
        kit.asking_menu(wire.POD, _ANY[wire.POD], pod),
        kit.person_menu(wire.AUTHOR, _ANY[wire.AUTHOR], search.author),
    ]
    clear = [kit.button("Clear filters", wire.CLEAR, wire.CLEAR)] if search.is_narrow else []
    return [kit.actions(*menus, *clear) | {"block_id": f"{wire.FILTERS}:{search.cleared}"}]


def _menu(menu: str, choices: Mapping[Any, str], chosen: Any) -> Element:
    """What is chosen, or that anything is."""
    anything = kit.option(_ANY[menu], wire.ANY)
    options = {each: kit.option(text, str(each)) for each, text in choices.items()}
    return kit.menu(menu, _ANY[menu], [anything, *options.values()], options.get(chosen, anything))


def _pod_option(pod: PodToFind) -> Element:
    return kit.option(shorten(line(pod.name), OPTION_TEXT), wire.pod_value(pod))


def _found(search: Search, results: Results, now: datetime) -> list[Block]:
    if isinstance(search.state, Tended):
        return [kit.context(_TENDED[search.state]), *_tended(search, results, now)]
    if not results.shown:
        return [kit.section(_nothing(search, results)), _ways_on(search)]
    fits = any(each.fits for each in results.shown[:MOST_LISTED])
    listed = _listed(results, fits)
    marked = fits and bool(results.words)
    painted = [_result(search, each, now, doubtful=marked and not each.fits) for each in listed]
    blocks = [*painted[0], *(block for each in painted[1:] for block in (kit.divider(), *each))]
    more = [kit.context(_MORE)] if len(listed) == MOST_LISTED < len(results.shown) else []
    if not results.words:
        return [kit.context(_NEWEST), *blocks, *more]
    if fits:
        return [*blocks, *more]
    return [kit.context(nearest(results.words)), *blocks, *more, _ways_on(search)]


def _listed(results: Results, fits: bool) -> Sequence[Shown]:
    """As in the answer to a search: nothing that hardly can fit beside what does, and a few where
    nothing does.
    """
    if not results.words:
        return results.shown[:MOST_LISTED]
    return worth_a_look(results.shown)[: MOST_LISTED if fits else MOST_CLOSEST]


def _tended(search: Search, results: Results, now: datetime) -> list[Block]:
    """What is listed, and never guessed."""
    if not results.shown:
        return [kit.section(_nothing(search, results)), _ways_on(search)]
    listed = [block for each in results.shown[:MOST_LISTED] for block in _result(search, each, now)]
    return [*listed, *([kit.context(_MORE)] if len(results.shown) > MOST_LISTED else [])]


def _result(search: Search, shown: Shown, now: datetime, *, doubtful: bool = False) -> list[Block]:
    practice, ask = shown.practice, search.for_ask
    use = [put_button(practice, ask) if ask else use_button(practice)]
    if practice.state is PracticeState.ARCHIVED:
        use = []
    return [
        useful_line(practice, USEFUL_LINES),
        kit.context(small_print(shown, now, SMALL_LINES, doubtful=doubtful)),
        kit.actions(*use, kit.button("More", words.MORE, str(practice.id))),
    ]


def _nothing(search: Search, results: Results) -> str:
    if not results.words:
        return _NONE_FILTERED if search.is_narrow else _NONE
    if search.is_narrow:
        return _NOTHING_FILTERED.format(words=quoted(shorten(results.words, WORDS_SHOWN)))
    return nothing_fits(results.words, noted=results.is_gap)


def _ways_on(search: Search) -> Block:
    """Where nothing fits; to save one is always in sight above."""
    prefill = words.prefill_value(search.words)
    ask = kit.button("Ask the pod", words.ASK_THE_POD, prefill, "primary")
    clear = [kit.button("Clear filters", wire.CLEAR, "too")] if search.is_narrow else []
    asks = [ask] if search.words else []
    return kit.actions(*(clear + asks or [_save()]))


_ANY: Final = {
    wire.TOPIC: "Any topic",
    wire.STATE: "Any state",
    wire.AGE: "Any time",
    wire.SCOPE: "For anybody",
    wire.POD: "Any pod",
    wire.AUTHOR: "By anybody",
}
