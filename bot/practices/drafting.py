"""The form is filled in before it opens: from a question and its answer, or from a message."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox import Person
from bot.pods.facts import Home
from bot.pods.service import get_home
from bot.practices import speech
from bot.practices.changes import Tools
from bot.practices.content import title_of
from bot.practices.drafts import Alike, Draft, Source
from bot.practices.errors import Gone, NoAnswerYet
from bot.practices.likeness import made_of
from bot.practices.saving import topics_of
from bot.text.escaping import shorten
from bot.text.languages import language
from bot.text.masking import Masked
from storage.advice import Ask, Reply
from storage.advice_reading import look_at_ask
from storage.advice_threads import find_reply, list_replies
from storage.pods import find_member
from storage.practices_reading import find_ask_of_message


def draft_from(tools: Tools, typed: str) -> Draft:
    """The situation from what somebody looked for."""
    return _filled(speech.typed(tools.masker, typed), NOTHING, NOTHING)


async def draft_from_ask(tools: Tools, person: Person, ask_id: UUID) -> Draft | Alike:
    """From the ask's question and the answer that worked, or the last one that stands; where
    somebody made one of it already, with that beside it. Raises `Gone` for another pod's,
    `NoAnswerYet`.
    """
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        ask = await look_at_ask(session, ask_id)
        if ask is None or not _is_theirs(ask, home):
            raise Gone
        draft = await _of_ask(tools, session, ask, None, person.user)
        return await _beside(session, home, draft)


async def draft_from_message(
    tools: Tools,
    person: Person,
    channel: str,
    ts: str,
    text: str,
    author: str | None,
    author_name: str | None,
) -> Draft | Alike:
    """From any message: where it is an answer, with the question it answers; where it asked,
    with the answer that worked. `text` is as Slack sent it.
    """
    source = Source(channel, ts)
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        draft = await _of_what_is_known(tools, session, home, source)
        if draft is None:
            helper = author if author != person.user else None
            name = await _name(session, home, helper, author_name)
            told = speech.from_slack(tools.masker, text)
            draft = _filled(NOTHING, told, NOTHING, source=source, helper=helper, helper_name=name)
        return await _beside(session, home, draft)


NOTHING = Masked("", ())


def _filled(
    asked: Masked,
    told: Masked,
    line: Masked,
    *,
    ask_id: UUID | None = None,
    source: Source | None = None,
    helper: str | None = None,
    helper_name: str | None = None,
) -> Draft:
    """The situation from the question, what worked from the answer, a way to say it from its
    say-now line; cut to what the fields hold.
    """
    situation = shorten(asked.text, speech.LONGEST["situation"])
    what_worked = shorten(told.text, speech.LONGEST["what_worked"])
    kinds = dict.fromkeys((*asked.kinds, *told.kinds, *line.kinds))
    return Draft(
        situation,
        what_worked,
        shorten(line.text, speech.LONGEST["say_it"]),
        language=language(f"{situation}\n{what_worked}"),
        topics=topics_of((), situation, what_worked),
        ask_id=ask_id,
        source=source,
        helper=helper,
        helper_name=helper_name,
        helper_said=helper is not None and bool(line.text),
        title=title_of(situation),
        masked=tuple(kinds),
    )


async def _beside(session: AsyncSession, home: Home, draft: Draft) -> Draft | Alike:
    made = await made_of(session, home, draft)
    return Alike(draft, tuple(made)) if made else draft


async def _name(
    session: AsyncSession, home: Home, user: str | None, known: str | None
) -> str | None:
    """Slack tells a message's author by their id alone."""
    if user is None or known:
        return known if user else None
    found = await find_member(session, home.member.team_id, user)
    return found.member.name if found else None


async def _of_what_is_known(
    tools: Tools, session: AsyncSession, home: Home, source: Source
) -> Draft | None:
    """Where the message is an answer in a thread of the person's pod, or asked there."""
    channel, ts = source
    team, user = home.member.team_id, home.member.user
    reply = await find_reply(session, channel, ts)
    ask = await look_at_ask(session, reply.ask_id) if reply and reply.ask_id else None
    if ask is not None and _is_theirs(ask, home) and reply is not None:
        answer = None if reply.author == ask.asker else reply
        return await _of_ask(tools, session, ask, answer, user, source)
    ask = await find_ask_of_message(session, team, channel, ts)
    if ask is not None and _is_theirs(ask, home):
        return await _of_ask(tools, session, ask, None, user, source)
    return None


async def _of_ask(
    tools: Tools,
    session: AsyncSession,
    ask: Ask,
    reply: Reply | None,
    user: str,
    source: Source | None = None,
) -> Draft:
    """As they are stored, its words are plain already."""
    answer = reply or _answer(ask, await list_replies(session, ask.id))
    if answer is None:
        raise NoAnswerYet
    if source is None and ask.thread_ts:
        source = Source(ask.channel, ask.thread_ts)
    said = (ask.question, answer.text or answer.say_now or "", answer.say_now or "")
    theirs = answer.author != user
    return _filled(
        *(speech.typed(tools.masker, each) for each in said),
        ask_id=ask.id,
        source=source,
        helper=answer.author if theirs else None,
        helper_name=answer.author_name if theirs else None,
    )


def _answer(ask: Ask, replies: Sequence[Reply]) -> Reply | None:
    """The one that worked; else the last one by somebody else that stands."""
    standing = [
        each
        for each in replies
        if each.author and each.author != ask.asker and each.deleted_at is None
    ]
    worked = (each for each in standing if each.id == ask.accepted_reply_id)
    return next(worked, standing[-1] if standing else None)


def _is_theirs(ask: Ask, home: Home) -> bool:
    same = ask.team_id == home.member.team_id
    return same and home.pod.id in (ask.pod_id, ask.overflow_pod_id)
