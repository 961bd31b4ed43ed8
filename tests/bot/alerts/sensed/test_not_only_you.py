"""Several ask the same: they are told so, and so is one person who can find out."""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col

from bot.advice import words as advice_words
from bot.alerts.matters import words
from storage.pods import Member, Organisation, Pod
from tests.bot.advice.scene import HOME, THERE
from tests.bot.alerts.by_hand.scene import SECOND
from tests.bot.alerts.matters import CHARGED, RAMONA
from tests.bot.alerts.sensed.scene import REPS, Crowd


async def three_ask(crowd: Crowd) -> list[str]:
    for user, text in zip(REPS, RAMONA[:3], strict=False):
        await crowd.ask(user, text)
        crowd.step(20)
        await crowd.tick()
    return [text for _, text in crowd.told]


async def test_three_who_ask_the_same_hear_that_it_is_not_only_theirs(crowd: Crowd) -> None:
    told = await three_ask(crowd)
    asked = "3 people asked about no service in Ramona in the last 10 minutes."
    assert told == [f"{asked} Cause not known yet. Ruth E. has been told."] * 3
    assert len({ask for ask, _ in crowd.told}) == 3
    matter = await crowd.matter()
    assert await crowd.told_of(matter) == [("URUTH", 3)]
    assert len(await crowd.asks_of(matter)) == 3


async def test_two_are_not_many_where_many_are_there(crowd: Crowd) -> None:
    for user, text in zip(REPS, RAMONA[:2], strict=False):
        await crowd.ask(user, text)
    await crowd.tick()
    assert crowd.told == []


async def test_what_is_judged_once_is_not_said_again(crowd: Crowd) -> None:
    await three_ask(crowd)
    crowd.told.clear()
    await crowd.ask(REPS[5], CHARGED[0])
    await crowd.tick()
    assert crowd.told == []
    assert len(await crowd.cards_to("URUTH")) == 1


async def test_the_one_who_is_told_reads_the_questions(crowd: Crowd) -> None:
    await three_ask(crowd)
    (card,) = await crowd.cards_to("URUTH")
    said = str(card.body["blocks"])
    assert card.body["text"].startswith("3 people asked about no service in Ramona")
    for text in RAMONA[:3]:
        assert text in said
    assert "Rep 0" in said
    assert "Alert the pod" in said
    assert "Dismiss" in said
    assert "Add to" not in said


async def test_a_partner_who_covers_reads_the_questions_without_names(crowd: Crowd) -> None:
    async with crowd.database.write() as session:
        own = [crowd.pods[HOME], crowd.pods[SECOND]]
        gone = update(Member).where(col(Member.pod_id).in_(own))
        await session.execute(gone.values(away_until=crowd.now + timedelta(hours=1)))
        partner = update(Pod).where(col(Pod.channel) == THERE)
        await session.execute(partner.values(organisation=Organisation.PARTNER))
    await three_ask(crowd)
    (card,) = await crowd.cards_to("UOLGA")
    said = str(card.body["blocks"])
    assert RAMONA[0] in said
    assert "Rep" not in said


def test_mine_is_different_is_what_advice_calls_it() -> None:
    assert words.DIFFERENT == advice_words.DIFFERENT


async def test_of_many_at_once_each_is_told_a_few_in_every_turn(crowd: Crowd) -> None:
    await crowd.reps(60, first=12)
    for number, user in enumerate(REPS[:60]):
        await crowd.ask(user, RAMONA[number % len(RAMONA)])
    turns = []
    for _ in range(4):
        await crowd.tick()
        turns.append(len(crowd.told))
        crowd.step(2)
    assert turns == [25, 50, 60, 60]
    assert len({ask for ask, _ in crowd.told}) == 60
