"""What the person who acted on an agenda is told privately."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.huddles import words as huddle_words
from bot.huddles.agenda import phrases, words
from bot.huddles.agenda.shown import Added, Line, Seen
from bot.text import kit
from bot.text.kit import Block, Card
from bot.text.phrases import name, pod_name, words_of
from storage.huddles import ItemSource, ItemState

_ON: Final = "It is on the agenda for {when}: “{text}”"
_WAITS: Final = (
    "The agenda for {when} is full. “{text}” waits: it comes the time after, or when a coach puts "
    "it on."
)
_KEPT: Final = "No huddle of {market} is planned now. “{text}” is kept for the next one."
_THERE: Final = "That is on the agenda for {when} already, from {who}: “{text}”"
_THERE_OF_ITSELF: Final = "That is on the agenda for {when} already: “{text}”"
_THERE_WAITS: Final = "That waits for the agenda for {when} already: “{text}”"
_THERE_KEPT: Final = "That is kept for the next huddle of {market} already: “{text}”"
_WAS_DROPPED: Final = (
    "“{text}” was on the agenda for {when}, and {who} took it off. They can bring it back."
)
_NOT_NOW: Final = (
    "It is not for the huddle that goes on now, unless whoever runs that takes it up: its card "
    "shows it."
)
_SHORTENED: Final = "The agenda shows its beginning; all of it is kept."
_MASKED: Final = "What looked like a customer's data is masked."
_TAKEN_OFF: Final = "Taken off the agenda: “{text}”"
_BACK_ON: Final = "Back on the agenda: “{text}”"
_BACK_WAITS: Final = "Back where it waits for the agenda: “{text}”"
_HANDED: Final = "🗣 {who} put you down to speak about “{text}” in the huddle: {when} · {minutes}"
_NOT_HANDED: Final = "🗣 You need not speak about “{text}” any more."
_SCREEN: Final = (
    "A page for a shared screen or a whiteboard: it follows the huddle by itself. "
    "Whoever has the address sees it, so keep it in the pod."
)
_NO_SCREEN: Final = (
    "There is no page for screens here yet: whoever runs Podline sets its public address."
)


def added(result: Added, now: datetime) -> Card:
    """Where it stands, and when it is talked about."""
    if result.before:
        return _card([_there(result, now)], [])
    notes = [
        _where(result, now),
        _NOT_NOW if result.seen.another_goes_on else "",
        _SHORTENED if len(words_of(result.line.text)) > phrases.TEXT_SHOWN else "",
        _MASKED if result.masked else "",
    ]
    take_off = kit.button("Take it off", words.TAKE_OFF, str(result.line.id))
    show = kit.button("Show the agenda", words.SHOW, words.agenda_value(result.seen.agenda))
    return _card(notes, [kit.actions(take_off, show)])


def taken_off(result: Added) -> Card:
    text = _TAKEN_OFF.format(text=phrases.quoted(result.line.text))
    back = kit.button("Put it back", words.PUT_BACK, str(result.line.id))
    return _card([text], [kit.actions(back)])


def put_back(result: Added) -> Card:
    told = _BACK_ON if result.line.state is ItemState.ON else _BACK_WAITS
    text = told.format(text=phrases.quoted(result.line.text))
    take_off = kit.button("Take it off", words.TAKE_OFF, str(result.line.id))
    return _card([text], [kit.actions(take_off)])


def handed(line: Line, seen: Seen, by: str, now: datetime) -> Card:
    """To whoever is to speak about it."""
    text = _HANDED.format(
        who=name(by),
        text=phrases.quoted(line.text),
        when=phrases.when_seen(seen, now),
        minutes=phrases.minutes(line.seconds),
    )
    show = kit.button("Show the agenda", words.SHOW, words.agenda_value(seen.agenda))
    return _card([text], [kit.actions(show)])


def not_handed(line: Line) -> Card:
    """In the place of it, once that is off."""
    return _card([_NOT_HANDED.format(text=phrases.quoted(line.text))], [])


def screen(url: str) -> Card:
    """The secret address of the page for screens."""
    if not url:
        return _card([_NO_SCREEN], [])
    return _card(
        [_SCREEN], [kit.actions(kit.link_button("Open the page", huddle_words.OPEN_HUDDLE, url))]
    )


def in_a_modal(card: Card) -> Block:
    """What a form's sender is told, where there is no channel to tell it in."""
    return kit.modal("note", "Agenda", card.blocks, submit=None)


def _where(result: Added, now: datetime) -> str:
    said = _said(result, now)
    if not said["when"]:
        return _KEPT.format(**said)
    return (_ON if result.line.state is ItemState.ON else _WAITS).format(**said)


def _there(result: Added, now: datetime) -> str:
    said, item = _said(result, now), result.line
    if not said["when"]:
        return _THERE_KEPT.format(**said)
    if item.state is ItemState.DROPPED:
        return _WAS_DROPPED.format(**said | {"who": name(result.dropped_by)})
    if item.state is ItemState.WAITING:
        return _THERE_WAITS.format(**said)
    is_theirs = item.source is ItemSource.MEMBER and item.by_name
    return (_THERE if is_theirs else _THERE_OF_ITSELF).format(**said)


def _said(result: Added, now: datetime) -> dict[str, str]:
    seen: Seen = result.seen
    return {
        "when": phrases.when_seen(seen, now),
        "market": pod_name(seen.market),
        "text": phrases.quoted(result.line.text),
        "who": name(result.line.by_name),
    }


def _card(sentences: Sequence[str], controls: list[Block]) -> Card:
    said = list(filter(None, sentences))
    text = phrases.in_sentences(*said) if len(said) > 1 else "".join(said)
    return Card(text, [kit.section(text), *controls])
