"""The first who ask the same have a card each: once it is known that it is one matter, their
ladders share whom they call, an answer reaches all of them, and all read the same number.
"""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.advice.facts import Pressed, What
from storage.advice import Ask, AskState, CallState, Mention, Moment
from storage.alerts_matters import AlertMatter, AlertMatterAsk, AlertMatterTold
from storage.database import Database
from storage.outbox import Act, OutboxRow
from storage.pods import Pod
from tests.bot.advice.alike import Outage, outage
from tests.bot.advice.scene import Scene, on_card, pick, texts, who

FIRE = "Fire near Ramona took two sites down."


@pytest.fixture
async def scene(database: Database) -> Outage:
    return await outage(database)


async def three(scene: Scene) -> list[Ask]:
    """Each a second after the one before."""
    asks = []
    for user in ("UMAYA", "UNICK", "UANN"):
        asks.append(await scene.ask(user))
        scene.step(1)
    return asks


async def one_matter(scene: Scene, *asks: Ask, told: str = "URUTH") -> AlertMatter:
    """Somebody was told of these asks."""
    (home,) = [pod for pod in await scene.all(Pod) if pod.key == "sd"]
    matter = AlertMatter(
        team_id="T1",
        market_id=home.market_id,
        topic=asks[0].topic,
        began_at=scene.now,
        last_asked_at=scene.now,
        told_count=len(asks),
        told_at=scene.now,
    )
    its = [AlertMatterAsk(matter_id=matter.id, ask_id=ask.id, noted_at=scene.now) for ask in asks]
    tells = AlertMatterTold(matter_id=matter.id, user=told, at=scene.now, count=len(asks))
    for rows in ([matter], [*its, tells]):
        async with scene.database.write() as session:
            session.add_all(rows)
    return matter


def called(rows: Sequence[OutboxRow]) -> list[str]:
    """Whom the ladders mentioned in these messages."""
    said = " ".join(text for text in texts(pick(rows, Act.POST)) if "customer" in text)
    return [part.split(">")[0] for part in said.split("<@")[1:]]


def reaching(rows: Sequence[OutboxRow], user: str) -> list[str]:
    """What says the answer to them, in whichever form."""
    said = [row for row in rows if "Fire near" in str(row.body.get("text"))]
    posts = [row.body["text"] for row in pick(said, Act.POST) if f"<@{user}>" in row.body["text"]]
    return posts + [row.body["text"] for row in pick(said, Act.WHISPER) if row.body["user"] == user]


async def test_nobody_is_called_twice_for_one_matter(scene: Outage) -> None:
    asks = await three(scene)
    await one_matter(scene, *asks)

    calls = called(await scene.pass_time(70))

    assert len(calls) == len(set(calls))
    assert {"UINES", "UTHEO", "UNINA", "UCARA", "UCOLE"} <= set(calls)


async def test_without_a_matter_each_ladder_is_its_own(scene: Outage) -> None:
    await three(scene)

    calls = called(await scene.pass_time(70))

    assert len(calls) > len(set(calls))


async def test_the_card_that_waits_longest_has_people_called_whoever_was_called_before(
    scene: Outage,
) -> None:
    first = await scene.ask(call_state=CallState.ON_HOLD)
    scene.step(1)
    second, third = await scene.ask("UNICK"), await scene.ask("UANN")
    await one_matter(scene, first, second, third)
    early = called(await scene.pass_time(20))
    assert set(early) == {"UINES", "UTHEO", "UNINA"}

    late = called(await scene.pass_time(12))

    mine = [each.user for each in await scene.all(Mention) if each.ask_id == first.id]
    assert len(mine) == 2
    assert set(mine) <= set(late)


async def test_once_the_longest_waiting_is_over_the_next_one_calls_as_ever(scene: Outage) -> None:
    first, second, third = await three(scene)
    await one_matter(scene, first, second, third)
    assert len(called(await scene.pass_time(12))) == 2
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), first.id, Pressed())

    await scene.pass_time(1)

    mine = [each.user for each in await scene.all(Mention) if each.ask_id == second.id]
    assert len(mine) == 2


async def test_still_need_help_calls_also_those_who_were_called_for_the_others(
    scene: Outage,
) -> None:
    *others, last = await three(scene)
    await one_matter(scene, *others, last)
    await scene.pass_time(14)
    assert not [each for each in await scene.all(Mention) if each.ask_id == last.id]

    said = await scene.service.still_need_help(scene.delivery(), who("UANN"), last.id, Pressed())
    assert said is not None
    assert said.text == "I am calling more people for this one."
    await scene.pass_time(60)

    assert [each for each in await scene.all(Mention) if each.ask_id == last.id]


async def test_after_ten_minutes_somebody_may_be_called_again(database: Database) -> None:
    scene = await outage(database, specialists=3)
    first, second = await scene.ask(), await scene.ask("UNICK", call_state=CallState.CALL_BACK)
    await one_matter(scene, first, second)
    await scene.pass_time(70)

    calls = called(await scene.pass_time(15 * 60))

    assert set(calls) & {"UINES", "UTHEO", "UNINA"}


async def test_what_is_another_matter_shares_nothing(scene: Outage) -> None:
    asks = await three(scene)
    await one_matter(scene, *asks)
    async with scene.database.write() as session:
        for row in await scene.all(AlertMatterAsk):
            mine = await session.get(AlertMatterAsk, row.id)
            assert mine is not None
            mine.parted_at = scene.now if mine.ask_id == asks[2].id else None

    await scene.pass_time(14)

    assert [each for each in await scene.all(Mention) if each.ask_id == asks[2].id]


async def test_the_first_answer_reaches_the_other_cards_once_and_in_one_form(
    scene: Outage,
) -> None:
    first, second, third = await three(scene)
    await one_matter(scene, first, second, third)

    await scene.reply("UDAN", first, FIRE)
    sent = await scene.send()

    for ask in (second, third):
        (said,) = reaching(sent, ask.asker)
        assert said == f"<@{ask.asker}> — Dan K. answered Maya R., who asks the same: {FIRE}"
    threads = {row.body["thread_ts"] for row in pick(sent, Act.POST)}
    assert {second.thread_ts, third.thread_ts} <= threads
    await scene.reply("UINES", second, "Fire near Ramona, about 24 hours.")
    assert reaching(await scene.send(), "UANN") == []


async def test_what_was_answered_before_it_was_known_to_be_one_matter_reaches_them_too(
    scene: Outage,
) -> None:
    first, second, third = asks = await three(scene)
    await scene.reply("UDAN", first, FIRE)
    assert reaching(await scene.send(), "UNICK") == []
    await one_matter(scene, *asks)

    for _ in range(2):
        async with scene.database.write() as session:
            ids = [each.id for each in asks]
            await scene.service.tell_known_answer(session, ids, scene.now)
    sent = await scene.send()

    for ask in (second, third):
        assert len(reaching(sent, ask.asker)) == 1


async def test_who_answers_while_their_own_question_waits_reads_no_copy_of_it(
    scene: Outage,
) -> None:
    first, second, third = await three(scene)
    await one_matter(scene, first, second, third)

    await scene.reply("UNICK", first, FIRE)
    sent = await scene.send()

    assert reaching(sent, "UNICK") == []
    assert len(reaching(sent, "UANN")) == 1


async def test_the_answer_of_another_card_can_be_said_to_have_worked(scene: Outage) -> None:
    first, second, _ = asks = await three(scene)
    await one_matter(scene, *asks)
    await scene.reply("UDAN", first, FIRE)
    await scene.send()
    (reply,) = await scene.replies()

    await scene.service.accept(scene.delivery(), who("UNICK"), second.id, reply.id, Pressed())

    settled = await scene.get(second)
    assert (settled.state, settled.helper) == (AskState.ACCEPTED, "UDAN")
    (card,) = [row for row in await scene.send() if row.part == "card"]
    assert "Fire near Ramona" in card.body["text"]
    assert (await scene.get(first)).state is AskState.OPEN


def told_there(rows: Sequence[OutboxRow], act: Act) -> dict[str, str]:
    """By the subjects of their threads, what tells an answer of another card."""
    named = [row for row in pick(rows, act) if row.part.startswith("there:")]
    return {row.subject: row.body["text"] for row in named}


async def test_an_answer_that_is_edited_is_edited_at_the_other_cards_too(scene: Outage) -> None:
    first, *others = asks = await three(scene)
    await one_matter(scene, *asks)
    said = await scene.reply("UDAN", first, FIRE)
    stood = told_there(await scene.send(), Act.POST)

    await scene.reply("UDAN", first, "Only their phones.", ts=said.ts, edited=scene.ts())
    sent = await scene.send()

    assert told_there(sent, Act.REPAINT) == {
        about: text.replace(FIRE, "Only their phones.") for about, text in stood.items()
    }
    assert set(stood) == {f"ask:{each.id}" for each in others}
    heard = {row.body["user"]: row.body["text"] for row in pick(sent, Act.WHISPER)}
    assert heard["UNICK"] == "Dan K. changed the answer: Only their phones."


async def test_an_answer_that_is_taken_back_does_not_stand_at_the_other_cards(
    scene: Outage,
) -> None:
    asks = await three(scene)
    await one_matter(scene, *asks)
    said = await scene.reply("UDAN", asks[0], FIRE)
    await scene.reply("UINES", asks[0], "Checking.")
    await scene.send()

    await scene.reply("UDAN", asks[0], "", ts=said.ts, deleted=True)

    there = told_there(await scene.send(), Act.REPAINT)
    assert list(there.values()) == ["Dan K. took this answer back."] * 2


async def test_an_edit_before_the_copies_stand_reaches_them(scene: Outage) -> None:
    asks = await three(scene)
    await one_matter(scene, *asks)
    said = await scene.reply("UDAN", asks[0], FIRE)

    await scene.reply("UDAN", asks[0], "Only their phones.", ts=said.ts, edited=scene.ts())

    there = told_there(await scene.send(), Act.REPAINT)
    assert len(there) == 2
    assert all("Only their phones." in text for text in there.values())


async def test_what_settled_another_card_is_corrected_there(scene: Outage) -> None:
    first, second, _ = asks = await three(scene)
    await one_matter(scene, *asks)
    said = await scene.reply("UDAN", first, FIRE)
    await scene.send()
    (reply,) = await scene.replies()
    await scene.service.accept(scene.delivery(), who("UNICK"), second.id, reply.id, Pressed())
    await scene.send()

    await scene.reply("UDAN", first, "Only their phones.", ts=said.ts, edited=scene.ts())
    sent = await scene.pass_time(1)

    (card,) = [each for each in sent if (each.subject, each.part) == (f"ask:{second.id}", "card")]
    assert "Only their phones." in card.body["text"]
    noted = [each.ask_id for each in await scene.all(Moment) if each.what == What.CORRECTED]
    assert noted == [second.id]


async def test_an_answered_or_settled_question_reads_no_other_answer(scene: Outage) -> None:
    first, second, third = asks = await three(scene)
    await one_matter(scene, *asks)
    await scene.reply("UINES", second, "Looking into it.")
    await scene.service.withdraw(scene.delivery(), who("UANN"), third.id, Pressed())
    await scene.send()

    await scene.reply("UDAN", first, FIRE)
    sent = await scene.send()

    assert reaching(sent, "UNICK") == reaching(sent, "UANN") == []
    there = [each for each in await scene.all(Moment) if each.what == What.ANSWERED_THERE]
    assert [each.ask_id for each in there] == [first.id, third.id]


async def test_every_reader_of_a_matter_reads_the_same_number(scene: Outage) -> None:
    first, *_ = asks = await three(scene)
    matter = await one_matter(scene, *asks)
    scene.sensor.first = first.id
    fourth, _ = await scene.joins("UBEA")
    async with scene.database.write() as session:
        session.add(AlertMatterAsk(matter_id=matter.id, ask_id=fourth.id))
    _, told = await scene.joins("UCARL")

    assert told is not None
    assert told.text.startswith("4 others ask the same.")
    await scene.service.claim(scene.delivery(), who("UDAN"), first.id, on_card(first))
    (card,) = [row for row in await scene.send() if row.part == "card"]
    assert "5 callers" in card.body["text"]
    followed = texts(pick(await scene.pass_time(70), Act.POST))
    assert any("5 callers by now" in text for text in followed)


async def test_who_asks_twice_is_one_caller(scene: Outage) -> None:
    await scene.first()
    await scene.joins("UNICK")
    await scene.joins("UNICK")

    _, told = await scene.joins("UANN")

    assert told is not None
    assert told.text.startswith("2 others ask the same.")


async def test_a_ladder_shared_with_nobody_asks_for_no_matter_twice(scene: Outage) -> None:
    """A matter with one card left is as any ask."""
    first, second, _ = asks = await three(scene)
    await one_matter(scene, *asks)
    for ask in (first, second):
        await scene.service.withdraw(scene.delivery(), who(ask.asker), ask.id, Pressed())
    scene.now = scene.now + timedelta(seconds=1)

    assert len(called(await scene.pass_time(20))) == 2
