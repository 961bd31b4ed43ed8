"""Claims: one at a time, asked after a minute, back after two."""

import asyncio
from datetime import timedelta

import pytest

from bot.advice.errors import (
    AlreadySettled,
    AlreadyTaken,
    NotYourPod,
    OnlyTheClaimer,
    OwnAsk,
    Stale,
)
from bot.advice.facts import Pressed, What
from bot.pods.errors import NoPod
from storage.advice import AskState, Moment
from storage.ids import new_id
from storage.outbox import Act
from storage.pods import Member
from tests.bot.advice.scene import HOME, THERE, Scene, on_card, pick, pressed_on, texts, who


async def test_of_two_at_once_one_wins_and_the_other_is_told_who(scene: Scene) -> None:
    ask = await scene.ask()
    scene.step(4)

    results = await asyncio.gather(
        *(
            scene.service.claim(scene.delivery(), who(user), ask.id, Pressed())
            for user in ("UDAN", "UINES")
        ),
        return_exceptions=True,
    )

    (lost,) = (each for each in results if isinstance(each, AlreadyTaken))
    winner = (await scene.get(ask)).claimed_by_name
    assert winner in ("Dan K.", "Ines V.")
    assert str(winner) in lost.sentence
    moments = [each for each in await scene.all(Moment) if each.what == What.CLAIMED]
    assert len(moments) == 1


async def test_whoever_comes_later_hears_how_long_ago_it_was_taken(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    scene.step(4)

    with pytest.raises(AlreadyTaken, match=r"Dan K\. took this 4 seconds ago"):
        await scene.service.claim(scene.delivery(), who("UINES"), ask.id, on_card(ask))


async def test_pressing_twice_changes_nothing_and_says_nothing(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    before = await scene.get(ask)
    scene.step(3)

    told = await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())

    assert told is None
    assert await scene.get(ask) == before


async def test_after_a_minute_the_claimer_is_mentioned_in_the_thread(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    await scene.send()

    assert await scene.pass_time(59) == []
    (post,) = await scene.pass_time(1)

    assert (post.act, post.channel, post.body["thread_ts"]) == (Act.POST, HOME, ask.thread_ts)
    assert "<@UDAN>" in post.body["text"]


async def test_a_claimer_of_the_overflow_pod_is_asked_in_its_own_thread(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.pass_time(120)
    await scene.service.claim(scene.delivery(), who("UOLGA"), ask.id, Pressed())
    await scene.send()

    (post,) = await scene.pass_time(60)

    assert (post.channel, "<@UOLGA>" in post.body["text"]) == (THERE, True)


@pytest.mark.parametrize("way", ["more_time", "release"])
async def test_the_question_whether_the_claim_stands_is_answered_once(
    scene: Scene, way: str
) -> None:
    ask = await scene.ask()
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    await scene.pass_time(60)
    pressed = await pressed_on(scene, ask, "check:")

    await getattr(scene.service, way)(scene.delivery(), who("UDAN"), ask.id, pressed)

    (repaint,) = [row for row in await scene.waiting() if row.part.startswith("check:")]
    assert repaint.body["response_url"] == pressed.response_url
    assert "actions" not in str(repaint.body["blocks"])


async def test_after_two_minutes_the_claim_falls_back_to_the_pod(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    await scene.send()

    said = await scene.pass_time(119)
    assert (await scene.get(ask)).state is AskState.CLAIMED
    said += await scene.pass_time(1)

    ask = await scene.get(ask)
    assert (ask.state, ask.claimed_by) == (AskState.OPEN, None)
    (card,) = [row for row in said if row.part == "card"]
    assert "is on it" not in card.body["text"]
    posts = texts(pick(said, Act.POST))
    assert [post for post in posts if "UDAN" not in post and "a customer is" not in post] == []


async def test_two_more_minutes_are_two_minutes_from_the_press(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    await scene.pass_time(70)

    await scene.service.more_time(scene.delivery(), who("UDAN"), ask.id, Pressed())

    assert (await scene.get(ask)).claimed_until == scene.now + timedelta(minutes=2)
    (card,) = [row for row in await scene.waiting() if row.part == "card"]
    assert "Dan until <!date^" in str(card.body["blocks"])
    await scene.pass_time(119)
    assert (await scene.get(ask)).state is AskState.CLAIMED


@pytest.mark.parametrize("form", [True, False])
async def test_a_claimer_who_answered_keeps_the_claim_until_the_ask_lapses(
    scene: Scene, form: bool
) -> None:
    ask = await scene.ask()
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    scene.step(20)
    if form:
        await scene.service.answer(scene.delivery(), who("UDAN"), ask.id, "Two sites are down.", "")
    else:
        await scene.reply("UDAN", ask, "Fire near Ramona took two sites down.")
    await scene.send()

    assert await scene.pass_time(19 * 60) == []
    assert (await scene.get(ask)).claimed_by == "UDAN"
    await scene.pass_time(61)

    ask = await scene.get(ask)
    assert (ask.state, ask.claimed_by) == (AskState.LAPSED, None)


async def test_more_time_after_an_answer_lets_no_claim_fall_back(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    await scene.reply("UDAN", ask, "Looking it up.")

    await scene.service.more_time(scene.delivery(), who("UDAN"), ask.id, Pressed())
    await scene.pass_time(300)

    assert (await scene.get(ask)).claimed_by == "UDAN"


async def test_an_answer_that_did_not_help_ends_the_claim_and_the_ladder_goes_on(
    scene: Scene,
) -> None:
    ask = await scene.ask()
    await scene.service.claim(scene.delivery(), who("UINES"), ask.id, Pressed())
    scene.step(20)
    await scene.reply("UINES", ask, "Did they restart the phone?")
    await scene.pass_time(300)

    await scene.service.still_need_help(scene.delivery(), who("UMAYA"), ask.id, Pressed())
    await scene.tick()

    (call,) = [text for text in texts(await scene.send()) if "a customer" in text]
    assert (await scene.get(ask)).state is AskState.OPEN
    assert "UINES" not in call


async def test_still_needing_help_leaves_the_claim_of_whoever_has_not_answered_yet(
    scene: Scene,
) -> None:
    ask = await scene.ask()
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    await scene.reply("UINES", ask, "Did they restart the phone?")

    await scene.service.still_need_help(scene.delivery(), who("UMAYA"), ask.id, Pressed())

    assert (await scene.get(ask)).claimed_by == "UDAN"


@pytest.mark.parametrize("given_back", [True, False])
async def test_whoever_had_it_and_let_it_go_is_not_called_for_it(
    scene: Scene, given_back: bool
) -> None:
    ask = await scene.ask()
    await scene.service.claim(scene.delivery(), who("UINES"), ask.id, Pressed())
    if given_back:
        await scene.service.release(scene.delivery(), who("UINES"), ask.id, Pressed())

    said = await scene.pass_time(200)

    calls = [text for text in texts(pick(said, Act.POST)) if "a customer" in text]
    assert len(calls) >= 2
    assert "UINES" not in str(calls)


async def test_only_the_claimer_the_asker_or_a_coach_moves_a_claim(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())

    with pytest.raises(OnlyTheClaimer, match="Dan"):
        await scene.service.release(scene.delivery(), who("UINES"), ask.id, Pressed())

    await scene.service.release(scene.delivery(), who("UCARA"), ask.id, Pressed())
    assert (await scene.get(ask)).state is AskState.OPEN


async def test_the_asker_cannot_take_their_own_question(scene: Scene) -> None:
    ask = await scene.ask()

    with pytest.raises(OwnAsk):
        await scene.service.claim(scene.delivery(), who("UMAYA"), ask.id, Pressed())


async def test_another_pod_cannot_take_it_but_the_overflow_pod_can(scene: Scene) -> None:
    ask = await scene.ask()

    with pytest.raises(NotYourPod):
        await scene.service.claim(scene.delivery(), who("UOLGA"), ask.id, Pressed())

    await scene.pass_time(120)
    await scene.service.claim(scene.delivery(), who("UOLGA"), ask.id, Pressed())
    said = await scene.send()

    assert (await scene.get(ask)).claimed_by == "UOLGA"
    assert {row.part for row in pick(said, Act.REPAINT)} == {"card", "overflow"}
    assert pick(said, Act.POST) == []
    (card,) = [row for row in said if row.part == "card"]
    assert "Olga D. (Detroit) is on it" in card.body["text"]


async def test_somebody_who_left_the_pod_is_told_so(scene: Scene) -> None:
    ask = await scene.ask()
    (dan,) = (each for each in await scene.all(Member) if each.user == "UDAN")
    async with scene.database.write() as session:
        dan.left_at = scene.now
        await session.merge(dan)

    with pytest.raises(NoPod):
        await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())


async def test_a_settled_ask_cannot_be_taken(scene: Scene) -> None:
    ask = await scene.ask()
    await scene.service.withdraw(scene.delivery(), who("UMAYA"), ask.id, Pressed())

    with pytest.raises(AlreadySettled):
        await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())


async def test_an_ask_that_is_gone_is_said_to_be_from_before(scene: Scene) -> None:
    with pytest.raises(Stale):
        await scene.service.claim(scene.delivery(), who("UDAN"), new_id(), Pressed())
