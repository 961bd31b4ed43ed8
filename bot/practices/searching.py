"""Searching mid-call; what is searched in vain is kept, masked, as a gap."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_actor, get_home
from bot.practices import speech
from bot.practices.changes import Tools
from bot.practices.facts import Shown
from bot.practices.found import Results
from bot.practices.rules import ONE_CALL, reach_of
from bot.practices.showing import show_all, show_found
from bot.practices.worth_noting import worth_noting
from bot.text.escaping import one_line
from bot.text.languages import Language, language
from bot.text.masking import Masked
from bot.text.terms import words as words_in
from storage.advice import LIVE
from storage.advice_reading import look_at_ask_of_thread
from storage.practices import ALL, Gap, Narrow
from storage.practices_browsing import PodToFind, list_newest, list_pods_to_find
from storage.practices_gaps import find_gap

LONGEST_GAP = 300
NEAREST_SUGGESTED = 3
LOOKED_AT = 20
LOOKED_THROUGH = 30
FAR_BELOW = 0.25
"""What is not as sure as this part of the best is not offered while somebody types."""
HARDLY_ANY = 0.1
"""How sure the nearest must be to be offered where nothing has what was typed."""


async def find(
    tools: Tools,
    person: Person,
    words: str,
    narrow: Narrow,
    delivery: Delivery | None,
    at_most: int,
    as_typed: bool,
) -> Results:
    """What fits best, of what the person may see. With a `delivery` somebody searched in
    earnest: they count as seen, and what finds nothing that fits is a gap.
    """
    masked = (speech.typed if as_typed else speech.from_slack)(tools.masker, words)
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
    looked_at = await _find(tools, home, masked.text, narrow, max(at_most, LOOKED_AT))
    shown = _with_another_language(looked_at, at_most, language(masked.text))
    searched = delivery is not None and narrow == ALL and says_something(masked.text)
    is_gap = searched and not any(each.fits for each in shown)
    is_noted = is_gap and worth_noting(masked.text)
    if delivery is not None:
        async with tools.transactions.of(delivery) as session:
            await get_actor(session, person, delivery.now)
            if is_noted:
                await _keep(session, home, masked, delivery)
        metrics.searches.inc()
        metrics.gaps.inc(is_noted)
    return Results(masked.text, tuple(shown), is_gap, masked.kinds)


async def see(tools: Tools, delivery: Delivery, person: Person) -> None:
    """Somebody asked for something that is only shown, once for a delivery."""
    async with tools.transactions.of(delivery) as session:
        await get_actor(session, person, delivery.now)


async def browse(tools: Tools, person: Person, narrow: Narrow, at_most: int) -> Results:
    """Without words: the newest first."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        newest = await list_newest(session, reach_of(home), narrow, at_most)
        return Results("", tuple(await show_all(session, newest, "en")))


async def suggest(
    tools: Tools, person: Person, typed: str, narrow: Narrow, at_most: int
) -> list[Shown]:
    """While somebody types, whose last word may not be whole: those whose title has all that was
    typed, then those that have it elsewhere or fit; where there is none, the nearest. What is far
    below the best is not offered.
    """
    masked = speech.typed(tools.masker, typed)
    if not says_something(masked.text):
        return list((await browse(tools, person, narrow, at_most)).shown)
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
    completed = await tools.finder.completed(masked.text)
    shown = await _find(tools, home, completed, narrow, LOOKED_THROUGH)
    titled = [each for each in shown if begins_words(each.practice.title, masked.text)]
    near = _near_the_best(shown)
    fitting = [each for each in near if each.fits or begins_words(_said(each), masked.text)]
    best = {each.practice.id: each for each in (*titled, *fitting)}
    nearest = [each for each in near if each.sure >= HARDLY_ANY]
    return list(best.values())[:at_most] or nearest[:NEAREST_SUGGESTED]


async def pods_to_find(tools: Tools, person: Person, typed: str) -> list[PodToFind]:
    """The pods to choose from whose names have what was typed; the person's own one first."""
    async with tools.transactions.look() as session:
        home = await get_home(session, person)
        pods = await list_pods_to_find(session, reach_of(home))
    return [pod for pod in pods if begins_words(pod.name, typed)]


async def ask_of_thread(tools: Tools, person: Person, channel: str, thread_ts: str) -> UUID | None:
    """A colleague's question that still waits there, for whoever looks on their behalf."""
    async with tools.transactions.look() as session:
        ask = await look_at_ask_of_thread(session, person.team, channel, thread_ts)
    waits = ask is not None and ask.state in LIVE and ask.asker != person.user
    return ask.id if ask is not None and waits else None


def says_something(words: str) -> bool:
    """Whether there is anything to look for."""
    return any(each.isalnum() for each in words)


def begins_words(text: str, typed: str) -> bool:
    """Whether each word of `typed` begins one of the text's, however accented."""
    there = words_in(text)
    return all(any(each.startswith(word) for each in there) for word in words_in(typed))


def _with_another_language(
    found: Sequence[Shown], at_most: int, spoken: Language
) -> Sequence[Shown]:
    """Where nothing fits, and all is in the language of the question, the last place is for the
    best in another one, which shares no words with it.
    """
    first = found[:at_most]
    other = next((each for each in found if each.practice.language != spoken), None)
    if other is None or other in first or any(each.fits for each in first):
        return first
    return [*first[:-1], other]


def _near_the_best(shown: Sequence[Shown]) -> list[Shown]:
    best = max((each.sure for each in shown), default=0.0)
    return [each for each in shown if each.sure >= FAR_BELOW * best]


def _said(shown: Shown) -> str:
    practice = shown.practice
    return f"{practice.title}\n{practice.situation}\n{practice.what_worked}"


async def _find(tools: Tools, home: Home, words: str, narrow: Narrow, at_most: int) -> list[Shown]:
    if not says_something(words):
        return []
    reach = reach_of(home)
    found = await tools.finder.find(words, reach, narrow, at_most)
    async with tools.transactions.look() as session:
        return await show_found(session, found, reach, language(words), tools.finder, words)


async def _keep(session: AsyncSession, home: Home, masked: Masked, delivery: Delivery) -> None:
    words, member = one_line(masked.text, LONGEST_GAP), home.member
    if await find_gap(session, member.user, words, delivery.now - ONE_CALL) is None:
        gap = Gap(
            team_id=member.team_id,
            pod_id=home.pod.id,
            user=member.user,
            words=words,
            language=language(words),
            at=delivery.now,
        )
        session.add(gap)
