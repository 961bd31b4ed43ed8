"""Editing in the flow: with a version, so that the second of two sees what the first changed."""

from collections.abc import Iterable
from uuid import UUID

from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.practices import speech
from bot.practices.changes import Change, Tools, acting
from bot.practices.content import take_down, words_differ
from bot.practices.drafts import Fields
from bot.practices.errors import AlertOver, Changed, ChangedSince, EndsInThePast, MissingWords
from bot.practices.facts import Credit, What
from bot.practices.rules import check_live, check_may_edit, keeps_verified
from bot.practices.saving import language_of, new_saying, topics_of
from bot.text.masking import Masker
from storage.alerts_reading import may_end_with
from storage.practices import Practice, PracticeState, Saying
from storage.practices_history import find_words_at
from storage.topics import Topic

_WORDS = ("title", "situation", "what_worked")
_VERIFIED = {*_WORDS, "say_it", "scope"}


async def edit(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    practice_id: UUID,
    version: int,
    fields: Fields,
    why: str,
) -> Practice:
    """What `fields` says, by the owner or a coach of the pod. An edit that changes nothing leaves
    no trace. Raises `Changed` where somebody else changed the words since `version`.
    """
    words = _masked(tools.masker, fields)
    reason = speech.field(tools.masker, "why", why).text
    address = speech.link(tools.masker, fields.link)
    if fields.ends_at is not None and fields.ends_at <= delivery.now:
        raise EndsInThePast(field="ends_at")
    async with acting(tools, delivery, person, practice_id, itself=True) as (change, home):
        check_may_edit(change.practice, home)
        check_live(change.practice)
        await check_unchanged(change, version)
        for name in _WORDS:
            setattr(change.practice, name, words.get(name, getattr(change.practice, name)))
        if fields.link is not None:
            change.practice.link = address
        _place(change.practice, fields)
        await _tie(change, home, fields)
        await _reword(change, home, words.get("say_it"), fields.saying_id)
        if differences := words_differ(change.taken, take_down(change.practice, change.sayings)):
            if {each.part for each in differences} & _VERIFIED:
                _fall_back(change.practice, home)
            change.note(What.EDITED, reason)
        return change.practice


async def check_unchanged(change: Change, version: int, raised: type[Changed] = Changed) -> None:
    """Raises `raised` where somebody else changed the words since `version`."""
    practice = change.practice
    if version >= practice.version:
        return
    before = await find_words_at(change.session, practice.id, version)
    differences = words_differ(before or {}, change.taken)
    if before is None or differences:
        raise raised(_apart(change), differences)


def changed_since(change: Change) -> ChangedSince:
    """Of what is done to the newest version alone."""
    return ChangedSince(_apart(change))


def _apart(change: Change) -> Practice:
    """The practice as it stands, to be read after the transaction that ends now."""
    change.session.expunge(change.practice)
    return change.practice


def _masked(masker: Masker, fields: Fields) -> dict[str, str]:
    said = {name: getattr(fields, name) for name in (*_WORDS, "say_it")}
    masked = {
        name: speech.field(masker, name, text).text
        for name, text in said.items()
        if text is not None
    }
    for name in _WORDS:
        if name in masked and not masked[name]:
            raise MissingWords(name)
    return masked


def _place(practice: Practice, fields: Fields) -> None:
    if fields.topics is not None and list(fields.topics) != _chosen(practice.topics):
        topics = fields.topics or (Topic.OTHER,)
        practice.topics = list(topics_of(topics, practice.situation, practice.what_worked))
    practice.scope = fields.scope or practice.scope
    practice.ends_at = None if fields.no_end else fields.ends_at or practice.ends_at


async def _tie(change: Change, home: Home, fields: Fields) -> None:
    """To an alert of the reader's market that is not over: with it the practice ends."""
    practice = change.practice
    if fields.no_alert:
        practice.alert_id = None
    if fields.alert_id is None or fields.alert_id == practice.alert_id:
        return
    place = home.pod.team_id, home.market.id
    if not await may_end_with(change.session, fields.alert_id, *place):
        raise AlertOver(field="with_alert")
    practice.alert_id = fields.alert_id


def _chosen(topics: Iterable[str]) -> list[str]:
    """What the form shows as chosen: that it is about something else is no choice there."""
    return [each for each in topics if each != Topic.OTHER]


async def _reword(change: Change, home: Home, text: str | None, saying_id: UUID | None) -> None:
    """Reword a way to say it, take it out, or add one; what was said by others stays theirs."""
    if text is None:
        return
    mine = next((each for each in change.sayings if each.id == saying_id), None)
    if mine is None:
        if text and not _is_said(change.sayings, text):
            add_saying(change, text, Credit(home.member.user, home.member.name))
    elif text:
        mine.text, mine.language = text, language_of(change.practice, text)
    else:
        change.sayings.remove(mine)
        await change.session.delete(mine)


def add_saying(change: Change, text: str, by: Credit) -> None:
    saying = new_saying(change.practice, text, by, change.now)
    change.sayings.append(saying)
    change.session.add(saying)


def _is_said(sayings: list[Saying], text: str) -> bool:
    return any(each.text == text for each in sayings)


def _fall_back(practice: Practice, home: Home) -> None:
    """What was verified are these words, for those who find them, and no others."""
    if practice.state is PracticeState.VERIFIED and not keeps_verified(practice, home):
        practice.state = PracticeState.SHARED
        practice.verified_by = practice.verified_at = None
