"""The agenda of a pod with a week of 2,000 asks, beside everything else that such weeks leave.

`python -m benchmarks.huddles_agenda --database URL` measures it on a server of PostgreSQL;
`--words` leaves the model of meaning out.
"""

import argparse
import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from benchmarks.alike_sets import FOLDER
from benchmarks.company import Company, seed, user_id
from benchmarks.search_databases import a_database
from bot.delivery.transaction import Transactions
from bot.huddles.agenda.concerns import concerns_due, watch_concerns
from bot.huddles.agenda.drafting import draft, starts_at
from bot.huddles.agenda.gathering import gather_week
from bot.huddles.tools import Tools
from bot.meaning.embedder import Embedder, find_embedder
from bot.text.masking import Masker
from bot.text.topics import guess
from storage.advice import Ask, AskState, Moment, Reply, Source
from storage.alerts import Alert, AlertAsk, AlertKind, AlertState, Severity
from storage.database import Database
from storage.huddles import Agenda, AgendaItem, Huddle, HuddleState, ItemSource
from storage.huddles_action_items import ActionItem
from storage.huddles_meeting import list_on
from storage.ids import new_id
from storage.pods import PodInMarket, list_all_pods
from storage.practices import Gap, Practice, PracticeUse, Way
from storage.timers import list_due_timers
from storage.topics import Topic

Metrics = dict[str, float]
TEAM, PODS, A_WEEK = "TBENCH", 2, 2000
WEEKS = 4
DRAFTS = 15
NOW = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)


async def agendas(server: str | None = None, embedder: Embedder | None = None) -> Metrics:
    """Made while nothing is sorted into concerns, and once all of it is; and the sorting in."""
    async with _pod(server) as (database, place):
        tools = Tools(Transactions(database), Masker(), TEAM, embedder=embedder)
        meeting = await _next(database, place)
        cold, _, _ = await _drafts(database, tools, place, meeting)
        began = time.perf_counter()
        longest = await _hold(_sort_in(database, tools, place.pod.id))
        sorting = time.perf_counter() - began
        warm, cpu, held = await _drafts(database, tools, place, meeting)
    return {
        "cold_ms": median(cold) * 1000,
        "warm_ms": median(warm) * 1000,
        "slowest_ms": max(warm) * 1000,
        "cpu_ms": median(cpu) * 1000,
        "cpu_at_once_ms": held * 1000,
        "sorting_in_s": sorting,
        "cpu_at_once_sorting_ms": longest * 1000,
    }


class _Undone(Exception):
    """The next one is drafted just as this one was."""


async def _drafts(
    database: Database, tools: Tools, place: PodInMarket, meeting: tuple[Agenda, list[Huddle]]
) -> tuple[list[float], list[float], float]:
    """Seconds of each draft, CPU seconds of each, and how many of them at most at once."""
    seconds, used, held = list[float](), list[float](), list[float]()

    async def once() -> None:
        began, cpu = time.perf_counter(), time.process_time()
        async with database.read() as session:
            first = starts_at(meeting[1])
            week = await gather_week(session, tools, place, meeting[0], first, NOW)
        with suppress(_Undone):
            async with database.write() as session:
                await draft(session, tools, place, *meeting, NOW, week)
                seconds.append(time.perf_counter() - began)
                used.append(time.process_time() - cpu)
                assert len(await list_on(session, meeting[0].id)) > 4
                raise _Undone

    for _ in range(DRAFTS):
        held.append(await _hold(once()))
    return seconds, used, median(held)


async def _hold(work: Coroutine[None, None, None]) -> float:
    """How long nothing else could be done at most, while `work` is: CPU seconds of the loop's
    thread, which a busy machine does not lengthen."""
    longest, done = 0.0, asyncio.ensure_future(work)
    while not done.done():
        began = time.thread_time()
        await asyncio.sleep(0)
        longest = max(longest, time.thread_time() - began)
    await done
    return longest


async def _sort_in(database: Database, tools: Tools, pod_id: UUID) -> None:
    async with database.write() as session:
        await watch_concerns(session, [pod_id], NOW - timedelta(hours=1))
    while True:
        async with database.read() as session:
            due = await list_due_timers(session, NOW)
        if not due:
            return
        for timer in due:
            await concerns_due(tools, timer.id, NOW)


@asynccontextmanager
async def _pod(server: str | None) -> AsyncIterator[tuple[Database, PodInMarket]]:
    async with a_database(server) as url:
        await seed(Company(PODS, 47), url, TEAM, [f"C{number:06}" for number in range(PODS)])
        database = Database(url)
        try:
            async with database.read() as session:
                places = await list_all_pods(session)
            for number, place in enumerate(places):
                await _fill(database, number, place)
            yield database, places[0]
        finally:
            await database.close()


async def _fill(database: Database, number: int, place: PodInMarket) -> None:
    """Weeks of a pod: all of `A_WEEK` asks, with what is said and done around them."""
    dice = random.Random(number)
    asks = list(_asks(dice, number, place))
    around = [row for ask in asks for row in _around(ask)]
    alerts = [_alert(place, ago) for ago in range(40)]
    linked = [
        AlertAsk(alert_id=alert.id, ask_id=ask.id, at=ask.asked_at)
        for alert in alerts
        for ask in dice.sample(asks, 20)
    ]
    practices = [_practice(place, number, ago) for ago in range(60)]
    uses = [_use(dice, each) for each in practices for _ in range(30)]
    gaps = [_gap(dice, place, number, at) for at in range(400)]
    todo = [_to_do(place, number, at) for at in range(12)]
    met = [_met(place, weeks) for weeks in range(WEEKS)]
    agendas_of, hanging = [each for each, _ in met], [row for _, rows in met for row in rows]
    for rows in (asks, around, alerts, linked, practices, uses, gaps, todo, agendas_of, hanging):
        await _add(database, rows)


async def _add(database: Database, rows: Sequence[SQLModel]) -> None:
    async with database.write() as session:
        session.add_all(rows)


def questions() -> list[str]:
    """Those of the matters that are told apart in `benchmarks.alike`."""
    lines = [line for file in sorted(FOLDER.glob("*.txt")) for line in file.read_text().split("\n")]
    said = (line.removeprefix("~ ").strip() for line in lines if line)
    return [each for each in said if not each.startswith(("//", "=", "-", "!", "*")) and each]


def _asks(dice: random.Random, number: int, place: PodInMarket) -> Iterator[Ask]:
    """A third of what is asked is asked again and again; the rest with words of its own."""
    pool, words = questions(), " ".join(questions()).split()
    for at in range(A_WEEK * WEEKS):
        said = dice.choice(pool[: len(pool) // 6]) if at % 3 == 0 else dice.choice(pool)
        if at % 3:
            said = f"{said} {' '.join(dice.sample(words, 3))}"
        ago = timedelta(minutes=at * 7 * 24 * 60 / A_WEEK)
        asked, is_open = NOW - ago, at % 97 == 0
        yield Ask(
            id=new_id(),
            team_id=TEAM,
            pod_id=place.pod.id,
            asker=user_id(number, at % 40),
            asker_name=f"Person p{number}m{at % 40}",
            question=said,
            topic=Topic(guess(said)),
            source=Source.COMMAND,
            channel=place.pod.channel or "",
            thread_ts=f"{at}.{number}",
            asked_at=asked,
            call_state_at=asked,
            last_activity_at=asked,
            ladder_from=asked,
            state=AskState.LAPSED if is_open else AskState.ACCEPTED,
            first_reply_at=None if is_open else asked + timedelta(seconds=20 + at % 900),
            settled_at=None if is_open else asked + timedelta(minutes=20),
            helper=None if is_open else user_id(number, (at * 7) % 46),
        )


def _around(ask: Ask) -> list[SQLModel]:
    moments = ("asked", "claimed", "replied", "accepted")
    rows: list[SQLModel] = [Moment(ask_id=ask.id, at=ask.asked_at, what=each) for each in moments]
    if ask.id.int % 100 == 0:
        rows.append(Moment(ask_id=ask.id, at=ask.asked_at, what="corrected"))
    reply: dict[str, Any] = {
        "channel": ask.channel,
        "ts": ask.thread_ts or "",
        "text": "Say this",
        "at": NOW,
    }
    return [*rows, Reply(ask_id=ask.id, author=ask.helper or "", **reply)]


def _alert(place: PodInMarket, ago: int) -> Alert:
    at = NOW - timedelta(hours=12 * ago)
    return Alert(
        id=new_id(),
        team_id=TEAM,
        market_id=place.market.id,
        kind=AlertKind.NETWORK_OUTAGE,
        severity=Severity.SEVERE,
        headline=f"Fire near site {ago}",
        starts_at=at,
        posted_at=at,
        state=AlertState.ENDED if ago else AlertState.LIVE,
        ended_at=at + timedelta(hours=3) if ago else None,
    )


def _practice(place: PodInMarket, number: int, ago: int) -> Practice:
    at, author = NOW - timedelta(hours=10 * ago), user_id(number, ago % 46)
    written: dict[str, Any] = {"author": author, "author_name": f"Person {ago}", "owner": author}
    words: dict[str, Any] = {"title": f"Practice {ago}", "situation": "s", "what_worked": "w"}
    when: dict[str, Any] = {"created_at": at, "updated_at": at}
    return Practice(id=new_id(), team_id=TEAM, pod_id=place.pod.id, **written, **words, **when)


def _use(dice: random.Random, practice: Practice) -> PracticeUse:
    user, at = user_id(0, dice.randrange(46)), NOW - timedelta(hours=dice.randrange(400))
    return PracticeUse(
        practice_id=practice.id, user=user, by=user, way=Way.SEARCHED, at=at, helped_at=at
    )


def _gap(dice: random.Random, place: PodInMarket, number: int, at: int) -> Gap:
    user, words = user_id(number, at % 46), dice.choice(questions())[:80]
    ago = timedelta(hours=at % 200)
    return Gap(team_id=TEAM, pod_id=place.pod.id, user=user, words=words, at=NOW - ago)


def _to_do(place: PodInMarket, number: int, at: int) -> ActionItem:
    owner = user_id(number, at)
    return ActionItem(
        team_id=TEAM,
        pod_id=place.pod.id,
        text=f"To do {at}",
        owner=owner,
        owner_name=f"Person {at}",
        due_on=date(2026, 11, 25),
        made_by=owner,
        made_at=NOW,
    )


def _met(place: PodInMarket, weeks: int) -> tuple[Agenda, list[SQLModel]]:
    """One meeting of a week, with the seven things that it talked about."""
    at = NOW - timedelta(days=7 * weeks + 4)
    agenda, huddles = _meeting(place, at, HuddleState.OVER)
    return agenda, [*huddles, *(_item(agenda, number, at) for number in range(7))]


def _meeting(place: PodInMarket, at: datetime, state: HuddleState) -> tuple[Agenda, list[Huddle]]:
    same: dict[str, Any] = {"team_id": TEAM, "pod_id": place.pod.id, "slot": "wed"}
    same["local_date"] = at.date()
    agenda = Agenda(id=new_id(), **same)
    huddles = [
        Huddle(
            agenda_id=agenda.id,
            wave=wave,
            starts_at=at + timedelta(minutes=20 * wave),
            planned_at=at,
            minutes=15,
            state=state,
            **same,
        )
        for wave in (1, 2)
    ]
    return agenda, huddles


def _item(agenda: Agenda, number: int, at: datetime) -> AgendaItem:
    return AgendaItem(
        agenda_id=agenda.id,
        pod_id=agenda.pod_id,
        key=f"member:{number}",
        source=ItemSource.MEMBER,
        position=number,
        text=f"Item {number}",
        by=user_id(0, number % 3),
        added_at=at,
    )


async def _next(database: Database, place: PodInMarket) -> tuple[Agenda, list[Huddle]]:
    """The next meeting; members added ten items to it."""
    agenda, huddles = _meeting(place, NOW + timedelta(days=1), HuddleState.PLANNED)
    await _add(database, [agenda])
    await _add(database, [*huddles, *(_item(agenda, 100 + each, NOW) for each in range(10))])
    return agenda, huddles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="measure on this PostgreSQL server")
    parser.add_argument("--words", action="store_true", help="without the model of meaning")
    given = parser.parse_args()
    embedder = None if given.words else find_embedder()
    found = asyncio.run(agendas(given.database, embedder))
    print(json.dumps({name: round(value, 1) for name, value in found.items()}, indent=1))


if __name__ == "__main__":
    main()
