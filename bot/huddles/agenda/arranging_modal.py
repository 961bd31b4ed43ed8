"""The modal in which an agenda is arranged, and the form of one of its items."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.huddles.agenda import phrases, words
from bot.huddles.agenda.shown import Arranged, ItemForm, Line, Seen, Told
from bot.huddles.agenda.words import Deed, Form
from bot.text import kit
from bot.text.kit import Block, Element
from bot.text.phrases import label, name
from storage.huddles import ItemState
from storage.huddles_agenda import Did

PAGE: Final = 30
MOST_TOLD: Final = 3
MOST_MEMBERS: Final = 98  # a menu holds 100, and two are ours
LENGTHS: Final = (1, 2, 3, 4, 5, 7, 10, 15)
SHOWN: Final = 200

_FOR: Final = "For {when}"
_ON: Final = "*On the agenda* · {used} of {all} min"
_OVER: Final = "*On the agenda* · {used} of {all} min: {over} too many"
_ON_ALONE: Final = "*On the agenda* · {used} min"
_NOTHING_ON: Final = "Nothing is on it yet."
_WAITING: Final = "*Waiting* · {count}"
_DROPPED: Final = "*Dropped* · {count}"
_PAGE: Final = "Page {page} of {pages}"
_REFUSED: Final = (
    "*Nothing of yours was changed.* This is how it looks now: press again if it fits."
)
_TOLD: Final = {
    Did.ADDED: "{who} added “{what}” meanwhile.",
    Did.UP: "{who} moved “{what}” up meanwhile.",
    Did.DOWN: "{who} moved “{what}” down meanwhile.",
    Did.TOP: "{who} moved “{what}” to the top meanwhile.",
    Did.PUT_ON: "{who} put “{what}” on the agenda meanwhile.",
    Did.DROPPED: "{who} took “{what}” off the agenda meanwhile.",
    Did.HANDED: "{who} changed who speaks about “{what}” meanwhile.",
    Did.TIMED: "{who} changed the minutes of “{what}” meanwhile.",
}
_MORE_TOLD: Final = "Others changed {count} more things meanwhile."
_DEEDS: Final = {
    Deed.UP: "Move up",
    Deed.TOP: "Move to the top",
    Deed.DOWN: "Move down",
    Deed.FORM: "Who and how long",
    Deed.DROP: "Drop",
    Deed.PUT_ON: "Put it on the agenda",
}
_BRING_BACK: Final = "Bring it back"
_LEFT: Final = "Whoever was to speak about it is not in the pod any more."
_NOBODY: Final = "Nobody in particular"


def arranging(done: Arranged, form: Form, now: datetime) -> Block:
    """All items of an agenda, page by page, each with what can be done to it."""
    seen = done.seen
    entries = [*seen.on, *seen.of(ItemState.WAITING), *seen.of(ItemState.DROPPED)]
    pages = max(1, -(-len(entries) // PAGE))
    page = min(form.page, pages - 1)
    shown = entries[page * PAGE : (page + 1) * PAGE]
    blocks = [
        kit.section(_FOR.format(when=phrases.when_seen(seen, now))),
        *_news(done.told, refused=done.refused),
        *_listed(seen, shown, is_first=page == 0),
        *_steps(page, pages),
        kit.actions(kit.button("Add an item", words.ADD, words.agenda_value(seen.agenda))),
    ]
    metadata = form._replace(agenda=seen.agenda, version=seen.version, page=page, item=None)
    return kit.modal(
        words.ARRANGING, "Arrange the agenda", blocks, None, words.form_value(metadata)
    )


def item_form(asked: ItemForm, form: Form) -> Block:
    """Who speaks about an item, and for how long."""
    item, seen = asked.line, asked.seen
    blocks = [
        kit.section(f"*{phrases.quoted(item.text, SHOWN)}*"),
        *_news(asked.told),
        *([kit.context(_LEFT)] if item.handed_to_gone else []),
        kit.field_of(words.WHO, "Who speaks about it", _people(asked), optional=True),
        kit.field_of(words.MINUTES, "How long", _lengths(item)),
        kit.actions(kit.button("Back", words.PAGE, str(form.page))),
    ]
    metadata = form._replace(agenda=seen.agenda, version=seen.version, item=item.id)
    return kit.modal(
        words.ITEM_FORM, "Who and how long", blocks, "Save", words.form_value(metadata)
    )


def _news(several: Sequence[Told], *, refused: bool = False) -> list[Block]:
    """What others did since it was looked at."""
    told = [_said(each) for each in several[-MOST_TOLD:]]
    rest = len(several) - len(told)
    more = [_MORE_TOLD.format(count=rest)] if rest > 0 else []
    lines = [*more, *told, *([_REFUSED] if refused else [])]
    return [kit.section("\n".join(lines))] if lines else []


def _said(told: Told) -> str:
    return _TOLD[told.did].format(who=name(told.who), what=phrases.quoted(told.what, 80))


def _listed(seen: Seen, shown: Sequence[Line], *, is_first: bool) -> list[Block]:
    places = {each.id: place for place, each in enumerate(seen.on)}
    blocks: list[Block] = []
    if is_first:
        blocks.append(kit.section(_used(seen)))
        blocks += [] if seen.on else [kit.context(_NOTHING_ON)]
    for before, item in zip((None, *shown), shown, strict=False):
        group = item.state is not ItemState.ON and (before is None or before.state != item.state)
        if group:
            title = _WAITING if item.state is ItemState.WAITING else _DROPPED
            blocks.append(kit.section(title.format(count=len(seen.of(item.state)))))
        blocks += _entry(item, places.get(item.id), len(seen.on))
    return blocks


def _used(seen: Seen) -> str:
    used, whole = phrases.whole_minutes(seen.seconds) if seen.on else 0, seen.minutes
    if not whole:
        return _ON_ALONE.format(used=used)
    over = {"used": used, "all": whole, "over": used - whole}
    return (_OVER if used > whole else _ON).format(**over)


def _entry(item: Line, place: int | None, count: int) -> list[Block]:
    """The item, and what is done to it most often in one press; the rest is under "…"."""
    if place is not None:
        menu = [*([Deed.TOP] if place > 1 else []), Deed.FORM, Deed.DROP]
        up = [_press(words.MOVE_UP, Deed.UP, item)] if place else []
        down = [_press(words.MOVE_DOWN, Deed.DOWN, item)] if place < count - 1 else []
        steps = kit.actions(*up, *down, _menu(menu, item))
        return [kit.section(phrases.line(place + 1, item)), steps]
    text = " · ".join((phrases.quoted(item.text), *phrases.source(item)))
    if item.state is ItemState.DROPPED:
        value = words.deed_value(Deed.PUT_ON, item.id)
        return [kit.section(text, kit.button(_BRING_BACK, words.PUT_ON, value))]
    put_on = _press(words.PUT_ON, Deed.PUT_ON, item)
    return [kit.section(text), kit.actions(put_on, _menu([Deed.FORM, Deed.DROP], item))]


def _press(action_id: str, deed: Deed, item: Line) -> Element:
    return kit.button(_DEEDS[deed], action_id, words.deed_value(deed, item.id))


def _menu(deeds: Sequence[Deed], item: Line) -> Element:
    options = {_DEEDS[each]: words.deed_value(each, item.id) for each in deeds}
    return kit.overflow(words.DEED, options)


def _steps(page: int, pages: int) -> list[Block]:
    if pages == 1:
        return []
    back = [kit.button(f"Page {page}", words.PAGE, str(page - 1))] if page else []
    last = page == pages - 1
    on = [] if last else [kit.button(f"Page {page + 2}", words.FURTHER, str(page + 1))]
    return [kit.context(_PAGE.format(page=page + 1, pages=pages)), kit.actions(*back, *on)]


def _people(asked: ItemForm) -> Element:
    """Those of the pod; where these are more than a menu holds, everybody."""
    held = None if asked.line.handed_to_gone else asked.line.hand_to
    if len(asked.members) > MOST_MEMBERS:
        return kit.person_menu(words.WHO, "Choose somebody", held)
    nobody = kit.option(_NOBODY, words.NOBODY)
    options = {each.user: kit.option(label(each.name), each.user) for each in asked.members}
    initial = options.get(held or "", nobody)
    return kit.menu(words.WHO, "Choose somebody", [nobody, *options.values()], initial)


def _lengths(item: Line) -> Element:
    mine = phrases.whole_minutes(item.seconds)
    options = {each: kit.option(f"{each} min", str(each)) for each in sorted({*LENGTHS, mine})}
    return kit.menu(words.MINUTES, "Choose", list(options.values()), options[mine])
