"""The words on the wire: what the views of advice send out and handlers get back.

Callback, block and action ids, and the values of buttons and options. Handlers import them from
here, so that a control and its handler cannot drift apart.
"""

from enum import StrEnum
from uuid import UUID

from bot.advice.errors import Stale
from storage.advice import Ask, Reply

# Buttons and menus. Their value is the ask's id, except where a function below says otherwise.
CLAIM = "advice.claim"
ANSWER = "advice.answer"
ACCEPT = "advice.accept"
ACCEPT_FROM = "advice.accept_from"
EXTEND = "advice.extend"
GIVE_BACK = "advice.give_back"
NOT_ME = "advice.not_me"
STILL_NEED_HELP = "advice.still_need_help"
UNDO = "advice.undo"
NOTHING_OWED = "advice.nothing_owed"
CALL_BACK = "advice.call_back"
MORE = "advice.more"
NEW_ASK = "advice.new_ask"
DIFFERENT = "advice.different"
SOLVE = "advice.solve"  # on a practice that was suggested; the value is `<practice id>:<ask id>`
# Practices' own; tests hold them to the names there. The value is the ask's id.
SAVE_AS_PRACTICE = "practices.save_ask"
SHOW_SUGGESTED = "practices.show_suggested"
SEE_PRACTICE = "practices.more"  # the value is the practice's id
OPEN_LINK = "advice.open_link"  # opens an address by itself; its press only needs an ack

# Shortcuts.
ASK_THE_POD = "advice.ask_the_pod"  # on a message
ASK_FROM_ANYWHERE = "advice.ask_from_anywhere"  # global

# Modals.
ASK_FORM = "advice.ask_form"
ANSWER_FORM = "advice.answer_form"
CALL_ENDED_FORM = "advice.call_ended_form"
TOPIC_FORM = "advice.topic_form"
EDIT_FORM = "advice.edit_form"

# Inputs of modals: the block's id, which is also its element's action id.
QUESTION = "question"
TOPIC = "topic"
CONTACT = "contact"
CALL_STATE = "call_state"
SAY_NOW = "say_now"
DETAIL = "detail"
OUTCOME = "outcome"
CALL_BACK_AT = "call_back_at"
CASE = "case"

TOPIC_GUESSED = "guess"  # the topic menu's "Podline guesses"


class More(StrEnum):
    """What stands under a card's "…"."""

    ON_HOLD = "on_hold"
    TALKING = "talking"
    CALL_ENDED = "call_ended"
    NOTHING_OWED = "nothing_owed"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    NOT_A_QUESTION = "not_a_question"
    DIFFERENT = "different"


class Outcome(StrEnum):
    """How a call ended, as its modal asks."""

    NOTHING_OWED = "nothing_owed"
    CALL_BACK = "call_back"


def more_value(more: More, ask: Ask) -> str:
    """The value of an option under "…", as `call_ended:<ask id>`."""
    return f"{more}:{ask.id}"


def accept_value(ask: Ask, reply: Reply) -> str:
    """The value of "This worked", and of what stands beside it on a private copy of the answer:
    `<ask id>:<reply id>`.
    """
    return f"{ask.id}:{reply.id}"


def read_copy(value: str) -> tuple[UUID, UUID | None]:
    """The ask and, on a private copy of an answer, the reply. Raises `Stale` for anything else."""
    ask_id, _, reply_id = value.partition(":")
    return read_ask(ask_id), read_ask(reply_id) if reply_id else None


def read_ask(value: str) -> UUID:
    """The ask of a button's value or of a modal's metadata. Raises `Stale` for anything else."""
    try:
        return UUID(value)
    except ValueError:
        raise Stale from None


def read_more(value: str) -> tuple[More, UUID]:
    """What was chosen under "…", and of which ask. Raises `Stale` for an older version's."""
    what, _, ask_id = value.partition(":")
    try:
        return More(what), UUID(ask_id)
    except ValueError:
        raise Stale from None


def read_solve(value: str) -> tuple[UUID, UUID]:
    """The ask and the practice that solves it. Raises `Stale` for anything else."""
    practice_id, _, ask_id = value.partition(":")
    return read_ask(ask_id), read_ask(practice_id)


def read_accept(value: str) -> tuple[UUID, UUID]:
    """The ask and the reply that worked. Raises `Stale` for anything else."""
    ask_id, _, reply_id = value.partition(":")
    return read_ask(ask_id), read_ask(reply_id)
