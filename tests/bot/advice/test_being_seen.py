"""Whoever asks, presses or replies counts as seen: the ladder calls those first."""

from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice.errors import OwnAsk
from bot.advice.facts import Pressed
from bot.pods import service
from storage.pods import Member, touch_seen
from tests.bot.advice.scene import Scene, who
from tests.bot.advice.test_escalating import called


async def seen(scene: Scene) -> dict[str, datetime]:
    return {each.user: each.seen_at for each in await scene.all(Member) if each.seen_at}


async def test_who_asks_presses_or_replies_counts_as_seen(scene: Scene) -> None:
    ask = await scene.ask()
    asked = scene.now
    claimed = scene.step(70)
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    replied = scene.step(5)
    await scene.reply("UINES", ask, "Two sites are down.")

    assert await seen(scene) == {"UMAYA": asked, "UDAN": claimed, "UINES": replied}


async def test_it_is_written_once_a_minute_at_most(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = await scene.ask()
    first = scene.now
    written: list[str] = []

    async def remember(session: AsyncSession, team: str, user: str, now: datetime) -> None:
        written.append(user)
        await touch_seen(session, team, user, now)

    monkeypatch.setattr(service, "touch_seen", remember)
    scene.step(59)
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), ask.id, Pressed())
    assert (written, (await seen(scene))["UMAYA"]) == ([], first)

    again = scene.step(1)
    await scene.ask()

    assert written == ["UMAYA"]
    assert (await seen(scene))["UMAYA"] == again


async def test_what_was_refused_and_what_was_only_looked_at_leaves_nobody_seen(
    scene: Scene,
) -> None:
    ask = await scene.ask()
    scene.step(120)
    before = await seen(scene)

    await scene.service.answer_form(who("UDAN"), ask.id)
    with pytest.raises(OwnAsk):
        await scene.service.claim(scene.delivery(), who("UMAYA"), ask.id, Pressed())

    assert await seen(scene) == before


async def test_the_ladder_calls_first_who_acted_lately(scene: Scene) -> None:
    for user in ("UTHEO", "UNINA"):
        ask = await scene.ask(user=user)
        await scene.service.withdraw(scene.delivery(), who(user), ask.id, Pressed())

    await scene.ask()

    assert set(called(await scene.pass_time(15))) == {"UTHEO", "UNINA"}
