"""Those who share a thread when the first ask is over, and "Mine is different"."""

from datetime import timedelta

import pytest

from bot.advice.facts import Due, Said
from bot.errors import AlreadyHandled
from storage.advice import LIVE, Ask, AskState, CallState
from storage.database import Database
from storage.outbox import Act
from storage.timers import Timer
from tests.bot.advice.alike import Outage, outage
from tests.bot.advice.scene import BOT, HOME, THERE, on_card, pick, texts, who
from tests.fakes import START


@pytest.fixture
async def scene(database: Database) -> Outage:
    return await outage(database)


async def three(scene: Outage) -> tuple[Ask, Ask, Ask]:
    """Maya asks; Nick and Ann ask the same."""
    first = await scene.first()
    nick, _ = await scene.joins("UNICK")
    scene.step(1)
    ann, _ = await scene.joins("UANN")
    return first, nick, ann


async def waits_for(scene: Outage, ask: Ask) -> set[str]:
    timers = [each for each in await scene.all(Timer) if each.subject == f"ask:{ask.id}"]
    return {each.kind for each in timers if each.done_at is None}


async def check_goes_on(scene: Outage, nick: Ask, ann: Ask) -> None:
    """Nick has a card and a ladder now, and Ann stands in his thread."""
    await scene.send()
    new, other = await scene.get(nick), await scene.get(ann)
    assert new.joined_to is None
    assert new.card_ts is not None
    assert Due.RUNG in await waits_for(scene, new)
    assert (other.joined_to, other.card_ts) == (new.id, None)
    assert other.thread_ts == new.thread_ts
    assert await waits_for(scene, other) == {Due.LAPSE}


@pytest.mark.parametrize("how", ["withdraw", "not_a_question", "nothing_owed", "different"])
async def test_when_the_first_is_over_the_oldest_gets_a_card(scene: Outage, how: str) -> None:
    first, nick, ann = await three(scene)

    await getattr(scene.service, how)(scene.delivery(), who("UMAYA"), first.id, on_card(first))

    said = texts(pick(await scene.waiting(), Act.POST))
    assert sum("<@UNICK> · on the line" in text for text in said) == 1
    assert "Nick Q. still asks this. It goes on at the new card in the channel." in said
    await check_goes_on(scene, nick, ann)
    answered = await scene.get(nick)
    await scene.reply("UDAN", answered, "A fire.")
    assert any(text.startswith("<@UNICK> <@UANN> — ") for text in texts(await scene.send()))


async def test_when_the_firsts_message_is_deleted_the_oldest_gets_a_card(scene: Outage) -> None:
    ts = scene.ts()
    said = Said(HOME, ts, None, f"<@{BOT}> No service in Ramona?", mentions_bot=True)
    await scene.service.note_message(scene.delivery(), who("UMAYA"), said)
    await scene.send()
    (first,) = await scene.all(Ask)
    scene.sensor.first = first.id
    scene.step(1)
    nick, _ = await scene.joins("UNICK")
    ann, _ = await scene.joins("UANN")

    gone = Said(HOME, ts, None, "", deleted=True)
    await scene.service.note_message(scene.delivery(), who("UMAYA"), gone)

    await check_goes_on(scene, nick, ann)


async def test_when_the_first_goes_quiet_those_who_asked_since_go_on(scene: Outage) -> None:
    first = await scene.first()
    nick, _ = await scene.joins("UNICK")
    await scene.pass_time(15 * 60)
    ann, _ = await scene.joins("UANN")
    await scene.service.change_call_state(
        scene.delivery(), who("UANN"), ann.id, CallState.ON_HOLD, on_card(ann)
    )

    await scene.pass_time(19 * 60)
    assert (await scene.get(first)).state in LIVE
    await scene.pass_time(2 * 60)

    assert (await scene.get(first)).state is AskState.LAPSED
    assert {(await scene.get(each)).state for each in (nick, ann)} == {AskState.LAPSED}


async def test_who_is_told_of_an_answer_stays_when_the_first_is_over(scene: Outage) -> None:
    first, nick, ann = await three(scene)
    await scene.reply("UDAN", first, "A fire near Ramona.")
    await scene.send()
    (reply,) = await scene.replies()

    await scene.service.nothing_owed(scene.delivery(), who("UMAYA"), first.id, on_card(first))

    assert (await scene.get(nick)).joined_to == (await scene.get(ann)).joined_to == first.id
    await scene.service.accept(scene.delivery(), who("UNICK"), nick.id, reply.id, on_card(first))
    assert (await scene.get(nick)).state is AskState.ACCEPTED


async def test_the_claim_goes_on_with_the_question(scene: Outage) -> None:
    first, nick, _ = await three(scene)
    await scene.service.claim(scene.delivery(), who("UDAN"), first.id, on_card(first))

    await scene.service.nothing_owed(scene.delivery(), who("UMAYA"), first.id, on_card(first))

    new = await scene.get(nick)
    assert (new.state, new.claimed_by) == (AskState.CLAIMED, "UDAN")
    said = texts(pick(await scene.waiting(), Act.POST))
    assert any(text.startswith("<@UDAN> — Nick Q. still asks this") for text in said)


async def test_mine_is_different_gives_a_card_and_a_ladder(scene: Outage) -> None:
    first, nick, ann = await three(scene)

    told = await scene.service.different(scene.delivery(), who("UNICK"), nick.id, on_card(nick))
    await scene.send()

    assert told is not None
    assert told.text == "Your question has a card of its own now, and the pod is being asked."
    mine = await scene.get(nick)
    assert (mine.joined_to, mine.card_ts is not None) == (None, True)
    assert Due.RUNG in await waits_for(scene, mine)
    assert (await scene.get(ann)).joined_to == first.id
    assert scene.sensor.apart == [nick.id]
    await scene.reply("UDAN", first, "A fire.")
    assert not any("<@UNICK>" in text for text in texts(await scene.send()))


async def test_mine_is_different_pressed_twice_parts_once(scene: Outage) -> None:
    _, nick, _ = await three(scene)
    for _ in range(2):
        told = await scene.service.different(scene.delivery(), who("UNICK"), nick.id, on_card(nick))

    assert told is not None
    cards = [r for r in await scene.waiting() if r.part == "card" and r.act is Act.POST]
    assert len(cards) == 1
    assert scene.sensor.apart == [nick.id]


async def test_mine_is_different_on_the_firsts_card_is_said_of_ones_own(scene: Outage) -> None:
    first, nick, _ = await three(scene)

    await scene.service.different(scene.delivery(), who("UNICK"), first.id, on_card(first))

    assert (await scene.get(nick)).joined_to is None
    assert scene.sensor.apart == [nick.id]


async def test_ending_the_first_twice_promotes_once(scene: Outage) -> None:
    first, nick, ann = await three(scene)
    delivery = scene.delivery()
    await scene.service.withdraw(delivery, who("UMAYA"), first.id, on_card(first))
    with pytest.raises(AlreadyHandled):
        await scene.service.withdraw(delivery, who("UMAYA"), first.id, on_card(first))
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), first.id, on_card(first))

    await check_goes_on(scene, nick, ann)
    cards = [r for r in await scene.all_rows() if r.part == "card" and r.act is Act.POST]
    assert len(cards) == 2


async def test_who_took_theirs_back_is_not_promoted(scene: Outage) -> None:
    first, nick, ann = await three(scene)
    await scene.service.withdraw(scene.delivery(), who("UNICK"), nick.id, on_card(nick))

    await scene.service.withdraw(scene.delivery(), who("UMAYA"), first.id, on_card(first))
    await scene.send()

    assert (await scene.get(ann)).card_ts is not None
    assert (await scene.get(nick)).state is AskState.WITHDRAWN


async def test_a_card_that_stands_late_is_the_thread_of_all(scene: Outage) -> None:
    first = await scene.first(sent=False)
    nick, _ = await scene.joins("UNICK", sent=False)
    assert nick.thread_ts is None

    await scene.send()

    stands = await scene.get(first)
    assert (await scene.get(nick)).thread_ts == stands.thread_ts == stands.card_ts
    assert stands.card_ts is not None


async def test_a_call_back_of_the_first_slows_nobody_down(scene: Outage) -> None:
    """The others have a customer on the line: the ladder goes on as for them."""
    first, *_ = await three(scene)
    at = scene.now + timedelta(hours=3)
    await scene.service.promise_call_back(scene.delivery(), who("UMAYA"), first.id, at)

    sent = await scene.pass_time(70)

    called = [text for text in texts(sent) if "a customer is waiting" in text]
    assert any("<@UCARA>" in text or "<@UCOLE>" in text for text in called)


async def test_a_joined_call_back_is_reminded_of_as_any_other(scene: Outage) -> None:
    _, nick, _ = await three(scene)
    at = scene.now + timedelta(minutes=40)
    await scene.service.promise_call_back(scene.delivery(), who("UNICK"), nick.id, at)

    sent = await scene.pass_time(31 * 60)

    assert any(row.channel == "UNICK" and "call-back" in row.body["text"] for row in sent)


async def test_a_form_opened_on_the_shared_card_is_of_ones_own_ask(scene: Outage) -> None:
    first, nick, _ = await three(scene)

    view = await scene.service.call_ended_form(who("UNICK"), first.id, scene.now)

    assert str(nick.id) in view["private_metadata"]


async def test_home_lists_it_among_ones_own_and_offers_it_to_no_helper(scene: Outage) -> None:
    first, nick, _ = await three(scene)

    mine = str(await scene.service.home_section(who("UNICK")))
    theirs = str(await scene.service.home_section(who("UDAN")))

    assert str(nick.id) in mine
    assert "Mine is different" in mine
    assert first.thread_ts is not None
    assert first.thread_ts in mine
    assert str(nick.id) not in theirs
    assert str(first.id) in theirs


async def test_an_answer_from_the_overflow_pod_reaches_every_asker(scene: Outage) -> None:
    first, *_ = await three(scene)
    await scene.pass_time(400)
    there = await scene.get(first)
    assert there.overflow_thread_ts is not None

    await scene.reply("UOLGA", first, "A fire.", channel=THERE, thread_ts=there.overflow_thread_ts)

    (told,) = [text for text in texts(await scene.send()) if "<@UNICK>" in text]
    assert told.startswith("<@UMAYA> <@UNICK> <@UANN> — Olga D. from Detroit: A fire.")


async def test_whoever_is_promoted_goes_to_the_overflow_pod_where_the_first_did(
    scene: Outage,
) -> None:
    first, nick, _ = await three(scene)
    await scene.pass_time(400)

    await scene.service.withdraw(scene.delivery(), who("UMAYA"), first.id, on_card(first))
    await scene.send()

    assert (await scene.get(nick)).overflow_thread_ts is not None


async def test_changes_are_told_to_the_sensor(scene: Outage) -> None:
    first, nick, _ = await three(scene)
    await scene.service.claim(scene.delivery(), who("UDAN"), first.id, on_card(first))
    assert scene.sensor.heard == []

    edit = ("No bars in Julian", None, None)
    await scene.service.edit(scene.delivery(), who("UNICK"), nick.id, *edit)
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), first.id, on_card(first))
    await scene.service.unaccept(scene.delivery(), who("UMAYA"), first.id, on_card(first))

    assert scene.sensor.heard == [nick.id, first.id, first.id]
    assert scene.now > START


async def test_who_has_the_card_by_now_may_still_say_that_theirs_is_different(
    scene: Outage,
) -> None:
    first, nick, ann = await three(scene)
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), first.id, on_card(first))

    for _ in range(2):
        await scene.service.different(scene.delivery(), who("UNICK"), nick.id, on_card(nick))
    await scene.send()

    assert scene.sensor.apart == [nick.id]
    alone = await scene.get(ann)
    assert (alone.joined_to, alone.card_ts is not None) == (None, True)


async def test_where_nobody_shares_the_thread_only_the_sensor_hears(scene: Outage) -> None:
    ask = await scene.ask()

    for _ in range(2):
        told = await scene.service.different(scene.delivery(), who("UMAYA"), ask.id, on_card(ask))

    assert told is not None
    assert scene.sensor.apart == [ask.id]
    assert pick(await scene.send(), Act.POST) == []


async def test_a_mention_that_joined_is_edited_and_deleted_as_any_other(scene: Outage) -> None:
    first = await scene.first()
    ts = scene.ts()
    for words, edited in (("No service?", None), ("No bars?", f"{float(ts) + 9:.6f}")):
        said = Said(HOME, ts, None, f"<@{BOT}> {words}", edited, mentions_bot=True)
        await scene.service.note_message(scene.delivery(), who("UNICK"), said)
    nick = next(each for each in await scene.all(Ask) if each.asker == "UNICK")
    assert (nick.question, nick.joined_to) == ("No bars?", first.id)

    below = Said(HOME, scene.ts(), ts, "A fire near Ramona.")
    await scene.service.note_message(scene.delivery(), who("UDAN"), below)
    (answer,) = await scene.replies()
    assert answer.ask_id == first.id

    gone = Said(HOME, ts, None, "", deleted=True)
    await scene.service.note_message(scene.delivery(), who("UNICK"), gone)

    assert (await scene.get(nick)).state is AskState.WITHDRAWN
    assert (await scene.get(first)).state is AskState.OPEN
    assert scene.sensor.heard == [nick.id, nick.id]


async def test_who_still_was_there_when_the_first_went_quiet_gets_a_card(scene: Outage) -> None:
    first, nick, ann = await three(scene)
    await scene.pass_time(10 * 60)
    await scene.service.change_call_state(
        scene.delivery(), who("UNICK"), nick.id, CallState.ON_HOLD, on_card(nick)
    )

    await scene.pass_time(11 * 60)

    assert (await scene.get(first)).state is AskState.LAPSED
    assert (await scene.get(ann)).state is AskState.LAPSED
    goes_on = await scene.get(nick)
    assert (goes_on.state, goes_on.joined_to) == (AskState.OPEN, None)
    assert goes_on.card_ts is not None


async def test_what_is_said_in_the_thread_keeps_those_who_joined_from_going_quiet(
    scene: Outage,
) -> None:
    first, nick, _ = await three(scene)
    await scene.reply("UDAN", first, "A fire near Ramona.")
    for _ in range(3):
        await scene.pass_time(15 * 60)
        await scene.reply("UDAN", first, "Still burning.")

    assert (await scene.get(first)).state in LIVE
    assert (await scene.get(nick)).state in LIVE
