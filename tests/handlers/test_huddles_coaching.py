"""`/agenda coach`, presses and forms of talks: one call each, answered for its person."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from bot.errors import Outdated
from bot.huddles.coaching import words
from bot.huddles.coaching.facts import Acting, Choice, Seen, Talk
from bot.huddles.sub_commands import Word
from bot.inbox import Delivery, Person
from bot.text.kit import Card
from handlers.huddles_coaching import answers, routes
from handlers.payloads import Command, InPlace, Press, Submission
from storage.huddles_coaching import Coaching

NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
DELIVERY, GRACE = Delivery("k", NOW), Person("T1", "UGRACE")
ONE, LINE = UUID(int=1), UUID(int=2)
TALK = Talk(
    coaching=Coaching(
        id=ONE, team_id="T1", pod_id=UUID(int=9), coach="UGRACE", rep="UMAYA", made_at=NOW
    ),
    viewer="UGRACE",
    today=NOW.date(),
    since=None,
    seen=Seen(),
    lines=(),
    actions=(),
    earlier=(),
)


class FakeCoaching:
    """Notes what it is asked for; answers with a talk."""

    def __init__(self) -> None:
        self.called: list[tuple[Any, ...]] = []
        self.opened: Talk | Choice = TALK

    async def open_typed(self, *about: Any) -> Talk | Choice:
        self.called.append(("open_typed", *about[1:]))
        return self.opened

    async def open_action(self, person: Person, coaching_id: UUID, now: datetime) -> Acting:
        self.called.append(("open_action", person, coaching_id))
        return Acting(TALK.coaching, "UGRACE", NOW.date())

    def __getattr__(self, verb: str) -> Any:
        async def act(_delivery: Delivery, *about: Any, **more: Any) -> Talk:
            self.called.append((verb, *about, *more.values()))
            return TALK

        return act


@pytest.fixture
def coaching() -> FakeCoaching:
    return FakeCoaching()


async def pressed(coaching: FakeCoaching, action: str, value: str, metadata: str = "") -> Any:
    press = Press(DELIVERY, GRACE, action, value, "t", metadata=metadata or f"{ONE}:4")
    return await routes(coaching).actions[action](press)  # type: ignore[arg-type]


async def sent(coaching: FakeCoaching, form: str, **values: str | None) -> Any:
    submission = Submission(DELIVERY, GRACE, form, values, f"{ONE}:4", "V1")
    return await routes(coaching).views[form](submission)  # type: ignore[arg-type]


async def test_the_command_opens_the_talk_or_asks_with_whom(coaching: FakeCoaching) -> None:
    coach = answers(coaching)[Word.COACH]  # type: ignore[arg-type]
    command = Command(DELIVERY, GRACE, "/agenda", "coach <@UMAYA|maya>", "C1", "", "t")
    view = await coach(command, "<@UMAYA|maya>")
    assert isinstance(view, dict)
    assert view["callback_id"] == words.TALK
    assert coaching.called == [("open_typed", GRACE, "<@UMAYA|maya>")]
    coaching.opened = Choice("UGRACE", True)
    assert isinstance(await coach(command, ""), Card)


@pytest.mark.parametrize(
    ("action", "value", "called"),
    [
        (words.SHARE, str(ONE), ("share", GRACE, ONE)),
        (words.TALKED, str(ONE), ("end", GRACE, ONE)),
        (words.NEXT, str(ONE), ("next", GRACE, ONE)),
        (words.BACK, str(ONE), ("open", GRACE, ONE)),
        (words.TICK, f"{ONE}:{LINE}", ("tick", GRACE, ONE, LINE, True)),
        (words.UNTICK, f"{ONE}:{LINE}", ("tick", GRACE, ONE, LINE, False)),
        (words.CLOSE_ACTION, f"{ONE}:{LINE}", ("close_action", GRACE, ONE, LINE)),
    ],
)
async def test_a_press_repaints_the_talk_and_keeps_what_is_being_typed(
    coaching: FakeCoaching, action: str, value: str, called: tuple[Any, ...]
) -> None:
    said = await pressed(coaching, action, value)
    assert coaching.called == [called]
    assert isinstance(said, InPlace)
    assert said.view["private_metadata"] == f"{ONE}:4"


async def test_the_message_and_the_menu_open_a_talk_of_its_own(coaching: FakeCoaching) -> None:
    assert (await pressed(coaching, words.OPEN, str(ONE)))["type"] == "modal"
    assert (await pressed(coaching, words.WITH, "UMAYA"))["type"] == "modal"
    assert coaching.called == [("open", GRACE, ONE), ("open_with", GRACE, "UMAYA")]


async def test_the_form_of_an_action_item_stands_in_its_place(coaching: FakeCoaching) -> None:
    said = await pressed(coaching, words.NEW_ACTION, str(ONE))
    assert isinstance(said, InPlace)
    assert said.view["callback_id"] == words.ACTION_FORM
    assert said.view["private_metadata"] == f"{ONE}:4"


async def test_a_line_is_added_and_the_field_is_empty_for_the_next(coaching: FakeCoaching) -> None:
    view = await sent(coaching, words.TALK, line="Porting?")
    assert coaching.called == [("add", GRACE, ONE, "Porting?")]
    assert view["private_metadata"] == f"{ONE}:5"


async def test_an_action_item_is_added_and_the_talk_is_back(coaching: FakeCoaching) -> None:
    view = await sent(
        coaching, words.ACTION_FORM, to_do="Listen in", owner="UMAYA", due_on="2026-11-20"
    )
    about = (ONE, "Listen in", "UMAYA", date(2026, 11, 20))
    assert coaching.called == [("add_action", GRACE, *about)]
    assert (view["callback_id"], view["private_metadata"]) == (words.TALK, f"{ONE}:4")
    await sent(coaching, words.ACTION_FORM, to_do=None, owner=None, due_on=None)
    assert coaching.called[-1] == ("add_action", GRACE, ONE, "", "", None)


async def test_what_no_calendar_offers_is_outdated(coaching: FakeCoaching) -> None:
    with pytest.raises(Outdated):
        await sent(coaching, words.ACTION_FORM, to_do="x", owner="UMAYA", due_on="tomorrow")
    assert coaching.called == []


@pytest.mark.parametrize("action", sorted(routes(FakeCoaching()).actions))  # type: ignore[arg-type]
async def test_a_value_that_is_not_ours_is_outdated(coaching: FakeCoaching, action: str) -> None:
    if action == words.WITH:
        return  # a Slack id, which the service looks up
    with pytest.raises(Outdated):
        await pressed(coaching, action, "nothing of ours")
    assert coaching.called == []
