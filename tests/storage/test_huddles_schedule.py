"""How huddles are set, in the database: two who edit at once, and a company read in few queries."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.facts import Schedule
from bot.huddles.schedule.current import (
    get_holidays,
    get_named,
    get_schedule,
    list_holidays,
    list_pods_with_huddles,
)
from storage.database import Database
from storage.huddles import Agenda, Huddle
from storage.huddles_schedule import find_schedule, list_huddles, save_schedule
from storage.pods import Market, Member, Pod, Role, get_pod
from tests.fakes import START

TEAM = "T1"
THANKSGIVING, CHAVEZ = date(2026, 11, 26), date(2027, 3, 31)


class Company:
    """A market in California and one that says nothing of where it lies, a pod each."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.west = Market(
            key="sd",
            name="San Diego",
            timezone="America/Los_Angeles",
            areas={"counties": ["CAC073"]},
        )
        self.east = Market(key="det", name="Detroit", timezone="America/Detroit")
        self.sd, self.det = self._pod("sd", self.west), self._pod("det", self.east)

    def _pod(self, key: str, market: Market, team: str = TEAM) -> Pod:
        return Pod(team_id=team, key=key, name=key, market_id=market.id, channel=f"C{key}")

    async def save(self, *more: Any) -> None:
        async with self.database.write() as session:
            session.add_all([self.west, self.east])
            await session.flush()
            session.add_all([self.sd, self.det])
            await session.flush()
            for row in more:
                session.add(row)
                await session.flush()

    async def set(self, pod: Pod, version: int, **fields: Any) -> int | None:
        async with self.database.write() as session:
            saved = await save_schedule(session, pod.id, fields, version, "UANA", "Ana", START)
            return saved.version if saved else None

    async def schedule(self, pod: Pod) -> Schedule:
        async with self.database.read() as session:
            return await get_schedule(session, await get_pod(session, pod.id))


@pytest.fixture
def company(database: Database) -> Company:
    return Company(database)


@contextmanager
def counted(session: AsyncSession) -> Iterator[list[str]]:
    """The statements that ran."""
    ran: list[str] = []

    def note(_c: object, _u: object, statement: str, *_more: object) -> None:
        ran.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_a_pod_for_which_nobody_set_anything_meets_as_usual(company: Company) -> None:
    await company.save()
    assert await company.schedule(company.sd) == Schedule()


async def test_what_the_roster_file_says_comes_before_what_was_set_in_slack(
    company: Company,
) -> None:
    company.sd.settings = {"huddles": {"days": ["tue"], "holidays": "US-CA"}}
    await company.save()
    assert await company.set(company.sd, 0, days=["mon"], minutes=20) == 1
    assert await company.schedule(company.sd) == Schedule(
        days=("tue",), minutes=20, holidays="US-CA"
    )
    assert await company.schedule(company.det) == Schedule()


async def test_a_field_of_a_later_version_changes_nothing(company: Company) -> None:
    await company.save()
    await company.set(company.sd, 0, minutes=20, colour="blue")
    assert await company.schedule(company.sd) == Schedule(minutes=20)


async def test_who_saves_what_somebody_else_has_changed_meanwhile_changes_nothing(
    company: Company,
) -> None:
    await company.save()
    assert await company.set(company.sd, 0, minutes=20) == 1
    assert await company.set(company.sd, 0, minutes=30) is None
    assert (await company.schedule(company.sd)).minutes == 20
    assert await company.set(company.sd, 1, minutes=30) == 2
    async with company.database.read() as session:
        row = await find_schedule(session, company.sd.id)
        assert row is not None
        assert (row.changed_by, row.changed_by_name, row.changed_at) == ("UANA", "Ana", START)


@pytest.mark.parametrize("version", [0, 1])
async def test_of_two_who_save_at_once_one_is_told(company: Company, version: int) -> None:
    """Also where nothing was set before, so that there is no row to lock."""
    await company.save()
    if version:
        await company.set(company.sd, 0, minutes=10)
    saved = await asyncio.gather(
        *(company.set(company.sd, version, minutes=minutes) for minutes in (20, 30))
    )
    assert sorted(saved, key=str) == sorted([version + 1, None], key=str)


async def test_holidays_are_those_of_where_the_market_lies(company: Company) -> None:
    await company.save()
    async with company.database.read() as session:
        for pod, chavez in ((company.sd, "Cesar Chavez Day"), (company.det, "")):
            here = await get_pod(session, pod.id)
            resting = await get_holidays(session, here, Schedule())
            assert (resting(THANKSGIVING), resting(CHAVEZ)) == ("Thanksgiving Day", chavez)
        never = await get_holidays(session, here, Schedule(holidays="none"))
        assert never(THANKSGIVING) == ""


async def test_those_whom_the_schedule_names_are_found_by_address_or_id_in_its_order(
    company: Company,
) -> None:
    gone = _member(company.sd, "UGONE", left_at=START)
    other = _member(company.det, "UOTHER")
    await company.save(_member(company.sd, "UONE"), _member(company.sd, "UTWO"), gone, other)
    named = ("UTWO", "uone@example.com", "utwo@example.com", "ugone@example.com", "UOTHER", "x")
    async with company.database.read() as session:
        here = await get_pod(session, company.sd.id)
        assert await get_named(session, here, Schedule(runs_it=named)) == ["UTWO", "UONE"]
        assert await get_named(session, here, Schedule()) == ()


async def test_a_whole_company_is_read_in_two_queries_and_its_holidays_in_one(
    company: Company,
) -> None:
    company.det.settings = {"huddles": {"on": False}}
    pods = [company._pod(f"p{number}", company.west) for number in range(20)]
    stranger = company._pod("stranger", company.west, team="T2")
    await company.save(*pods, stranger)
    await company.set(pods[3], 0, holidays="US-MI", minutes=30)
    async with company.database.read() as session:
        with counted(session) as ran:
            found = await list_pods_with_huddles(session, TEAM)
            assert len(_selects(ran)) == 2
            resting = await list_holidays(session, found)
            assert len(_selects(ran)) == 3
    assert {each.pod.key for each, _ in found} == {"sd", *(f"p{n}" for n in range(20))}
    assert {each.pod.key for each, schedule in found if schedule.minutes == 30} == {"p3"}
    assert [each.pod.key for each, _ in found if not resting[each.pod.id](CHAVEZ)] == ["p3"]


async def test_huddles_are_found_by_the_days_for_which_they_were_planned(
    company: Company,
) -> None:
    monday = date(2026, 11, 23)
    rows = [_huddle(company.sd, monday + timedelta(days=days)) for days in (-3, 0, 6, 9)]
    rows += [_huddle(company.det, monday)]
    await company.save(*(each for pair in rows for each in pair))
    async with company.database.read() as session:
        found = await list_huddles(session, [company.sd.id], monday, monday + timedelta(days=6))
    assert [(each.pod_id, each.local_date.day) for each in found] == [
        (company.sd.id, 23),
        (company.sd.id, 29),
    ]


def _selects(ran: list[str]) -> list[str]:
    return [each for each in ran if each.startswith("SELECT")]


def _member(pod: Pod, user: str, **more: Any) -> Member:
    return Member(
        team_id=TEAM,
        user=user,
        pod_id=pod.id,
        name=user,
        email=f"{user.lower()}@example.com",
        role=Role.COACH,
        **more,
    )


def _huddle(pod: Pod, day: date) -> tuple[Agenda, Huddle]:
    agenda = Agenda(team_id=TEAM, pod_id=pod.id, slot="mon", local_date=day)
    huddle = Huddle(
        team_id=TEAM,
        pod_id=pod.id,
        agenda_id=agenda.id,
        wave=1,
        slot="mon",
        local_date=day,
        starts_at=START + timedelta(days=(day - START.date()).days),
        planned_at=START,
        minutes=15,
    )
    return agenda, huddle
