"""The forms of a huddle: a note on what was decided, an action item; and who was absent."""

from typing import Final

from bot.huddles.meeting import words
from bot.huddles.meeting.errors import LONGEST_NOTE, LONGEST_TEXT
from bot.huddles.meeting.facts import Absent, ToDo
from bot.huddles.meeting.phrases import said
from bot.huddles.meeting.words import Form
from bot.huddles.schedule.saying import day_words
from bot.text import kit
from bot.text.escaping import shorten
from bot.text.kit import Block, Element
from bot.text.phrases import label, name

MOST_OPTIONS: Final = 100  # a menu holds no more
MOST_NAMED: Final = 60

_ALL_THERE: Final = "Everybody who was in was there."
_NOT_KNOWN: Final = "Nobody pressed “Here”, so who was there is not known."
_OTHERS: Final = "Outside their hours, or away: {count}. They have the recap."
_ABSENT: Final = "In at that time, and “Here” was not pressed. They have the recap."
_MORE: Final = "{count} more"
_TODAY: Final = "Today is {day} in your market. Its owner is reminded once, the day before."


def note_form(text: str, form: Form) -> Block:
    """Below the item that it is about."""
    hold = "We ask for the account PIN first"
    note = kit.text_input(words.TEXT, hold, multiline=True, longest=LONGEST_NOTE, focus=True)
    blocks = [
        kit.section(f"*{said(text)}*"),
        kit.field_of(words.TEXT, "What was decided?", note, "It stands in the recap."),
    ]
    return kit.modal(words.NOTE_FORM, "Done with a note", blocks, "Done", words.form_value(form))


def action_form(to_do: ToDo, form: Form) -> Block:
    """A new action item, or one that is changed."""
    hold = "Write up the steps"
    text = kit.text_input(
        words.TEXT, hold, shorten(to_do.text, LONGEST_TEXT), longest=LONGEST_TEXT, focus=True
    )
    hint = _TODAY.format(day=day_words(to_do.today))
    blocks = [
        kit.field_of(words.TEXT, "What is to be done?", text),
        kit.field_of(words.OWNER, "Who does it?", _owner(to_do)),
        kit.field_of(words.DUE, "By when?", kit.day(words.DUE, to_do.due_on), hint),
    ]
    callback, title = (
        (words.CHANGE_FORM, "Change an action item")
        if to_do.item
        else (words.ACTION_FORM, "Add an action item")
    )
    return kit.modal(callback, title, blocks, "Save", words.form_value(form))


def absent_modal(absent: Absent) -> Block:
    """For whoever ran it and the leader, alone."""
    names = [name(each.name) for each in absent.people[:MOST_NAMED]]
    rest = len(absent.people) - len(names)
    names += [_MORE.format(count=rest)] if rest > 0 else []
    told = shorten(", ".join(names), kit.PART)
    if not absent.is_known:
        blocks = [kit.section(_NOT_KNOWN)]
    elif names:
        blocks = [kit.section(told), kit.context(_ABSENT)]
    else:
        blocks = [kit.section(_ALL_THERE)]
    if absent.is_known and absent.others:
        blocks.append(kit.context(_OTHERS.format(count=absent.others)))
    return kit.modal(words.ABSENT, "Who was absent", blocks, submit=None)


def _owner(to_do: ToDo) -> Element:
    """Everybody of the pod by name; where they are more than a menu holds, anybody is looked up."""
    if len(to_do.members) > MOST_OPTIONS:
        return kit.person_menu(words.OWNER, "Somebody of your pod", to_do.owner)
    people = sorted(to_do.members, key=lambda each: each.name.casefold())
    options = {each.user: kit.option(label(each.name), each.user) for each in people}
    initial = options.get(to_do.owner)
    return kit.menu(words.OWNER, "Somebody of your pod", list(options.values()), initial)
