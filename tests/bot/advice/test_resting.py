"""For whoever has what they need from an alert nobody is called, until they need help."""

from typing import Any
from uuid import UUID

import pytest

from bot.advice.facts import Due
from storage.advice import Ask, CallState, Mention
from storage.alerts import Alert, AlertKind, Severity
from storage.database import Database
from storage.outbox import OutboxRow
from storage.pods import Pod
from storage.timers import Timer
from tests.bot.advice.alike import Outage, outage
from tests.bot.advice.samples import texts
from tests.bot.advice.scene import on_card, who
from tests.fakes import START

CUT = UUID(int=71)
HOUR = 3600


@pytest.fixture
async def scene(database: Database) -> Outage:
    scene = await outage(database)
    (home,) = [pod for pod in await scene.all(Pod) if pod.key == "sd"]
    about: dict[str, Any] = {"kind": AlertKind.NETWORK_OUTAGE, "severity": Severity.SEVERE}
    about |= {"starts_at": START, "posted_at": START, "market_id": home.market_id}
    async with database.write() as session:
        session.add(Alert(id=CUT, team_id="T1", headline="Fiber cut", **about))
    return scene


async def rests(scene: Outage, ask: Ask, alert_id: UUID = CUT) -> list[OutboxRow]:
    async with scene.database.write() as session:
        said = "Fiber cut"
        await scene.service.rest(session, ask.id, alert_id, said, scene.now)
    return await scene.send()


async def goes_on(scene: Outage, ask: Ask, alert_id: UUID = CUT) -> list[OutboxRow]:
    async with scene.database.write() as session:
        await scene.service.go_on(session, ask.id, alert_id, scene.now)
    return await scene.send()


async def called(scene: Outage, ask: Ask) -> int:
    return len([each for each in await scene.all(Mention) if each.ask_id == ask.id])


async def awaited(scene: Outage, ask: Ask) -> set[str]:
    timers = [each for each in await scene.all(Timer) if each.done_at is None]
    return {each.kind for each in timers if each.subject == f"ask:{ask.id}"}


def small(rows: list[OutboxRow]) -> str:
    return " ".join(texts(rows[-1].body["blocks"]))


async def test_nobody_is_called_and_the_card_says_so(scene: Outage) -> None:
    ask = await scene.first()
    painted = await rests(scene, ask)
    assert "Fiber cut · nobody is called" in small(painted)
    assert Due.RUNG not in await awaited(scene, ask)
    await scene.pass_time(600)
    assert await called(scene, ask) == 0
    assert await rests(scene, ask, UUID(int=72)) == []


async def test_still_need_help_calls_the_next_rung_at_once(scene: Outage) -> None:
    ask = await scene.first()
    await rests(scene, ask)
    await scene.pass_time(600)
    scene.step(1)
    await scene.service.still_need_help(scene.delivery(), who("UMAYA"), ask.id, on_card(ask))
    assert "nobody is called" not in small(await scene.send())
    await scene.pass_time(1)
    before = await called(scene, ask)
    assert before > 0
    await scene.pass_time(5)
    assert await called(scene, ask) == before  # the later rungs keep their distance


async def test_something_else_calls_the_next_rung_at_once(scene: Outage) -> None:
    ask = await scene.first()
    await rests(scene, ask)
    await scene.pass_time(600)
    scene.step(1)
    assert await goes_on(scene, ask, UUID(int=72)) == []
    assert "nobody is called" not in small(await goes_on(scene, ask))
    await scene.pass_time(1)
    before = await called(scene, ask)
    assert before > 0
    await scene.pass_time(5)
    assert await called(scene, ask) == before


async def test_in_one_thread_somebody_is_called_while_one_of_them_waits(scene: Outage) -> None:
    first = await scene.first()
    nick, _ = await scene.joins("UNICK")
    await rests(scene, first)
    assert Due.RUNG in await awaited(scene, first)
    painted = await rests(scene, nick)
    assert "2 callers · Nobody is called" in small(painted)
    assert Due.RUNG not in await awaited(scene, first)
    await scene.pass_time(600)
    assert await called(scene, first) == 0


async def test_who_joins_where_nobody_is_called_has_somebody_called(scene: Outage) -> None:
    first = await scene.first()
    await rests(scene, first)
    await scene.pass_time(600)
    await scene.joins("UNICK")
    assert await awaited(scene, first) >= {Due.RUNG}
    assert Due.LAPSE not in await awaited(scene, first)
    await scene.pass_time(1)
    assert await called(scene, first) > 0


async def test_of_those_who_are_left_only_who_waits_gets_a_card(scene: Outage) -> None:
    first = await scene.first()
    nick, _ = await scene.joins("UNICK")
    ann, _ = await scene.joins("UANN")
    await rests(scene, nick)
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), first.id, on_card(first))
    stands = {each.id: each.joined_to for each in await scene.all(Ask)}
    assert stands[ann.id] is None
    assert stands[nick.id] == first.id


async def test_not_me_calls_nobody_else_where_it_rests(scene: Outage) -> None:
    ask = await scene.first()
    await scene.pass_time(60)
    mentioned = [each.user for each in await scene.all(Mention)]
    assert mentioned
    await rests(scene, ask)
    await scene.service.not_me(scene.delivery(), who(mentioned[0]), ask.id, on_card(ask))
    assert [each.user for each in await scene.all(Mention)] == mentioned


async def test_a_promised_call_is_reminded_all_the_same(scene: Outage) -> None:
    ask = await scene.first()
    at = scene.now.replace(minute=0) + 2 * (START - START.replace(hour=START.hour - 1))
    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), ask.id, at)
    await rests(scene, ask)
    assert (await scene.get(ask)).call_state is CallState.CALL_BACK
    assert Due.CALL_BACK in await awaited(scene, ask)
    assert Due.RUNG not in await awaited(scene, ask)
