"""Editing a question: in its modal, or in the message that it came from."""

from datetime import datetime
from uuid import UUID

from bot.advice import modals
from bot.advice.accepting import reopen
from bot.advice.acting import acting, show_own_ask
from bot.advice.changes import Change, Tools
from bot.advice.errors import EmptyQuestion
from bot.advice.facts import What
from bot.advice.rules import check_in_pod, check_live, check_may_settle, may_settle, newer
from bot.advice.speech import typed
from bot.advice.views import question_is_cut, whole_question
from bot.advice.words import QUESTION
from bot.inbox import Delivery, Person
from bot.pods.service import get_home
from bot.text.kit import Block
from bot.text.masking import Masked
from bot.text.topics import guess
from storage.advice import AcceptedVia, Ask, AskState, Contact, Source
from storage.topics import Topic


async def edit_form(tools: Tools, person: Person, ask_id: UUID) -> Block:
    """For the asker or a coach the question, for a colleague the topic alone."""
    async with tools.transactions.look() as session:
        ask = await show_own_ask(session, ask_id, person)
        member = (await get_home(session, person)).member
    check_in_pod(ask, member)
    check_live(ask)
    return modals.edit_modal(ask) if may_settle(ask, member) else modals.topic_modal(ask)


async def edit(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    ask_id: UUID,
    question: str | None,
    topic: Topic | None,
    contact: Contact | None,
) -> None:
    """The question as changed in its modal; None leaves a part as it is."""
    masked = typed(tools, question) if question is not None else None
    if masked is not None and not masked.text:
        raise EmptyQuestion(field=QUESTION)
    async with acting(tools, delivery, person, ask_id) as (change, home):
        ask = change.ask
        check_may_settle(ask, home.member)
        check_live(ask)
        ask.contact = contact or ask.contact
        _move_topic(change, topic, person.user)
        if masked is not None and masked.text != ask.question:
            # An edit of the message made before this one must not win later.
            ask.source_edited = f"{delivery.now.timestamp():.6f}"
            ask.question = masked.text
            change.note(What.EDITED, person.user)
            _show_whole(change)


async def change_topic(
    tools: Tools, delivery: Delivery, person: Person, ask_id: UUID, topic: Topic
) -> None:
    """Anybody of the pod may correct a guess."""
    async with acting(tools, delivery, person, ask_id) as (change, home):
        check_in_pod(change.ask, home.member)
        check_live(change.ask)
        _move_topic(change, topic, person.user)


def question_edited(change: Change, masked: Masked, edited: str | None) -> None:
    """The message that the question came from was edited; an older edit never wins, nor one
    that leaves no words.
    """
    ask = change.ask
    if not masked.text or not newer(edited, ask.source_edited):
        return
    ask.source_edited, ask.question_masked = edited, bool(masked.kinds)
    if ask.question_deleted_at is not None and not ask.question_masked:
        _withdraw(change, ask.question_deleted_at)
        return
    if ask.question != masked.text:
        _reword(ask, masked.text)
        change.note(What.EDITED, ask.asker)
    shown = ask.card_ts is not None or ask.joined_to is not None
    if ask.question_deleted_at is not None and shown:
        _take_up_again(change)


def question_deleted(change: Change, at: datetime) -> None:
    """The message that the question came from was deleted: withdrawn, its words forgotten.

    Not where they were masked: Podline asked its writer to delete them, and the card, which
    shows nobody's data, is what the pod answers.
    """
    ask = change.ask
    if ask.question_deleted_at is None:
        ask.question_deleted_at = at
        if not ask.question_masked:
            _withdraw(change, at)


def _withdraw(change: Change, at: datetime) -> None:
    """Help that a person confirmed stays on record."""
    ask = change.ask
    _reword(ask, "")
    if ask.accepted_via is AcceptedVia.PRESS or ask.state is AskState.WITHDRAWN:
        return
    ask.state, ask.settled_at = AskState.WITHDRAWN, at
    ask.accepted_reply_id = ask.accepted_via = ask.helper = ask.undo_until = None
    change.note(What.SETTLED, ask.asker, AskState.WITHDRAWN)


def _show_whole(change: Change) -> None:
    """The card says that all of it stands in the thread, where it shows only the start."""
    ask = change.ask
    if ask.joined_to is not None:
        return
    if ask.source is not Source.MENTION and question_is_cut(ask):
        for piece in whole_question(ask):
            change.reply(piece)


def _take_up_again(change: Change) -> None:
    """A deletion outran the edit that was masked: what it withdrew is open."""
    ask = change.ask
    if ask.state is AskState.WITHDRAWN and ask.settled_at == ask.question_deleted_at:
        reopen(change, ask.asker)


def _reword(ask: Ask, text: str) -> None:
    """The topic follows the words, unless somebody chose it."""
    if ask.topic == guess(ask.question):
        ask.topic = guess(text)
    ask.question = text


def _move_topic(change: Change, topic: Topic | None, who: str) -> None:
    if topic is not None and topic is not change.ask.topic:
        change.ask.topic = topic
        change.note(What.TOPIC, who, topic)
