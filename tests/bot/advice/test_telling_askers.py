"""What alerts have to say to askers comes in their own threads, and mentions them."""

import pytest
from sqlalchemy import event

from bot.advice.facts import Asking, Source
from bot.text import kit
from bot.text.kit import Card
from storage.advice import Ask
from storage.database import Database
from storage.outbox import Act, OutboxRow
from tests.bot.advice.alike import Outage, outage
from tests.bot.advice.scene import HOME, QUESTION, Scene, on_card, pick, texts, who

FACTS = Card("A fire took two sites down.", [kit.section("A fire took two sites down.")])
OTHER = Card("Back since 6 PM.", [kit.section("Back since 6 PM.")])


@pytest.fixture
async def scene(database: Database) -> Outage:
    return await outage(database)


async def tell(scene: Scene, *asks: Ask, card: Card = FACTS, **how: bool) -> list[OutboxRow]:
    async with scene.database.write() as session:
        told = {ask.id: card for ask in asks}
        await scene.service.tell_askers(session, told, scene.now, **how)
    return pick(await scene.send(), Act.POST)


async def test_those_who_share_a_thread_get_one_message(scene: Outage) -> None:
    first = await scene.first()
    nick, _ = await scene.joins("UNICK")
    scene.sensor.first = None
    ann, _ = await scene.joins("UANN")

    ours, hers = await tell(scene, first, nick, ann)

    assert ours.body["text"] == "<@UMAYA> <@UNICK> — A fire took two sites down."
    assert ours.body["thread_ts"] == first.thread_ts
    assert ours.body["blocks"][0]["text"]["text"] == "<@UMAYA> <@UNICK>"
    assert ours.body["blocks"][1:] == FACTS.blocks
    assert (hers.body["thread_ts"], hers.body["text"][:7]) == (ann.thread_ts, "<@UANN>")


async def test_who_joined_is_told_without_the_first(scene: Outage) -> None:
    first = await scene.first()
    nick, _ = await scene.joins("UNICK")

    (said,) = await tell(scene, nick)

    assert said.subject == f"ask:{first.id}"
    assert said.body["text"].startswith("<@UNICK> — ")


async def test_a_card_that_does_not_stand_yet_is_waited_for(scene: Outage) -> None:
    first = await scene.first(sent=False)
    nick, _ = await scene.joins("UNICK", sent=False)

    *_, said = await tell(scene, nick)

    assert said.body["thread_of"] == "card"
    assert said.subject == f"ask:{first.id}"


async def test_what_is_settled_is_left_out(scene: Outage) -> None:
    first = await scene.first()
    nick, _ = await scene.joins("UNICK")
    await scene.service.withdraw(scene.delivery(), who("UNICK"), nick.id, on_card(nick))

    (said,) = await tell(scene, first, nick)

    assert "<@UNICK>" not in said.body["text"]


async def test_quietly_nobody_is_mentioned(scene: Outage) -> None:
    first = await scene.first()
    nick, _ = await scene.joins("UNICK")

    (said,) = await tell(scene, first, nick, quietly=True)

    assert said.body["text"] == FACTS.text
    assert said.body["blocks"] == FACTS.blocks


async def test_the_private_answer_holds_what_is_sensed(scene: Outage) -> None:
    scene.sensor.says = OTHER

    ask, told = await scene.joins("UNICK")

    assert told is not None
    assert told.text == "Back since 6 PM."
    assert scene.sensor.looked == [QUESTION]
    assert scene.sensor.kept == [(ask.id, f"known of {QUESTION}")]


async def test_what_is_sensed_comes_before_where_they_stand(scene: Outage) -> None:
    await scene.first()
    scene.sensor.says = OTHER

    _, told = await scene.joins("UNICK")

    assert told is not None
    assert told.text.startswith("Back since 6 PM. Maya R. asks the same.")


async def test_an_ask_that_joins_nothing_costs_no_more(scene: Outage, database: Database) -> None:
    """As many statements with a sensor that finds nothing as without any, its card included."""
    plain = Scene(database, scene.now, scene.numbers)
    costs: list[list[str]] = []
    for each, user in ((plain, "UMAYA"), (scene, "UNICK"), (plain, "UANN"), (scene, "UBEA")):
        said: list[str] = []
        costs.append(said)

        def note(*args: object, said: list[str] = said) -> None:
            said.append(str(args[2]))

        engine = database.writer.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        asking = Asking(QUESTION, Source.COMMAND, channel=HOME)
        await each.service.ask(each.delivery(), who(user), asking)
        await each.send()
        event.remove(engine, "before_cursor_execute", note)

    assert [len(each) for each in costs[2:]] == [len(costs[2])] * 2
    assert not any("joined_to = " in each for each in costs[3])
    assert texts(await scene.waiting()) == []
