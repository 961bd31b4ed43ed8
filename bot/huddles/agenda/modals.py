"""The form of a new item."""

from datetime import datetime
from typing import Final

from bot.huddles.agenda import phrases, words
from bot.huddles.agenda.shown import LONGEST_TEXT, Opening, Seen
from bot.huddles.agenda.words import Form
from bot.text import kit
from bot.text.kit import Block
from bot.text.phrases import pod_name

_FOR: Final = "For {when}."
_FOR_LATER: Final = "For the next huddle of {market}, whenever it is."
_NOT_NOW: Final = "It is not for the huddle that goes on now."
_MASKED: Final = "What looked like a customer's data is masked. Please look it over."
_MASKED_THERE: Final = (
    "What looked like a customer's data is masked. The message still shows it: whoever wrote it "
    "can delete it there."
)
_CUT: Final = "Only the first 3,000 characters fit."
_WITH_LINK: Final = "The agenda links to the message."
_HINT: Final = "A line or two. Anybody may, also who cannot be there."


def add_form(opening: Opening, form: Form, now: datetime) -> Block:
    """What the pod should talk about; filled in by a message it stands there masked."""
    notes = [
        where(opening.seen, now),
        *([_NOT_NOW] if opening.seen.another_goes_on else []),
        *([_WITH_LINK] if form.ts else []),
        *([_MASKED_THERE if form.ts else _MASKED] if opening.masked else []),
        *([_CUT] if opening.is_cut else []),
    ]
    typed = kit.text_input(
        words.TEXT,
        "Roaming in Mexico: what do we say?",
        opening.text,
        multiline=True,
        longest=LONGEST_TEXT,
        focus=True,
    )
    blocks = [
        kit.context(*notes),
        kit.field_of(words.TEXT, "What should the pod talk about?", typed, _HINT),
    ]
    return kit.modal(words.ADD_FORM, "Add an item", blocks, "Add it", words.form_value(form))


def where(seen: Seen, now: datetime) -> str:
    """On which agenda it comes."""
    told = phrases.when_seen(seen, now)
    return _FOR.format(when=told) if told else _FOR_LATER.format(market=pod_name(seen.market))
