"""How a pod's asks went: what counts as used, and as answered without a colleague."""

from datetime import timedelta
from typing import Any

import pytest

from storage.advice import Ask, AskState, Reply, Source
from storage.advice_stats import Course, has_practice, list_courses
from storage.pods import find_member
from storage.practices import Practice, PracticeUse, Way
from tests.bot.advice.scene import Scene
from tests.fakes import START

SECOND = timedelta(seconds=1)


class Pod(Scene):
    """A pod, and rows put straight into it."""

    async def open(self) -> "Pod":
        await self.people()
        async with self.database.read() as session:
            home = await find_member(session, "T1", "UMAYA")
        assert home is not None
        self.pod_id = home.pod.id
        self.practice = Practice(
            team_id="T1",
            pod_id=self.pod_id,
            title="Outage",
            situation="No service.",
            what_worked="Say the hour.",
            author="UDAN",
            author_name="Dan K.",
            owner="UDAN",
            created_at=START,
            updated_at=START,
        )
        await self.keep(self.practice)
        return self

    async def keep(self, *rows: Any) -> None:
        for row in rows:
            async with self.database.write() as session:
                session.add(row)

    async def asked(self, **values: Any) -> Ask:
        known = {"asked_at": START, "call_state_at": START, "last_activity_at": START}
        ask = Ask(
            team_id="T1",
            pod_id=self.pod_id,
            asker="UMAYA",
            asker_name="Maya R.",
            question="No service?",
            source=Source.COMMAND,
            channel="CHOME",
            **known | {"ladder_from": START} | values,
        )
        await self.keep(ask)
        return ask

    async def used(self, ask: Ask, way: Way, by: str = "UMAYA", **values: Any) -> None:
        use = PracticeUse(
            practice_id=self.practice.id, ask_id=ask.id, user="UMAYA", by=by, way=way, at=START
        )
        for name, value in values.items():
            setattr(use, name, value)
        await self.keep(use)

    async def accepted(self, from_store: bool) -> Ask:
        """An ask that was answered 20 seconds later and accepted after a minute."""
        practice_id = self.practice.id if from_store else None
        reply = self.reply_of("UDAN", 20, practice_id=practice_id)
        ask = await self.asked(
            state=AskState.ACCEPTED,
            first_reply_at=START + 20 * SECOND,
            settled_at=START + 60 * SECOND,
            accepted_reply_id=reply.id,
        )
        reply.ask_id = ask.id
        await self.keep(reply)
        return ask

    def reply_of(self, author: str, seconds: int, **values: Any) -> Reply:
        at = START + timedelta(seconds=seconds)
        return Reply(channel="CHOME", ts=self.ts(), author=author, text="x", at=at, **values)

    async def courses(self) -> list[Course]:
        async with self.database.read() as session:
            return list(await list_courses(session, self.pod_id, START))

    async def course(self) -> Course:
        (found,) = await self.courses()
        return found


@pytest.fixture
async def pod(database: Any) -> Pod:
    return await Pod(database).open()


async def test_what_was_called_off_or_asked_before_is_left_out(pod: Pod) -> None:
    await pod.asked(state=AskState.WITHDRAWN)
    await pod.asked(state=AskState.NOT_A_QUESTION)
    await pod.asked(asked_at=START - SECOND)
    await pod.asked()
    for state in (AskState.LAPSED, AskState.NOTHING_OWED):
        await pod.asked(state=state, settled_at=START + SECOND)
    assert await pod.courses() == [Course(START, None, None, False, False)] * 3


async def test_another_pod_s_asks_are_not_ours(pod: Pod) -> None:
    await pod.asked()
    home, pod.pod_id = pod.pod_id, (await pod.all(Ask))[0].id
    assert await pod.courses() == []
    pod.pod_id = home
    assert len(await pod.courses()) == 1


@pytest.mark.parametrize(
    ("way", "helped", "counts"),
    [
        (Way.SUGGESTED, False, False),
        (Way.SUGGESTED, True, True),
        (Way.SEARCHED, False, True),
        (Way.SHARED_IN_THREAD, False, True),
        (Way.LINKED, False, True),
    ],
)
async def test_a_suggestion_that_nobody_took_is_no_use(
    pod: Pod, way: Way, helped: bool, counts: bool
) -> None:
    ask = await pod.asked()
    await pod.used(ask, way, helped_at=START if helped else None)
    assert (await pod.course()).with_practice is counts
    async with pod.database.read() as session:
        assert await has_practice(session, ask.id) is counts


async def test_an_ask_accepted_from_the_store_needed_no_colleague(pod: Pod) -> None:
    await pod.accepted(from_store=True)
    reply, settled = START + 20 * SECOND, START + 60 * SECOND
    assert await pod.course() == Course(START, reply, settled, True, True)


async def test_an_ask_that_a_colleague_answered_needed_one(pod: Pod) -> None:
    await pod.accepted(from_store=False)
    course = await pod.course()
    assert (course.with_practice, course.by_practice_alone) == (False, False)
    assert course.accepted_at == START + 60 * SECOND


async def test_an_answer_taken_back_is_not_accepted_any_more(pod: Pod) -> None:
    ask = await pod.accepted(from_store=True)
    async with pod.database.write() as session:
        mine = await session.get(Ask, ask.id)
        assert mine is not None
        mine.state, mine.accepted_reply_id, mine.settled_at = AskState.OPEN, None, None
    course = await pod.course()
    assert (course.accepted_at, course.by_practice_alone) == (None, False)


@pytest.mark.parametrize(
    ("author", "seconds", "deleted", "alone"),
    [
        ("UINES", 40, False, False),
        ("UINES", 40, True, True),  # and was deleted: nobody could go by it
        ("UINES", 90, False, True),  # when it was settled already
        ("UMAYA", 40, False, True),  # the asker's own words
    ],
)
async def test_a_colleague_who_also_answered_in_time_was_needed(
    pod: Pod, author: str, seconds: int, deleted: bool, alone: bool
) -> None:
    ask = await pod.accepted(from_store=True)
    await pod.keep(
        pod.reply_of(author, seconds, ask_id=ask.id, deleted_at=START if deleted else None)
    )
    assert (await pod.course()).by_practice_alone is alone


@pytest.mark.parametrize(("by", "alone"), [("UMAYA", True), ("UINES", False)])
async def test_a_colleague_who_put_the_practice_there_was_needed(
    pod: Pod, by: str, alone: bool
) -> None:
    ask = await pod.accepted(from_store=True)
    await pod.used(ask, Way.SHARED_IN_THREAD, by=by)
    assert (await pod.course()).by_practice_alone is alone
