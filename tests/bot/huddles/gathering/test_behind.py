"""What stands behind the lines of an agenda, for whoever reads all of it."""

from typing import Any

from bot.huddles.agenda.behind import look_behind
from storage.advice import Reply
from storage.practices import PracticeState, Scope
from tests.bot.huddles.gathering.scene import PodWeek
from tests.bot.huddles.gathering.test_sources import PINS


async def behind(week: PodWeek) -> dict[str, str]:
    """By their words."""
    items = await week.items()
    async with week.database.read() as session:
        found = await look_behind(session, week.place, items)
    return {each.text: found[each.id] for each in items if each.id in found}


async def answered(week: PodWeek, question: str, text: str, **more: object) -> Reply:
    """By Dan, and it worked."""
    slow: dict[str, Any] = {"first_reply_at": week.ago(2)} | more
    ask = await week.asked(question, ago=6, **slow)
    reply = Reply(ask_id=ask.id, channel="C1", ts=ask.thread_ts or "", text=text, at=week.now)
    reply.author, reply.author_name, reply.say_now = "UDAN", "Dan Kim", "Say this."
    ask.accepted_reply_id = reply.id
    await week.add(reply)
    await week.add(ask)
    return reply


async def test_a_practice_shows_what_worked_while_the_pod_may_find_it(week: PodWeek) -> None:
    await week.shares("Call the store first", what_worked="They hold it for an hour")
    gone = await week.shares("Not any more")
    theirs = await week.shares("Theirs", pod_id=week.other.id, what_worked="secret")
    await week.draft()
    gone.state, theirs.scope = PracticeState.ARCHIVED, Scope.POD
    await week.add(gone, theirs)
    assert await behind(week) == {"New: Call the store first": "They hold it for an hour"}


async def test_a_question_shows_the_answer_that_worked_and_nobodys_name(week: PodWeek) -> None:
    await answered(week, "Is there a fee for eSIM?", "No, Maya Rivera. Cheers, <@UDAN> - Dan")
    await week.draft()
    assert await behind(week) == {
        "Good to know the next time: “Is there a fee for eSIM?”": "Say this. No, …. Cheers, … -…"
    }


async def test_a_concern_shows_an_answer_to_one_of_its_questions(week: PodWeek) -> None:
    for user in ("UDAN", "UNICK"):
        await week.asked(PINS[1], user, ago=5)
    await answered(week, PINS[0], "Dial 611 for it", first_reply_at=None)
    await week.sort_in()
    await week.draft()
    assert list((await behind(week)).values()) == ["Say this. Dial 611 for it"]


async def test_an_answer_that_was_deleted_is_not_shown(week: PodWeek) -> None:
    reply = await answered(week, "Is there a fee for eSIM?", "No")
    reply.deleted_at = week.now
    await week.add(reply)
    await week.draft()
    assert await behind(week) == {}


async def test_what_a_member_typed_leads_nowhere(week: PodWeek) -> None:
    practice = await week.shares("Call the store first", ago=300)
    await week.adds("Roaming", refs={"practice": str(practice.id)})
    await week.draft()
    assert await behind(week) == {}
