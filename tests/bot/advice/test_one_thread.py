"""Forty reps, one question: who asks what many ask stands in the first one's thread."""

from datetime import timedelta
from typing import Any

import pytest

from bot.advice.facts import Due, What
from bot.text.kit import Card
from storage.advice import Ask, AskState, Moment
from storage.database import Database
from storage.outbox import Act, OutboxRow
from storage.pods import Member, Pod, Role
from storage.timers import Timer
from tests.bot.advice.alike import Outage, outage
from tests.bot.advice.scene import HOME, Scene, on_card, pick, texts, who
from tests.fakes import START


@pytest.fixture
async def scene(database: Database) -> Outage:
    return await outage(database)


def labels(card: Card | None) -> list[str]:
    """What can be pressed on it."""
    assert card is not None
    return [
        each["text"]["text"]
        for block in card.blocks
        if block["type"] == "actions"
        for each in block["elements"]
    ]


def calling(rows: list[OutboxRow], user: str) -> list[str]:
    return [text for text in texts(pick(rows, Act.POST)) if f"<@{user}>" in text]


async def test_who_asks_the_same_gets_no_card_and_no_ladder(scene: Outage) -> None:
    first = await scene.first()

    ask, told = await scene.joins()

    assert (ask.joined_to, ask.card_ts, ask.thread_ts) == (first.id, None, first.thread_ts)
    assert await scene.waiting() == []
    waits = {each.kind for each in await scene.all(Timer) if each.subject == f"ask:{ask.id}"}
    assert waits == {Due.LAPSE}
    assert told is not None
    assert told.text == "Maya R. asks the same. You are in that thread; the answer reaches you."
    assert labels(told) == ["Mine is different", "Call ended", "Open the thread"]
    assert first.thread_ts is not None
    assert first.thread_ts in str(told.blocks)


async def test_the_next_one_reads_how_many_they_are(scene: Outage) -> None:
    await scene.first()
    await scene.joins("UNICK")

    _, told = await scene.joins("UANN")

    assert told is not None
    assert told.text.startswith("2 others ask the same. You are in Maya R.'s thread")


async def test_those_of_a_minute_are_mentioned_in_one_message_once(scene: Outage) -> None:
    await scene.first()
    for user in ("UNICK", "UANN", "UBEA"):
        await scene.joins(user)

    first = await scene.pass_time(70)
    later = await scene.pass_time(70)

    (called,) = calling(first, "UNICK")
    assert called.startswith("<@UNICK> <@UANN> <@UBEA> — you ask the same")
    assert "4 callers" in called
    assert not any(calling(later, user) for user in ("UNICK", "UANN", "UBEA"))


async def test_forty_are_mentioned_in_two_messages(scene: Outage) -> None:
    await scene.first()
    users = [f"UNICK{number}" for number in range(40)]
    await add_reps(scene, users)
    for user in users:
        await scene.joins(user, sent=False)

    sent = await scene.pass_time(70)

    called = [text for text in texts(pick(sent, Act.POST)) if "you ask the same" in text]
    assert [text.count("<@") for text in called] == [20, 20]


async def add_reps(scene: Scene, users: list[str]) -> None:
    (home,) = [pod for pod in await scene.all(Pod) if pod.key == "sd"]
    async with scene.database.write() as session:
        for user in users:
            rep: dict[str, Any] = {"name": f"{user} Q.", "role": Role.REP, "skills": []}
            session.add(Member(team_id="T1", user=user, pod_id=home.id, **rep))


async def test_the_card_counts_its_callers_every_five_minutes_at_most(scene: Outage) -> None:
    await scene.first()
    for user in ("UNICK", "UANN"):
        await scene.joins(user)

    rows = await scene.pass_time(299)
    counted = [row for row in pick(rows, Act.REPAINT) if "callers" in row.body["text"]]

    assert {row.written_at for row in counted} == {START + timedelta(minutes=5)}
    assert "3 callers" in counted[-1].body["text"]
    assert "3 callers" in str(counted[-1].body["blocks"])


async def test_a_press_on_the_card_shows_the_count_at_once(scene: Outage) -> None:
    first = await scene.first()
    await scene.joins()

    await scene.service.claim(scene.delivery(), who("UDAN"), first.id, on_card(first))

    (repaint,) = pick(await scene.waiting(), Act.REPAINT)
    assert "2 callers" in repaint.body["text"]


async def test_the_first_answer_reaches_every_asker(scene: Outage) -> None:
    first = await scene.first()
    for user in ("UNICK", "UANN"):
        await scene.joins(user)

    await scene.reply("UDAN", first, "Fire near Ramona took two sites down.")
    sent = await scene.send()

    (answer,) = calling(sent, "UNICK")
    assert answer.startswith("<@UMAYA> <@UNICK> <@UANN> — Dan K.: Fire near Ramona")
    copies = {row.body["user"]: row.body["response_url"] for row in pick(sent, Act.WHISPER)}
    assert copies["UNICK"] == "https://hooks.test/UNICK"
    assert set(copies) == {"UMAYA", "UNICK", "UANN"}
    for ask in await scene.all(Ask):
        assert ask.first_reply_at is not None
        assert ask.told_at is not None


async def test_an_answer_of_the_form_reaches_every_asker(scene: Outage) -> None:
    first = await scene.first()
    await scene.joins()

    await scene.service.answer(scene.delivery(), who("UDAN"), first.id, "A fire.", "Two sites.")
    sent = await scene.send()

    assert calling(sent, "UNICK")[0].startswith("<@UMAYA> <@UNICK> — Dan K.: A fire.")


async def test_the_mentions_of_an_answer_are_bounded(scene: Outage) -> None:
    first = await scene.first()
    users = [f"UNICK{number}" for number in range(45)]
    await add_reps(scene, users)
    for user in users:
        await scene.joins(user, sent=False)
    await scene.send()

    await scene.reply("UDAN", first, "A fire.")
    sent = texts(pick(await scene.send(), Act.POST))

    assert [text.count("<@") for text in sent] == [20, 20, 6]
    assert all("Dan K.: A fire." in text for text in sent)


async def test_who_was_mentioned_by_the_answer_is_not_mentioned_again(scene: Outage) -> None:
    first = await scene.first()
    await scene.joins()
    await scene.reply("UDAN", first, "A fire.")

    assert len(calling(await scene.pass_time(120), "UNICK")) == 1


async def test_who_comes_after_the_answer_reads_it_at_once(scene: Outage) -> None:
    first = await scene.first()
    await scene.reply("UDAN", first, "A fire near Ramona.")
    await scene.send()
    scene.step(2)

    ask, told = await scene.joins()

    assert told is not None
    assert told.text == "Maya R. asked the same. Dan K. answered: A fire near Ramona."
    assert labels(told)[:3] == ["This worked", "Still need help", "Mine is different"]
    assert ask.told_at == scene.now
    assert ask.first_reply_at == ask.asked_at


async def test_who_comes_after_what_worked_reads_it_at_once(scene: Outage) -> None:
    first = await accepted(scene)

    ask, told = await scene.joins()

    assert ask.joined_to == first.id
    assert told is not None
    assert "Dan K. answered: A fire near Ramona." in told.text


async def accepted(scene: Outage) -> Ask:
    first = await scene.first()
    await scene.reply("UDAN", first, "A fire near Ramona.")
    await scene.send()
    (reply,) = await scene.replies()
    await scene.service.accept(scene.delivery(), who("UMAYA"), first.id, reply.id, on_card(first))
    await scene.send()
    return first


@pytest.mark.parametrize("how", ["withdraw", "not_a_question", "nothing_owed"])
async def test_nobody_joins_what_is_over_without_an_answer(scene: Outage, how: str) -> None:
    first = await scene.first()
    await getattr(scene.service, how)(scene.delivery(), who("UMAYA"), first.id, on_card(first))

    ask, told = await scene.joins()

    assert (ask.joined_to, told) == (None, None)
    assert ask.card_ts is not None


async def test_this_worked_on_the_shared_message_is_said_of_ones_own(scene: Outage) -> None:
    first = await scene.first()
    ask, _ = await scene.joins()
    await scene.reply("UDAN", first, "A fire near Ramona.")
    await scene.send()
    (reply,) = await scene.replies()

    told = await scene.service.accept(
        scene.delivery(), who("UNICK"), first.id, reply.id, on_card(first)
    )

    mine = await scene.get(ask)
    assert (mine.state, mine.helper) == (AskState.ACCEPTED, "UDAN")
    assert mine.accepted_reply_id == reply.id
    assert (await scene.get(first)).state is AskState.OPEN
    assert told is not None
    assert told.text == "You said that this worked. The question is settled."


async def test_thanks_in_the_thread_are_those_of_whoever_said_them(scene: Outage) -> None:
    first = await scene.first()
    ask, _ = await scene.joins()
    await scene.reply("UDAN", first, "A fire near Ramona.")
    await scene.send()
    scene.step(5)

    await scene.reply("UNICK", first, "thanks!")

    assert (await scene.get(ask)).state is AskState.ACCEPTED
    assert (await scene.get(first)).state is AskState.OPEN


async def test_a_mark_is_that_of_whoever_set_it(scene: Outage) -> None:
    first = await scene.first()
    ask, _ = await scene.joins()
    said = await scene.reply("UDAN", first, "A fire near Ramona.")
    await scene.send()

    await scene.service.note_mark(scene.delivery(), who("UNICK"), HOME, said.ts, True)

    assert (await scene.get(ask)).state is AskState.ACCEPTED
    assert (await scene.get(first)).state is AskState.OPEN


async def test_what_an_asker_adds_is_nobodys_answer(scene: Outage) -> None:
    first = await scene.first()
    await scene.joins()
    scene.step(1)

    await scene.reply("UNICK", first, "Mine is in Julian.")

    assert calling(await scene.send(), "UMAYA") == []
    assert (await scene.get(first)).first_reply_at is None


async def test_when_it_worked_for_the_first_the_others_are_asked_gently(scene: Outage) -> None:
    first = await scene.first()
    ask, _ = await scene.joins()
    await scene.reply("UDAN", first, "A fire near Ramona.")
    await scene.send()
    (reply,) = await scene.replies()

    await scene.service.accept(scene.delivery(), who("UMAYA"), first.id, reply.id, on_card(first))
    sent = await scene.send()

    (whisper,) = pick(sent, Act.WHISPER)
    assert whisper.body["user"] == "UNICK"
    assert whisper.body["text"] == "Dan K.'s answer worked for Maya R.; did it for you, too?"
    assert pick(sent, Act.POST) == []
    assert (await scene.get(ask)).state is AskState.OPEN


async def test_another_answer_that_worked_reaches_those_who_had_the_first(scene: Outage) -> None:
    first = await scene.first()
    await scene.joins()
    await scene.reply("UDAN", first, "Their phones?")
    await scene.send()
    scene.step(5)
    await scene.reply("UINES", first, "A fire near Ramona.")
    await scene.send()
    newest = next(each for each in await scene.replies() if each.author == "UINES")

    await scene.service.accept(scene.delivery(), who("UMAYA"), first.id, newest.id, on_card(first))

    (told,) = calling(await scene.send(), "UNICK")
    assert told == "<@UNICK> — Ines V.'s answer worked for Maya R.: A fire near Ramona."


async def test_still_need_help_calls_more_people_for_the_first(scene: Outage) -> None:
    first = await scene.first()
    ask, _ = await scene.joins()
    await scene.reply("UDAN", first, "A fire near Ramona.")
    await scene.send()

    await scene.service.still_need_help(scene.delivery(), who("UNICK"), ask.id, on_card(first))
    sent = await scene.pass_time(25)

    assert any("a customer is waiting" in text for text in texts(sent))
    assert (await scene.get(ask)).joined_to == first.id


async def test_still_need_help_after_the_first_is_over_gives_a_card(scene: Outage) -> None:
    await accepted(scene)
    ask, _ = await scene.joins()

    told = await scene.service.still_need_help(scene.delivery(), who("UNICK"), ask.id, on_card(ask))
    await scene.send()

    mine = await scene.get(ask)
    assert (mine.joined_to, mine.card_ts is not None) == (None, True)
    assert told is not None
    assert "card of its own" in told.text


async def moments(scene: Scene, ask: Ask) -> list[str]:
    return [each.what for each in await scene.all(Moment) if each.ask_id == ask.id]


async def test_joining_stands_in_the_timeline(scene: Outage) -> None:
    await scene.first()
    ask, _ = await scene.joins()
    await scene.pass_time(70)

    assert await moments(scene, ask) == [What.ASKED, What.JOINED, What.FOLLOWS]
