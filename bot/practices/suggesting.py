"""Suggestions: practices put before somebody the moment they ask, without being looked for.

They are found before the question is made, as that takes a few hundredths of a second and must
not hold up others, and kept with it, so that everybody in the thread can look at them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from logging import getLogger
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.inbox import Person
from bot.patience import find_in_time
from bot.pods.facts import Home
from bot.pods.service import get_home
from bot.practices import suggested_card
from bot.practices.brief import way_to_say_it
from bot.practices.changes import Change, Tools, changing, get_practice
from bot.practices.errors import NotShared
from bot.practices.facts import Shown
from bot.practices.figures import note_helped
from bot.practices.found import Found, Suggested, Suggestion
from bot.practices.rules import check_live, reach_of
from bot.practices.showing import show_all, show_found
from bot.practices.suggestable import (
    COUNTED_FOR,
    MOST,
    NEWCOMER,
    SURE,
    SURE_WHERE_RARE,
    by_practice,
    is_rare,
    suggestable,
    sure_enough,
)
from bot.practices.using import sign_of_life
from bot.text.kit import Card
from bot.text.languages import language
from storage.advice import Ask
from storage.advice_topics import count_asks_of, count_topics
from storage.practices import (
    OPEN_STATES,
    Narrow,
    Practice,
    PracticeState,
    PracticeUse,
    PracticeVerdict,
    Way,
    Word,
)
from storage.practices_suggested import count_not_this
from storage.practices_uses import find_use, list_refused_by
from storage.topics import Topic

log = getLogger(__name__)
PATIENCE_SECONDS = 0.9
"""For so long a question waits for what may fit it; a customer waits for the question."""
SAID_IN_A_BREATH = 140
_CONSIDERED = 8
_OPEN = Narrow(states=OPEN_STATES)
_COUNTED_ANEW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Solution:
    """The practice that solved an ask, as an answer: whose, to say, and in full. `told` is for
    whoever said so.
    """

    practice_id: UUID
    author: str
    author_name: str
    say_now: str | None
    text: str
    told: Card


@dataclass(slots=True)
class Suggesting:
    """What advice is handed: `look` before a question is made, `keep` and `solve` in its
    transaction.
    """

    tools: Tools
    _topics: dict[UUID, tuple[datetime, frozenset[Topic]]] = field(default_factory=dict)

    async def look(
        self, person: Person, channel: str | None, question: str, topic: Topic, now: datetime
    ) -> Sequence[Suggestion]:
        """What may fit a question, best first. Never raises, and gives up after a short wait."""
        if self.tools.finder.is_empty():
            return ()
        looking = self._look(person, channel, question, topic, now)
        return await find_in_time(looking, (), PATIENCE_SECONDS, log)

    async def keep(
        self,
        session: AsyncSession,
        ask: Ask,
        seen: Sequence[Suggestion],
        now: datetime,
    ) -> Card | None:
        """What was found belongs to the ask now; the card that its asker reads."""
        if not seen:
            return None
        metrics.practice_uses.labels(Way.SUGGESTED).inc(len(seen))
        session.add_all(_use(ask, each, place, now) for place, each in enumerate(seen, 1))
        await session.flush()
        metrics.suggestions.labels("shown").inc(len(seen))
        return suggested_card.to_read(Suggested(ask.id, tuple(seen)), now)

    async def solve(
        self,
        session: AsyncSession,
        home: Home,
        ask: Ask,
        practice_id: UUID,
        now: datetime,
        *,
        again: bool = False,
    ) -> Solution:
        """A practice settled the ask, which is noted unless it did so before. Raises `Gone`,
        `Archived` or `NotShared`.
        """
        practice = await get_practice(session, practice_id, home)
        check_live(practice)
        if practice.state is PracticeState.DRAFT:
            raise NotShared
        if not again:
            await _note_solved(session, practice, ask, home, now)
        (shown,) = await show_all(session, [practice], language(ask.question))
        return _solution(shown)

    async def unsolve(
        self, session: AsyncSession, ask: Ask, practice_id: UUID, at: datetime
    ) -> None:
        """What was said at that moment was taken back: it did not help there."""
        use = await find_use(session, practice_id, ask.asker, ask.id, at)
        if use is not None and use.helped_at == at:
            use.helped_at = None

    async def _look(
        self, person: Person, channel: str | None, question: str, topic: Topic, now: datetime
    ) -> Sequence[Suggestion]:
        async with self.tools.transactions.look() as session:
            home = await get_home(session, person, channel)
            if channel is not None and channel != home.pod.channel:
                return ()  # nothing is asked from there
        found = await self.tools.finder.find(question, reach_of(home), _OPEN, _CONSIDERED)
        if not (likely := sure_enough(found, SURE_WHERE_RARE)):
            return ()
        async with self.tools.transactions.look() as session:
            least = await self._least_sure(session, home, topic, now)
            if not (likely := sure_enough(likely, least)):
                return ()
            chosen = await self._choose(session, home, question, likely, least, now)
        return [with_words(self.tools, question, each) for each in chosen]

    async def _least_sure(
        self, session: AsyncSession, home: Home, topic: Topic, now: datetime
    ) -> float:
        if topic in await self._rare_topics(session, home.pod.id, now):
            return SURE_WHERE_RARE
        member = home.member
        asks = await count_asks_of(session, member.team_id, member.user, NEWCOMER)
        return SURE_WHERE_RARE if asks < NEWCOMER else SURE

    async def _rare_topics(
        self, session: AsyncSession, pod_id: UUID, now: datetime
    ) -> frozenset[Topic]:
        """Counted once an hour for each pod."""
        counted_at, rare = self._topics.get(pod_id, (None, frozenset[Topic]()))
        if counted_at is None or now - counted_at >= _COUNTED_ANEW:
            counts = await count_topics(session, pod_id, now - COUNTED_FOR)
            rare = frozenset(each for each in Topic if is_rare(each, counts))
            self._topics[pod_id] = (now, rare)
        return rare

    async def _choose(
        self,
        session: AsyncSession,
        home: Home,
        question: str,
        likely: Sequence[Found],
        least: float,
        now: datetime,
    ) -> list[Shown]:
        user, sure = home.member.user, by_practice(likely)
        spoken = language(question)
        shown = await show_found(session, likely, reach_of(home), spoken, self.tools.finder)
        refused = await list_refused_by(session, user, sure)
        against = await count_not_this(session, sure, now - COUNTED_FOR)
        lately = [each for each in refused if _is_remembered(each, now)]
        chosen: list[Shown] = []
        for each in shown:
            known = each.practice.id
            # What is less sure comes alone.
            needed = max(least, SURE) if chosen else least
            if suggestable(each, sure[known], user, lately, against.get(known, 0), needed):
                chosen.append(each)
        return chosen[:MOST]


async def _note_solved(
    session: AsyncSession, practice: Practice, ask: Ask, home: Home, now: datetime
) -> None:
    async with changing(session, practice, now, home) as change:
        use = await find_use(session, practice.id, ask.asker, ask.id, now)
        use = use or _new_use(change, ask, home)
        session.add(use)
        if use.helped_at is None:
            await note_helped(session, ask.id)
            use.helped_at = now
            sign_of_life(change, ask.asker)
            metrics.suggestions.labels("accepted").inc()


def with_words(tools: Tools, question: str, shown: Shown) -> Suggestion:
    """With the words that made it fit."""
    practice = shown.practice
    text = f"{practice.title} {practice.situation} {practice.what_worked}"
    return Suggestion(shown, tools.finder.telling(question, text))


def _use(ask: Ask, suggestion: Suggestion, place: int, now: datetime) -> PracticeUse:
    return PracticeUse(
        practice_id=suggestion.shown.practice.id,
        ask_id=ask.id,
        user=ask.asker,
        by=ask.asker,
        way=Way.SUGGESTED,
        at=now,
        suggested_as=place,
    )


def _new_use(change: Change, ask: Ask, home: Home) -> PracticeUse:
    return PracticeUse(
        practice_id=change.practice.id,
        ask_id=ask.id,
        user=ask.asker,
        by=home.member.user,
        way=Way.SUGGESTED,
        at=change.now,
    )


def _is_remembered(verdict: PracticeVerdict, now: datetime) -> bool:
    return verdict.word is not Word.NOT_THIS or now - verdict.at < COUNTED_FOR


def _solution(shown: Shown) -> Solution:
    practice, saying = shown.practice, way_to_say_it(shown)
    return Solution(
        practice.id,
        practice.helper or practice.author,
        practice.helper_name or practice.author_name,
        saying.text if saying is not None and len(saying.text) <= SAID_IN_A_BREATH else None,
        practice.what_worked,
        suggested_card.solved(shown),
    )
