"""What says that an answer worked, and what takes it back."""

import pytest

from bot.advice.errors import AlreadySettled, OnlyTheAskerOrACoach, Stale, TooLateToUndo
from bot.advice.facts import Pressed, Said, What
from storage.advice import AcceptedVia, Ask, AskState, Moment, Reply
from storage.ids import new_id
from storage.outbox import Act
from tests.bot.advice.scene import BOT, HOME, Scene, pick, pressed_on, who


async def answered(scene: Scene, text: str = "Two sites are down.") -> tuple[Ask, Reply]:
    """An ask that Dan answered."""
    ask = await scene.ask()
    scene.step(10)
    await scene.reply("UDAN", ask, text)
    await scene.send()
    (reply,) = await scene.replies()
    return ask, reply


async def test_a_coach_may_say_that_it_worked_and_a_colleague_may_not(scene: Scene) -> None:
    ask, reply = await answered(scene)

    with pytest.raises(OnlyTheAskerOrACoach):
        await scene.service.accept(scene.delivery(), who("UINES"), ask.id, reply.id, Pressed())
    await scene.service.accept(scene.delivery(), who("UCARA"), ask.id, reply.id, Pressed())

    assert (await scene.get(ask)).state is AskState.ACCEPTED


async def test_saying_twice_that_it_worked_changes_nothing(scene: Scene) -> None:
    ask, reply = await answered(scene)
    await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, Pressed())
    before = await scene.get(ask)
    scene.step(2)

    await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, Pressed())

    assert await scene.get(ask) == before
    accepted = [each for each in await scene.all(Moment) if each.what == What.ACCEPTED]
    assert [(each.who, each.detail) for each in accepted] == [("UMAYA", "UDAN")]


async def test_on_a_settled_ask_this_worked_says_so_whoever_presses_it(scene: Scene) -> None:
    ask, reply = await answered(scene)
    await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, Pressed())
    await scene.pass_time(11)

    with pytest.raises(AlreadySettled):
        await scene.service.accept(scene.delivery(), who("UINES"), ask.id, reply.id, Pressed())
    told = await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, Pressed())

    assert told is not None
    assert "settled already" in told.text


async def test_an_answer_of_another_ask_cannot_be_accepted(scene: Scene) -> None:
    ask, _ = await answered(scene)

    with pytest.raises(Stale):
        await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, new_id(), Pressed())


async def test_the_askers_mark_on_an_answer_accepts_it(scene: Scene) -> None:
    ask, reply = await answered(scene)

    await scene.service.note_mark(scene.delivery(), who("UMAYA"), HOME, reply.ts, True)

    ask = await scene.get(ask)
    assert (ask.state, ask.accepted_via, ask.helper) == (
        AskState.ACCEPTED,
        AcceptedVia.MARK,
        "UDAN",
    )
    assert {row.act for row in await scene.waiting()} == {Act.REPAINT}


async def test_the_askers_mark_on_podlines_mention_of_the_answer_counts_too(scene: Scene) -> None:
    ask, _ = await answered(scene)
    (reply,) = await scene.replies()
    assert reply.copy_ts is not None

    await scene.service.note_mark(scene.delivery(), who("UMAYA"), HOME, reply.copy_ts, True)

    assert (await scene.get(ask)).accepted_reply_id == reply.id


async def test_the_askers_mark_on_the_card_accepts_the_last_answer(scene: Scene) -> None:
    ask, _ = await answered(scene)
    scene.step(10)
    await scene.reply("UINES", ask, "Crews are on site.")
    scene.step(10)
    await scene.send()

    await scene.service.note_mark(scene.delivery(), who("UMAYA"), HOME, str(ask.card_ts), True)
    assert (await scene.get(ask)).helper == "UINES"
    await scene.service.note_mark(scene.delivery(), who("UMAYA"), HOME, str(ask.card_ts), False)

    assert (await scene.get(ask)).state is AskState.OPEN


async def test_the_askers_mark_on_their_own_mention_accepts_the_last_answer(scene: Scene) -> None:
    root = scene.ts()
    said = Said(HOME, root, None, f"<@{BOT}> no service in Ramona, why?", mentions_bot=True)
    await scene.service.note_message(scene.delivery(), who("UMAYA"), said)
    await scene.send()
    (ask,) = await scene.all(Ask)
    scene.step(10)
    await scene.reply("UDAN", ask, "Two sites are down.")
    scene.step(10)

    await scene.service.note_mark(scene.delivery(), who("UMAYA"), HOME, root, True)

    assert (await scene.get(ask)).helper == "UDAN"


async def test_a_mark_on_a_card_without_answers_accepts_nothing_later_either(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.note_mark(scene.delivery(), who("UMAYA"), HOME, str(ask.card_ts), True)
    scene.step(10)

    await scene.reply("UDAN", ask, "Two sites are down.")

    assert (await scene.get(ask)).state is AskState.OPEN


async def test_an_answer_that_was_taken_back_is_not_accepted_by_an_old_button(scene: Scene) -> None:
    ask, reply = await answered(scene)
    await scene.reply("UDAN", ask, "", ts=reply.ts, deleted=True)

    with pytest.raises(Stale):
        await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, Pressed())


async def test_once_it_worked_the_mention_of_the_answer_loses_its_buttons(scene: Scene) -> None:
    ask, reply = await answered(scene)
    pressed = await pressed_on(scene, ask, "copy:")

    await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, pressed)

    (repaint,) = [row for row in await scene.waiting() if row.part.startswith("copy:")]
    assert repaint.body["response_url"] == pressed.response_url
    assert "actions" not in str(repaint.body["blocks"])


async def test_a_colleagues_mark_accepts_nothing(scene: Scene) -> None:
    ask, reply = await answered(scene)

    await scene.service.note_mark(scene.delivery(), who("UINES"), HOME, reply.ts, True)

    assert (await scene.get(ask)).state is AskState.OPEN


async def test_taking_the_mark_off_opens_the_ask_again(scene: Scene) -> None:
    ask, reply = await answered(scene)
    await scene.service.note_mark(scene.delivery(), who("UMAYA"), HOME, reply.ts, True)

    await scene.service.note_mark(scene.delivery(), who("UMAYA"), HOME, reply.ts, False)

    ask = await scene.get(ask)
    assert (ask.state, ask.helper, ask.settled_at) == (AskState.OPEN, None, None)


@pytest.mark.parametrize("thanks", ["thanks!", "Gracias", "thank you so much"])
async def test_the_askers_thanks_accept_the_last_answer_for_now(scene: Scene, thanks: str) -> None:
    ask, reply = await answered(scene)
    scene.step(5)

    await scene.reply("UMAYA", ask, thanks)

    ask = await scene.get(ask)
    assert (ask.state, ask.accepted_via) == (AskState.ACCEPTED, AcceptedVia.THANKS)
    assert ask.accepted_reply_id == reply.id
    (repaint,) = [row for row in await scene.waiting() if row.part == "card"]
    assert "Undo" in str(repaint.body["blocks"])


async def test_thanks_before_any_answer_settle_nothing(scene: Scene) -> None:
    ask = await scene.ask()

    await scene.reply("UMAYA", ask, "thanks!")

    assert (await scene.get(ask)).state is AskState.OPEN


async def test_a_colleagues_thanks_settle_nothing(scene: Scene) -> None:
    ask, _ = await answered(scene)
    scene.step(5)

    await scene.reply("UINES", ask, "thanks!")

    assert (await scene.get(ask)).state is AskState.OPEN


async def test_what_was_undone_is_not_accepted_by_the_same_thanks_again(scene: Scene) -> None:
    ask, _ = await answered(scene)
    scene.step(5)
    await scene.reply("UMAYA", ask, "thanks!")
    scene.step(5)

    await scene.service.unaccept(scene.delivery(), who("UMAYA"), ask.id, Pressed())
    await scene.reply("UINES", ask, "Crews are there.")

    assert (await scene.get(ask)).state is AskState.OPEN


async def test_undo_comes_too_late_after_ten_seconds(scene: Scene) -> None:
    ask, reply = await answered(scene)
    await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, Pressed())
    scene.step(10)

    with pytest.raises(TooLateToUndo):
        await scene.service.unaccept(scene.delivery(), who("UMAYA"), ask.id, Pressed())


async def test_undone_the_ladder_goes_on_where_it_was(scene: Scene) -> None:
    ask, reply = await answered(scene)
    before = await scene.due()
    await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, Pressed())
    scene.step(2)

    await scene.service.unaccept(scene.delivery(), who("UMAYA"), ask.id, Pressed())

    assert await scene.due() == before


async def test_what_was_withdrawn_cannot_be_accepted(scene: Scene) -> None:
    ask, reply = await answered(scene)
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), ask.id, Pressed())

    with pytest.raises(AlreadySettled):
        await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, Pressed())


async def test_an_ask_that_went_quiet_can_still_be_accepted(scene: Scene) -> None:
    ask, reply = await answered(scene)
    await scene.pass_time(25 * 60)
    assert (await scene.get(ask)).state is AskState.LAPSED

    await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, Pressed())

    assert (await scene.get(ask)).state is AskState.ACCEPTED


async def test_settling_says_nothing_to_anybody(scene: Scene) -> None:
    ask, reply = await answered(scene)

    await scene.service.accept(scene.delivery(), who("UMAYA"), ask.id, reply.id, Pressed())
    said = await scene.pass_time(60)

    assert pick(said, Act.POST) == []
    assert pick(said, Act.WHISPER) == []
