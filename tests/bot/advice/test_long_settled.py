"""What Podline forgot about an ask that is long settled: people still get an answer."""

from datetime import timedelta

import pytest

from bot.advice.errors import AlreadySettled
from bot.advice.messages import CARD
from storage.advice import AskState
from storage.keeping import Keeping, forget_old
from storage.outbox import Act, Posted
from tests.bot.advice.scene import Scene, on_card, pick, who

MONTHS = timedelta(days=100)


async def forget(scene: Scene) -> None:
    scene.now += MONTHS
    while await forget_old(scene.database, scene.now, Keeping()):
        """What hung on something that is gone now may go, too."""


async def test_buttons_on_an_old_card_are_answered(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.reply("UINES", ask, "Two sites are down.")
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), ask.id, on_card(ask))
    await scene.send()
    await forget(scene)
    assert await scene.all(Posted) == []
    with pytest.raises(AlreadySettled):
        await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, on_card(ask))


async def test_this_worked_on_an_old_card_repaints_it_through_the_press(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.reply("UINES", ask, "Two sites are down.")
    await scene.pass_time(3600)
    await forget(scene)
    (reply,) = await scene.replies()
    await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, on_card(ask))
    looks = pick(await scene.waiting(), Act.REPAINT)
    (card,) = (row for row in looks if row.part == CARD)
    assert card.body["response_url"] == "https://hooks.test/press"
    assert (await scene.get(ask)).state is AskState.ACCEPTED


async def test_an_edit_and_a_mark_in_an_old_thread_open_nothing_again(scene: Scene) -> None:
    """Accepted by a mark on the card, which alone says that it worked."""
    ask = await scene.ask()
    said = await scene.reply("UINES", ask, "Two sites are down.")
    card = ask.channel, ask.card_ts or ""
    scene.step(5)
    await scene.service.note_mark(scene.delivery(), who("UMAYA"), *card, added=True)
    await scene.pass_time(3600)
    assert (await scene.get(ask)).state is AskState.ACCEPTED
    await forget(scene)
    edited = str(scene.now.timestamp())
    await scene.reply("UINES", ask, "Three sites were down.", ts=said.ts, edited=edited)
    await scene.service.note_mark(scene.delivery(), who("UDAN"), *card, added=True)
    assert (await scene.get(ask)).state is AskState.ACCEPTED
    assert not pick(await scene.waiting(), Act.POST)
