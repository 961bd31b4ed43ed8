"""The modals of advice. `private_metadata` carries the ask's id, where there is an ask."""

from datetime import UTC, datetime
from typing import Final

from bot.advice import words
from bot.advice.phrases import (
    CALL_STATES,
    CONTACTS,
    TOPICS,
    WORDLESS,
    hour_and_minute,
    name,
    pod_label,
    words_of,
)
from bot.text import kit
from bot.text.escaping import shorten
from bot.text.kit import Block, Element
from storage.advice import Ask, CallState, Contact
from storage.topics import Topic

QUESTION_LONGEST: Final = 3000  # what Slack's inputs hold
SAY_NOW_LONGEST: Final = 140
QUESTION_SHOWN: Final = 600
CASE_LONGEST: Final = 40

_ASKABLE: Final = (CallState.TALKING, CallState.ON_HOLD, CallState.CALL_BACK)


def ask_modal(prefill: str = "", channel: str | None = None, metadata: str = "") -> Block:
    """The form behind `/advise` alone and the shortcuts.

    It is the preview, too: what comes from outside the pod's channel stands in `prefill`, and
    `channel`, the pod's, is where it will be published.
    """
    cut = len(prefill) > QUESTION_LONGEST
    blocks = [
        kit.context(_where(channel)),
        *([kit.context(_CUT)] if cut else []),
        _question_field(prefill),
        kit.field_of(words.CALL_STATE, "The customer is", _call_state_menu()),
        kit.field_of(words.TOPIC, "Topic", _topic_menu(None)),
        kit.field_of(words.CONTACT, "Contact", _contact_menu(Contact.PHONE)),
    ]
    return kit.modal(words.ASK_FORM, "Ask the pod", blocks, "Ask", metadata)


def answer_modal(ask: Ask, *, named: bool = True) -> Block:
    """A line to say now, and detail; either is enough. A partner organisation sees no names."""
    asks = f"*{name(ask.asker_name if named else None)}* asks:"
    question = shorten(words_of(ask.question), QUESTION_SHOWN) or WORDLESS
    line = kit.text_input(
        words.SAY_NOW, "What to tell the customer", longest=SAY_NOW_LONGEST, focus=True
    )
    detail = kit.text_input(words.DETAIL, "Why, steps, links", multiline=True)
    hint = "Up to 140 characters that can be read aloud on the call."
    blocks = [
        kit.section(asks),
        kit.words(question),
        kit.field_of(words.SAY_NOW, "To say now", line, hint, optional=True),
        kit.field_of(words.DETAIL, "Detail", detail, optional=True),
    ]
    return kit.modal(words.ANSWER_FORM, "Answer", blocks, "Post the answer", str(ask.id))


def call_ended_modal(ask: Ask, now: datetime, zone: str, market: str) -> Block:
    """A call-back with its time, or nothing owed; also changes the time of a call-back.

    Slack's field speaks the reader's own clock, which nobody tells us; customers speak the
    market's, so `now` is said in its `zone`.
    """
    nothing = kit.option("Nothing owed to the customer", words.Outcome.NOTHING_OWED)
    promised = kit.option("I promised a call-back", words.Outcome.CALL_BACK)
    initial = promised if ask.call_state is CallState.CALL_BACK else nothing
    promised_still = ask.call_back_at is not None and ask.call_back_at > now
    at = ask.call_back_at if ask.call_back_at and promised_still else _in_about_an_hour(now)
    outcome = kit.choices(words.OUTCOME, [nothing, promised], initial)
    hint = "For a call-back, on your own clock. In {market} it is {time} now."
    blocks = [
        kit.field_of(words.OUTCOME, "How did it end?", outcome),
        kit.field_of(
            words.CALL_BACK_AT,
            "Call back by",
            kit.date_and_time(words.CALL_BACK_AT, int(at.timestamp())),
            hint.format(market=pod_label(market), time=hour_and_minute(now, zone)),
        ),
        kit.field_of(words.CASE, "Case number", _case_input(ask), _CASE_HINT, optional=True),
    ]
    return kit.modal(words.CALL_ENDED_FORM, "Call ended", blocks, "Save", str(ask.id))


def _case_input(ask: Ask) -> Element:
    return kit.text_input(words.CASE, "4471", ask.case or "", longest=CASE_LONGEST)


def _in_about_an_hour(now: datetime) -> datetime:
    """The first quarter of an hour that is an hour ahead."""
    quarter, ahead = 15 * 60, now.timestamp() + 3600
    return datetime.fromtimestamp(-(-ahead // quarter) * quarter, UTC)


def edit_modal(ask: Ask) -> Block:
    """The asker's own changes. A question that no input holds can only be changed at its source."""
    fits = len(ask.question) <= QUESTION_LONGEST
    blocks = [
        _question_field(ask.question) if fits else kit.section(_TOO_LONG_TO_EDIT),
        kit.field_of(words.TOPIC, "Topic", _topic_menu(ask.topic)),
        kit.field_of(words.CONTACT, "Contact", _contact_menu(ask.contact)),
    ]
    return kit.modal(words.EDIT_FORM, "Change the question", blocks, "Save", str(ask.id))


def topic_modal(ask: Ask) -> Block:
    """The topic alone, for colleagues who see that it was guessed wrong."""
    blocks = [kit.field_of(words.TOPIC, "Topic", _topic_menu(ask.topic))]
    return kit.modal(words.TOPIC_FORM, "Change the topic", blocks, "Save", str(ask.id))


_CASE_HINT: Final = "With a call-back: your reminder shows it."
_CUT: Final = (
    "Only the first 3,000 characters fit here. The message itself stays as it is, with the rest."
)
_TOO_LONG_TO_EDIT: Final = (
    "This question is longer than a form can hold. Edit your own message, or add to the thread."
)


def _where(channel: str | None) -> str:
    if channel is None:
        return "Your pod sees this. Customers' data is masked before it is posted."
    where = "Your pod sees this in {channel}. Customers' data is masked before it is posted."
    return where.format(channel=f"<#{channel}>")


def _question_field(prefill: str) -> Block:
    typed = kit.text_input(
        words.QUESTION, "What does the customer need?", prefill, multiline=True, focus=True
    )
    return kit.field_of(words.QUESTION, "Question", typed)


def _topic_menu(chosen: Topic | None) -> Element:
    """Where none is chosen, it can be left to Podline."""
    options = {topic: kit.option(text.capitalize(), topic) for topic, text in TOPICS.items()}
    if chosen is not None:
        return kit.menu(words.TOPIC, "Topic", list(options.values()), options[chosen])
    left_open = kit.option("Podline guesses", words.TOPIC_GUESSED)
    return kit.menu(words.TOPIC, "Topic", [left_open, *options.values()], left_open)


def _contact_menu(chosen: Contact) -> Element:
    options = {contact: kit.option(text, contact) for contact, text in CONTACTS.items()}
    return kit.menu(words.CONTACT, "Contact", list(options.values()), options[chosen])


def _call_state_menu() -> Element:
    texts = CALL_STATES[Contact.PHONE]
    options = [kit.option(texts[state].capitalize(), state) for state in _ASKABLE]
    return kit.menu(words.CALL_STATE, "The customer is", options, options[0])
