"""What Slack sends about advice: commands, presses, modals, shortcuts, messages, marks, Home."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from bot.advice import whispers, words
from bot.advice.elsewhere import read_prefill
from bot.advice.errors import Stale
from bot.advice.facts import Asking, CallState, Contact, Note, Pressed, Said, Source, Topic
from bot.advice.rules import CHECK_MARKS
from bot.advice.service import AdviceService
from bot.advice.words import More, Outcome
from bot.inbox import Delivery, Person
from bot.text.kit import Block, Card
from handlers.payloads import (
    Command,
    HomeOpened,
    Message,
    Press,
    Reaction,
    Routes,
    Shortcut,
    Submission,
)

Kind = TypeVar("Kind", Contact, CallState, Source, Topic)
Answer = Card | Block | None
Deed = Callable[[Delivery, Person, UUID, Pressed], Awaitable[Answer]]


def routes(advice: AdviceService) -> Routes:
    """Everything that the advice feature answers."""
    deeds: dict[str, Deed] = {
        words.CLAIM: advice.claim,
        words.EXTEND: advice.more_time,
        words.GIVE_BACK: advice.release,
        words.NOT_ME: advice.not_me,
        words.NOTHING_OWED: advice.nothing_owed,
        words.DIFFERENT: advice.different,
    }
    return Routes(
        commands={"/advise": partial(_ask, advice)},
        actions={name: partial(_do, deed) for name, deed in deeds.items()}
        | {
            words.ACCEPT: partial(_accept, advice),
            words.ACCEPT_FROM: partial(_accept, advice),
            words.ANSWER: partial(_open_answer, advice),
            words.CALL_BACK: partial(_open_call_ended, advice),
            words.MORE: partial(_more, advice),
            words.NEW_ASK: partial(_open_ask, advice),
            words.STILL_NEED_HELP: partial(_still_need_help, advice),
            words.UNDO: partial(_undo, advice),
            words.SOLVE: partial(_solve, advice),
            words.OPEN_LINK: _nothing,
        },
        views={
            words.ASK_FORM: partial(_sent_ask, advice),
            words.ANSWER_FORM: partial(_sent_answer, advice),
            words.CALL_ENDED_FORM: partial(_sent_call_ended, advice),
            words.TOPIC_FORM: partial(_sent_edit, advice),
            words.EDIT_FORM: partial(_sent_edit, advice),
        },
        shortcuts={
            words.ASK_THE_POD: partial(_shortcut, advice),
            words.ASK_FROM_ANYWHERE: partial(_shortcut, advice),
        },
        messages=[partial(_note_message, advice)],
        reactions=[partial(_note_reaction, advice)],
        home=[partial(_home, advice)],
    )


async def _ask(advice: AdviceService, command: Command) -> Answer:
    """A word of ours, alone, or a question."""
    match command.text.strip().lower():
        case "help":
            return whispers.help_card()
        case "stats":
            return await advice.stats(command.person, command.delivery.now)
    asking = Asking(
        text=command.text,
        source=Source.COMMAND,
        channel=command.channel,
        response_url=command.response_url,
    )
    return await advice.ask(command.delivery, command.person, asking)


async def _do(deed: Deed, press: Press) -> Answer:
    """On the Home tab the section itself shows what changed."""
    ask_id = words.read_ask(press.value)
    told = await deed(press.delivery, press.person, ask_id, _pressed(press))
    return None if press.view_type == "home" else told


async def _accept(advice: AdviceService, press: Press) -> Answer:
    ask_id, reply_id = words.read_accept(press.value)
    pressed = _pressed(press, reply_id)
    return await advice.accept(press.delivery, press.person, ask_id, reply_id, pressed)


async def _solve(advice: AdviceService, press: Press) -> Answer:
    """On a private list of what may fit, which the answer takes the place of."""
    ask_id, practice_id = words.read_solve(press.value)
    pressed = _pressed(press)
    return await advice.solve(press.delivery, press.person, ask_id, practice_id, pressed)


async def _still_need_help(advice: AdviceService, press: Press) -> Answer:
    ask_id, copied = words.read_copy(press.value)
    pressed = _pressed(press, copied)
    return await advice.still_need_help(press.delivery, press.person, ask_id, pressed)


async def _undo(advice: AdviceService, press: Press) -> Answer:
    ask_id, copied = words.read_copy(press.value)
    pressed = _pressed(press, copied)
    return await advice.unaccept(press.delivery, press.person, ask_id, pressed)


async def _open_answer(advice: AdviceService, press: Press) -> Answer:
    return await advice.answer_form(press.person, words.read_ask(press.value))


async def _open_call_ended(advice: AdviceService, press: Press) -> Answer:
    ask_id = words.read_ask(press.value)
    return await advice.call_ended_form(press.person, ask_id, press.delivery.now)


async def _open_ask(advice: AdviceService, press: Press) -> Answer:
    return await advice.preview(press.person, read_prefill(press.value), as_typed=True)


async def _more(advice: AdviceService, press: Press) -> Answer:
    """What was chosen under "…"."""
    what, ask_id = words.read_more(press.value)
    at = (press.delivery, press.person, ask_id)
    match what:
        case More.ON_HOLD:
            return await advice.change_call_state(*at, CallState.ON_HOLD, _pressed(press))
        case More.TALKING:
            return await advice.change_call_state(*at, CallState.TALKING, _pressed(press))
        case More.CALL_ENDED:
            return await advice.call_ended_form(press.person, ask_id, press.delivery.now)
        case More.EDIT:
            return await advice.edit_form(press.person, ask_id)
        case More.NOTHING_OWED:
            return await advice.nothing_owed(*at, _pressed(press))
        case More.WITHDRAW:
            return await advice.withdraw(*at, _pressed(press))
        case More.DIFFERENT:
            return await advice.different(*at, _pressed(press))
        case More.NOT_A_QUESTION:
            return await advice.not_a_question(*at, _pressed(press))


async def _shortcut(advice: AdviceService, shortcut: Shortcut) -> Answer:
    text = shortcut.message_text or ""
    return await advice.preview(shortcut.person, text, source=Source.SHORTCUT)


async def _sent_ask(advice: AdviceService, sent: Submission) -> Note | None:
    topic = sent.values.get(words.TOPIC)
    asking = Asking(
        text=sent.values.get(words.QUESTION) or "",
        source=_choice(Source, sent.metadata) or Source.MODAL,
        contact=_choice(Contact, sent.values.get(words.CONTACT)) or Contact.PHONE,
        call_state=_choice(CallState, sent.values.get(words.CALL_STATE)) or CallState.TALKING,
        topic=None if topic == words.TOPIC_GUESSED else _choice(Topic, topic),
    )
    return await advice.ask_by_form(sent.delivery, sent.person, asking)


async def _sent_answer(advice: AdviceService, sent: Submission) -> Note | None:
    say_now = sent.values.get(words.SAY_NOW) or ""
    detail = sent.values.get(words.DETAIL) or ""
    ask_id = words.read_ask(sent.metadata)
    return await advice.answer(sent.delivery, sent.person, ask_id, say_now, detail)


async def _sent_call_ended(advice: AdviceService, sent: Submission) -> None:
    ask_id = words.read_ask(sent.metadata)
    if sent.values.get(words.OUTCOME) != Outcome.CALL_BACK:
        await advice.nothing_owed(sent.delivery, sent.person, ask_id, Pressed())
        return
    chosen = sent.values.get(words.CALL_BACK_AT)
    at = datetime.fromtimestamp(int(chosen), UTC) if chosen else None
    case = sent.values.get(words.CASE) or ""
    await advice.promise_call_back(sent.delivery, sent.person, ask_id, at, case)


async def _sent_edit(advice: AdviceService, sent: Submission) -> None:
    """From the asker's form, or from a colleague's with the topic alone."""
    ask_id = words.read_ask(sent.metadata)
    topic = _choice(Topic, sent.values.get(words.TOPIC))
    if sent.callback_id == words.TOPIC_FORM and topic:
        await advice.change_topic(sent.delivery, sent.person, ask_id, topic)
        return
    question = sent.values.get(words.QUESTION) if words.QUESTION in sent.values else None
    contact = _choice(Contact, sent.values.get(words.CONTACT))
    await advice.edit(sent.delivery, sent.person, ask_id, question, topic, contact)


async def _note_message(advice: AdviceService, message: Message) -> Card | None:
    said = Said(
        channel=message.channel,
        ts=message.ts,
        thread_ts=message.thread_ts,
        text=message.text,
        edited=message.edited,
        deleted=message.change == "deleted",
        mentions_bot=message.mentions_bot,
    )
    return await advice.note_message(message.delivery, message.person, said)


async def _note_reaction(advice: AdviceService, reaction: Reaction) -> None:
    if reaction.name in CHECK_MARKS:
        at = (reaction.channel, reaction.ts, reaction.added)
        await advice.note_mark(reaction.delivery, reaction.person, *at)


async def _home(advice: AdviceService, opened: HomeOpened) -> list[Block]:
    return await advice.home_section(opened.person)


async def _nothing(press: Press) -> Answer:
    """A button that opens an address only needs an acknowledgement."""
    return None


def _choice(kind: type[Kind], value: str | None) -> Kind | None:
    """A menu's choice. Raises `Stale` for one of another version."""
    try:
        return kind(value) if value else None
    except ValueError:
        raise Stale from None


def _pressed(press: Press, answer: UUID | None = None) -> Pressed:
    """`answer` is the one of the message that was pressed: a private message is its copy."""
    copy_of = answer if press.is_ephemeral else None
    return Pressed(press.channel, press.message_ts, press.response_url, copy_of)
