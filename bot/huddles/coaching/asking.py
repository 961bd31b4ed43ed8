"""What is asked before a talk stands there: whom it is with, and what an action item says."""

from datetime import timedelta
from typing import Final

from bot.huddles.coaching import words
from bot.huddles.coaching.facts import LONGEST_LINE, Acting, Choice
from bot.huddles.coaching.phrases import market_day
from bot.huddles.coaching.words import Open
from bot.text import kit
from bot.text.escaping import shorten
from bot.text.kit import Block, Card
from bot.text.phrases import label, name, words_of
from storage.huddles_coaching import Coaching

MOST_OPTIONS: Final = 100
MOST_OPEN: Final = 5
_NAME_LONGEST: Final = 70
_A_WEEK: Final = timedelta(days=7)

_WHOM: Final = "Whom do you want to talk with? Only you see what you prepare, until you share it."
_NOBODY: Final = "There is nobody in your pod with whom you could prepare a talk."
_YOURS: Final = "Talks that are prepared:"
_NONE: Final = "No talk is shared with you now. Once a coach shares one, you find it here."


def choice_card(choice: Choice) -> Card:
    """Whom to prepare a talk with, and those that are open."""
    if choice.is_coach:
        text = _WHOM if choice.people else _NOBODY
    else:
        text = _YOURS if choice.open else _NONE
    blocks = [kit.section(text)]
    if choice.people:
        options = [
            kit.option(shorten(words_of(each.name), _NAME_LONGEST) or label(""), each.user)
            for each in choice.people[:MOST_OPTIONS]
        ]
        blocks.append(kit.actions(kit.menu(words.WITH, "Choose somebody", options)))
    if choice.open:
        blocks += [kit.context(_YOURS)] if choice.is_coach else []
        blocks += [_open(each, choice) for each in choice.open[:MOST_OPEN]]
    return Card(text, blocks)


def action_form(acting: Acting, typed: int) -> Block:
    """In the place of the talk; it comes back once this is sent, or left."""
    coaching, value = acting.coaching, Open(acting.coaching.id, typed)
    people = [
        kit.option(_name(coaching.rep_name), coaching.rep),
        kit.option(_name(coaching.coach_name), coaching.coach),
    ]
    said = kit.text_input(words.TO_DO, "Listen in on two calls with Dan", longest=LONGEST_LINE * 2)
    due = acting.today + _A_WEEK
    day = {"type": "datepicker", "action_id": words.DUE_ON, "initial_date": due.isoformat()}
    hint = f"Today is {market_day(acting.today)}."
    blocks = [
        kit.field_of(words.TO_DO, "What is to be done", said),
        kit.field_of(words.OWNER, "Who does it", kit.choices(words.OWNER, people, people[0])),
        kit.field_of(words.DUE_ON, "Until when", day, hint),
        kit.context("🔒 Only you two see it: it is on no agenda of the pod's."),
        kit.actions(kit.button("Back", words.BACK, str(coaching.id))),
    ]
    title = "Add an action item"
    return kit.modal(words.ACTION_FORM, title, blocks, "Add", words.open_value(value))


def _open(coaching: Coaching, choice: Choice) -> Block:
    other = coaching.rep_name if choice.viewer == coaching.coach else coaching.coach_name
    return kit.section(name(other), kit.button("Open", words.OPEN, str(coaching.id)))


def _name(full: str) -> str:
    return shorten(words_of(full), _NAME_LONGEST) or label(full)
