"""Asks, matters and alerts together: whatever people do at the same moment, nobody waits for
somebody who waits for them, and nobody is told twice."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from random import Random
from typing import Any

from bot.advice.facts import Asking, Pressed
from bot.advice.service import AdviceService
from bot.alerts.changes import Tools
from bot.alerts.editing import Changed
from bot.alerts.matters.facts import Senses
from bot.alerts.matters.memory import Memory
from bot.alerts.matters.service import MattersService
from bot.alerts.sensor import Sensor
from bot.alerts.service import AlertsService
from bot.errors import NotSaved, PodlineError
from bot.text.masking import Masker
from storage.advice import LIVE, Ask, Source
from storage.alerts import Alert, AlertAsk, AlertState
from storage.alerts_matters import AlertMatter, AlertMatterTold
from storage.database import Database
from storage.outbox import OutboxRow
from tests.bot.advice.scene import HOME, TEAM, who
from tests.bot.alerts.matters import CHARGED, RAMONA
from tests.bot.alerts.sensed.scene import REPS, Crowd

WITHIN_SECONDS = 1.0
UNKNOWN = "Cause not known yet."


class Town(Crowd):
    """The whole of it, and not as alerts see it."""

    def replica(self, embedder: Any = None) -> None:
        def tell(*about: Any, **more: Any) -> Any:
            return self.advice.tell_askers(*about, **more)

        tools = Tools(self.transactions, Masker(), tell_askers=tell)
        senses = Senses(tools, TEAM, Memory(None))
        self.sensor, self.matters = Sensor(senses), MattersService(senses)
        self.alerts = AlertsService(
            self.transactions,
            Masker(),
            tell_askers=tell,
            rest=lambda *about: self.advice.rest(*about),
            go_on=lambda *about: self.advice.go_on(*about),
        )
        self.advice = AdviceService(self.transactions, Masker(), sensing=self.sensor)

    async def send(self, **parts: str) -> list[OutboxRow]:
        """Slack is slow today: nothing is posted yet."""
        return []

    def acts(self) -> dict[str, Any]:
        return {**super().acts(), **self.advice.acts()}


class Day:
    """`deeds` are what somebody may do at any moment."""

    def __init__(self, town: Town, chance: Random) -> None:
        self.town, self.chance = town, chance

    async def asks(self) -> None:
        text = self.chance.choice(RAMONA + RAMONA + CHARGED)
        asking = Asking(text, source=Source.COMMAND, channel=HOME)
        user = self.chance.choice(REPS[:12])
        await self.town.advice.ask(self.town.delivery(), who(user), asking)

    async def of_an_ask(self) -> None:
        town, new = self.town, self.town.delivery
        asks = [each for each in await town.all(Ask) if each.state in LIVE]
        if not asks:
            return
        ask = self.chance.choice(asks)
        me, advice = who(ask.asker), town.advice
        presses = (town.alerts.this_is_it, town.alerts.not_this)
        links = [each for each in await town.all(AlertAsk) if each.ask_id == ask.id]
        deeds: list[Callable[[], Awaitable[Any]]] = [
            lambda: advice.withdraw(new(), me, ask.id, Pressed()),
            lambda: advice.different(new(), me, ask.id, Pressed()),
            lambda: advice.edit(
                new(), me, ask.id, self.chance.choice(RAMONA + CHARGED), None, None
            ),
            lambda: advice.claim(new(), who("USAM"), ask.id, Pressed()),
            lambda: advice.answer(new(), who("UANA"), ask.id, "Two sites are down.", ""),
            lambda: advice.nothing_owed(new(), me, ask.id, Pressed()),
            lambda: advice.still_need_help(new(), me, ask.id, Pressed()),
        ]
        for each in links:
            about = (me, each.alert_id, ask.joined_to or ask.id)
            deeds += [partial(press, new(), *about) for press in presses]
        await self.chance.choice(deeds)()

    async def of_an_alert(self) -> None:
        town = self.town
        alerts = [each for each in await town.all(Alert) if each.state is not AlertState.ENDED]
        if not alerts:
            await town.post(what="No signal in Ramona.")
        elif self.chance.random() < 0.4:
            await town.end(self.chance.choice(alerts))
        else:
            await town.edit(self.chance.choice(alerts), what=f"It is {self.chance.random():.2f}.")

    async def of_a_matter(self) -> None:
        town = self.town
        told = await town.all(AlertMatterTold)
        if not told:
            return
        one = self.chance.choice(told)
        (matter,) = [each for each in await town.all(AlertMatter) if each.id == one.matter_id]
        alerts = [each for each in await town.all(Alert) if each.state is not AlertState.ENDED]
        if alerts:
            at = self.chance.choice(alerts).id
            await town.matters.add_to(town.delivery(), who(one.user), matter.id, at)
        elif self.chance.random() < 0.5:
            await town.matters.dismiss(town.delivery(), who(one.user), matter.id, "One phone.")
        else:
            await town.alert_for(one.user, matter)


async def test_whatever_comes_at_once_is_saved_and_told_once(database: Database) -> None:
    town = Town(database)
    await town.people()
    await town.reps(12)
    day, chance = Day(town, Random(8)), Random(8)  # noqa: S311
    failed: list[BaseException] = []
    going = True

    async def somebody(deed: Callable[[], Awaitable[None]]) -> None:
        await asyncio.sleep(chance.random() * WITHIN_SECONDS)
        try:
            await deed()
        except NotSaved as error:
            failed.append(error)
        except (PodlineError, Changed):
            pass  # somebody else was quicker

    async def replica() -> None:
        while going:
            try:
                await town.tick()
            except NotSaved as error:
                failed.append(error)
            await asyncio.sleep(0.01)

    replicas = [asyncio.create_task(replica()) for _ in range(2)]
    deeds = [day.asks] * 25 + [day.of_an_ask] * 25 + [day.of_an_alert] * 8 + [day.of_a_matter] * 10
    await asyncio.gather(*(somebody(deed) for deed in deeds))
    going = False
    await asyncio.gather(*replicas)
    assert failed == []
    asks = {each.id: each for each in await town.all(Ask)}
    live = [each for each in asks.values() if each.state in LIVE]
    assert all(asks[each.joined_to].joined_to is None for each in live if each.joined_to)
    notes = [each.subject for each in await town.all_rows() if UNKNOWN in str(each.body)]
    assert len(notes) == len(set(notes))
    assert asks
