"""Saving: masked, completed, and compared with what is there before a second one is made."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import BadInput
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_actor
from bot.practices import speech
from bot.practices.changes import Tools, index, set_timers
from bot.practices.closing import close_gap
from bot.practices.content import title_of
from bot.practices.drafts import Alike, Draft, Saved
from bot.practices.errors import EndsInThePast, MissingWords, OnlyWhoVerifies
from bot.practices.facts import Credit, What
from bot.practices.figures import link_to_ask
from bot.practices.likeness import find_alike, made_of
from bot.practices.rules import VERIFIERS
from bot.text.languages import language
from bot.text.masking import Masker
from bot.text.topics import guess
from storage.advice_reading import find_ask
from storage.languages import Language
from storage.practices import Practice, PracticeChange, PracticeState, Saying
from storage.topics import Topic

_TOPICS = frozenset(Topic)


class _Meanwhile(Exception):
    """Somebody made one of the same message since we looked."""


async def save(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    draft: Draft,
    state: PracticeState,
    despite: frozenset[UUID],
) -> Saved | Alike:
    """A new practice; or what says nearly the same, and nothing is saved. Those in `despite`
    were looked at, and a second one is wanted.
    """
    ready = complete(tools.masker, draft, delivery.now)
    if alike := await _find_alike(tools, person, ready, despite):
        return alike
    try:
        async with tools.transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            await _lock_ask(session, ready)
            made = await made_of(session, home, ready)
            if any(each.practice.id not in despite for each in made):
                raise _Meanwhile
            practice = await add_practice(session, home, ready, state, delivery.now)
            await tell_others(tools, session, ready, practice.id, person, delivery.now)
    except _Meanwhile:
        alike = await _find_alike(tools, person, ready, despite)
        return alike or Alike(ready, ())
    tools.finder.wake()
    return Saved(practice, ready.masked)


async def tell_others(
    tools: Tools,
    session: AsyncSession,
    draft: Draft,
    practice_id: UUID,
    person: Person,
    now: datetime,
) -> None:
    """The card of the ask leads to the practice from now on, and the huddle in which it was talked
    about knows of it.
    """
    if draft.ask_id is not None and draft.pressed is not None:
        await tools.show_saved(session, draft.ask_id, *draft.pressed, now)
    if draft.talked_about is not None:
        await tools.note_saved(session, *draft.talked_about, practice_id, person, now)


async def add_practice(
    session: AsyncSession, home: Home, draft: Draft, state: PracticeState, now: datetime
) -> Practice:
    """A practice from a complete draft, in the open transaction. Raises `OnlyWhoVerifies`."""
    if state is PracticeState.VERIFIED and home.member.role not in VERIFIERS:
        raise OnlyWhoVerifies
    practice = _made(home, draft, state, now)
    session.add(practice)
    await session.flush()  # its rows refer to it
    if draft.say_it:
        session.add(new_saying(practice, draft.say_it, whose(draft, home), now))
    session.add(_first_entry(practice, home))
    await session.flush()
    if draft.ask_id is not None:
        await link_to_ask(session, practice.id, draft.ask_id, home.member.user, now)
    await close_gap(session, home, draft, practice, now)
    await index(session, practice)
    await set_timers(session, practice, {})
    return practice


def complete(masker: Masker, draft: Draft, now: datetime) -> Draft:
    """The draft, masked, with what is guessed. Raises `BadInput` for what is missing or too long.
    Done again, nothing changes.
    """
    names = ("title", "situation", "what_worked", "say_it")
    masked = {name: speech.field(masker, name, getattr(draft, name)) for name in names}
    texts = {name: each.text for name, each in masked.items()}
    for name in ("situation", "what_worked"):
        if not texts[name]:
            raise MissingWords(name)
    if draft.ends_at is not None and draft.ends_at <= now:
        raise EndsInThePast(field="ends_at")
    texts["title"] = texts["title"] or title_of(texts["situation"])
    kinds = (*draft.masked, *(kind for each in masked.values() for kind in each.kinds))
    return replace(
        draft,
        title=texts["title"],
        situation=texts["situation"],
        what_worked=texts["what_worked"],
        say_it=texts["say_it"],
        link=speech.link(masker, draft.link),
        language=draft.language or language("\n".join(texts.values())),
        topics=topics_of(draft.topics, texts["situation"], texts["what_worked"]),
        masked=tuple(dict.fromkeys(kinds)),
    )


def topics_of(chosen: Collection[str], situation: str, what_worked: str) -> tuple[str, ...]:
    """The topics that were chosen; without any, what the words are about. Raises `BadInput`."""
    if not _TOPICS.issuperset(chosen):
        raise BadInput(field="topics")
    if chosen:
        return tuple(dict.fromkeys(str(each) for each in chosen))
    topic = guess(situation)
    return (str(guess(what_worked) if topic is Topic.OTHER else topic),)


def whose(draft: Draft, home: Home) -> Credit:
    """Who found how to say it: the helper, where their words were left as they were."""
    member, helper = home.member, draft.helper
    if draft.helper_said and helper and helper != member.user:
        return Credit(helper, draft.helper_name or "")
    return Credit(member.user, member.name)


def new_saying(practice: Practice, text: str, by: Credit, now: datetime) -> Saying:
    """A way to say it, in the language in which it is written."""
    return Saying(
        practice_id=practice.id,
        language=language_of(practice, text),
        text=text,
        author=by.user,
        author_name=by.name,
        at=now,
    )


def language_of(practice: Practice, text: str) -> Language:
    """Of a few words nobody knows: the practice's own."""
    return practice.language if len(text.split()) < 4 else language(text)


async def _find_alike(
    tools: Tools, person: Person, draft: Draft, despite: frozenset[UUID]
) -> Alike | None:
    found = await find_alike(tools, person, draft)
    new = tuple(each for each in found if each.practice.id not in despite)
    return Alike(draft, new) if new else None


async def _lock_ask(session: AsyncSession, draft: Draft) -> None:
    """Two who save the same answer at once take turns."""
    if draft.ask_id is not None:
        await find_ask(session, draft.ask_id)


def _made(home: Home, draft: Draft, state: PracticeState, now: datetime) -> Practice:
    verified, member = state is PracticeState.VERIFIED, home.member
    helper = draft.helper if draft.helper != member.user else None
    return Practice(
        team_id=member.team_id,
        pod_id=home.pod.id,
        title=draft.title,
        situation=draft.situation,
        what_worked=draft.what_worked,
        topics=list(draft.topics),
        scope=draft.scope,
        state=state,
        language=draft.language or "en",
        author=member.user,
        author_name=member.name,
        owner=member.user,
        helper=helper,
        helper_name=draft.helper_name if helper else None,
        ask_id=draft.ask_id,
        source_channel=draft.source.channel if draft.source else None,
        source_ts=draft.source.ts if draft.source else None,
        link=draft.link,
        created_at=now,
        updated_at=now,
        verified_by=member.user if verified else None,
        verified_at=now if verified else None,
        ends_at=draft.ends_at,
        alert_id=draft.alert_id,
    )


def _first_entry(practice: Practice, home: Home) -> PracticeChange:
    return PracticeChange(
        practice_id=practice.id,
        version=practice.version,
        at=practice.created_at,
        who=home.member.user,
        who_name=home.member.name,
        what=What.SAVED,
    )
