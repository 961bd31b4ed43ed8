"""What is committed is said: in order, once, at Slack's pace."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.attempt import Result
from bot.delivery.message import PartOf, Post, Priority, Repaint, Whisper
from bot.delivery.outcome import Ambiguous, Gone, Limited, Refused, Unsent
from bot.delivery.recording import record
from bot.delivery.sender import OTHERS_IN_FLIGHT
from storage.outbox import RowState, find_posted_at
from tests.bot.delivery.conftest import Floor
from tests.waiting import until


def post(text: str, subject: str = "ask:1", channel: str = "C1", part: str = "") -> Post:
    return Post(subject, channel, text, part=part)


async def test_a_post_is_sent_and_its_place_is_known(floor: Floor) -> None:
    await floor.settle(post("hello", part="card"))
    assert floor.slack.texts() == ["hello"]
    ((subject, part, ts),) = floor.posted
    async with floor.database.read() as session:
        place = await find_posted_at(session, "C1", ts)
        assert place is not None
        assert (place.subject, place.part) == (subject, part) == ("ask:1", "card")
        assert await find_posted_at(session, "C2", ts) is None
    assert [row.state for row in await floor.rows()] == [RowState.SENT]


async def test_a_reply_to_a_part_goes_into_its_thread(floor: Floor) -> None:
    card = post("card", part="card")
    reply = Post("ask:1", "C1", "reply", thread=PartOf("card"), broadcast=True)
    await floor.settle(card, reply)
    _, sent = floor.slack.accepted
    assert sent.thread_ts == floor.posted[0][2]
    assert sent.body["broadcast"]


async def test_order_holds_within_a_subject_while_others_go_on(floor: Floor) -> None:
    floor.slack.answer(Unsent("no route"), applies=lambda call: call.body["text"] == "first")
    await floor.settle(post("first"), post("second"), post("other", "ask:2", "C2"))
    assert floor.slack.texts() == ["other"]
    await floor.step(10)
    assert floor.slack.texts() == ["other", "first", "second"]


async def test_a_dead_card_makes_the_replies_to_it_dead_and_its_looks_vain(floor: Floor) -> None:
    floor.slack.answer(Refused("channel_not_found"), applies=lambda call: "card" in str(call.body))
    await floor.settle(
        post("the card", part="card"),
        Post("ask:1", "C1", "reply", thread=PartOf("card"), part="claim"),
        Repaint("ask:1", "card", "C1", "new look", []),
        post("stands alone"),
    )
    assert floor.slack.texts() == ["stands alone"]
    states = [(row.state, row.error) for row in await floor.rows()]
    hanging = "hangs on 'card', which was never posted"
    assert states == [
        (RowState.DEAD, "channel_not_found"),
        (RowState.DEAD, hanging),
        (RowState.SENT, "nothing there"),
        (RowState.SENT, None),
    ]


async def test_a_new_look_of_what_was_forgotten_is_passed_over_without_an_alarm(
    floor: Floor, caplog: pytest.LogCaptureFixture
) -> None:
    await floor.settle(Repaint("ask:1", "copy:1", "C1", "edited", []), post("after it"))
    assert floor.slack.texts() == ["after it"]
    assert [row.state for row in await floor.rows()] == [RowState.SENT] * 2
    assert not caplog.records


async def test_a_press_repaints_what_was_forgotten_through_its_response_url(floor: Floor) -> None:
    url = "https://hooks.test/press"
    await floor.settle(Repaint("ask:1", "card", "C1", "pressed", [], response_url=url))
    (call,) = floor.slack.calls
    assert (call.method, call.body["text"]) == ("response_url", "pressed")


async def test_between_subjects_priority_decides(floor: Floor) -> None:
    for number, priority in enumerate(reversed(Priority)):
        message = Post(f"s:{number}", f"C{number}", priority.name, priority=priority)
        await floor.say(message)
    await floor.settle()
    assert [call.body["text"] for call in floor.slack.calls] == [
        *("URGENT", "ADVICE", "ALERT"),
        *("SEVERE_ALERT", "MODERATE_ALERT", "MINOR_ALERT"),
        "REST",
    ]


async def test_what_goes_to_every_pod_leaves_places_for_an_ask(floor: Floor) -> None:
    floor.slack.open.clear()
    await floor.start()
    await floor.say(*(post("rest", f"r:{number}", f"R{number}") for number in range(40)))
    await until(lambda: len(floor.slack.calls) == OTHERS_IN_FLIGHT)
    await floor.say(Post("ask:1", "C1", "card", priority=Priority.URGENT))
    await until(lambda: floor.slack.calls[-1].body["text"] == "card")
    assert floor.slack.most_at_once == OTHERS_IN_FLIGHT + 1
    floor.slack.open.set()
    await floor.settle()
    assert floor.slack.texts().count("rest") == 40


async def test_a_new_card_passes_the_calls_that_pile_up_in_its_channel(floor: Floor) -> None:
    calls = (Post(f"ask:{number}", "C1", "call", priority=Priority.ADVICE) for number in range(9))
    await floor.settle(*calls)
    await floor.settle(Post("ask:new", "C1", "card", priority=Priority.URGENT))
    await floor.step(1)
    assert floor.slack.texts() == ["call", "call", "call", "card"]


async def test_an_accept_then_drop_ends_in_one_message(floor: Floor) -> None:
    floor.slack.accept_then_drop()
    await floor.settle(post("once", part="card"), post("next"))
    assert floor.slack.texts() == ["once"]
    await floor.step(3)
    assert floor.slack.texts() == ["once", "next"]
    assert len(floor.slack.looked) == 1
    assert floor.posted[0][:2] == ("ask:1", "card")


async def test_what_was_lost_before_it_was_accepted_is_looked_for_then_sent(floor: Floor) -> None:
    floor.slack.answer(Ambiguous("timeout"))
    await floor.settle(post("hello"))
    assert floor.slack.texts() == []
    await floor.step(3)
    assert len(floor.slack.looked) == 1
    assert floor.slack.texts() == ["hello"]


async def test_a_limit_holds_its_channel_while_others_go_on(floor: Floor) -> None:
    floor.slack.answer(Limited(30), applies=lambda call: call.channel == "C1")
    await floor.settle(post("held"), post("free", "ask:2", "C2"))
    await floor.settle(post("also held", "ask:3", "C1"))
    assert floor.slack.texts() == ["free"]
    await floor.step(29)
    assert floor.slack.texts() == ["free"]
    await floor.step(2)
    assert floor.slack.texts() == ["free", "held", "also held"]
    assert not floor.slack.looked


async def test_a_channel_gets_a_short_burst_and_then_a_post_a_second(floor: Floor) -> None:
    await floor.settle(*(post(str(number), f"ask:{number}") for number in range(6)))
    assert len(floor.slack.texts()) == 3
    await floor.step(1)
    assert len(floor.slack.texts()) == 4
    await floor.step(2)
    assert len(floor.slack.texts()) == 6


async def test_a_press_repaints_by_its_response_url_at_no_cost(floor: Floor) -> None:
    await floor.settle(post("card", part="card"))
    for number in range(60):
        await floor.settle(
            Repaint("ask:1", "card", "C1", f"look {number}", [], response_url="https://x/1")
        )
    assert floor.slack.texts()[-1] == "look 59"
    assert {call.method for call in floor.slack.calls} == {"chat.postMessage", "response_url"}


async def test_an_expired_response_url_becomes_an_edit(floor: Floor) -> None:
    await floor.settle(post("card", part="card"))
    floor.slack.answer(Gone())
    await floor.settle(Repaint("ask:1", "card", "C1", "look", [], response_url="https://x/1"))
    last = floor.slack.calls[-1]
    assert (last.method, last.ts) == ("chat.update", floor.posted[0][2])
    assert floor.slack.texts() == ["card", "look"]


async def test_a_later_repaint_replaces_one_that_waits_and_keeps_its_response_url(
    floor: Floor,
) -> None:
    await floor.settle(post("card", part="card"))
    await floor.senders.pop().stop()
    await floor.say(Repaint("ask:1", "card", "C1", "old", [], response_url="https://x/1"))
    await floor.say(Repaint("ask:1", "card", "C1", "new", []))
    await floor.settle()
    assert floor.slack.texts() == ["card", "new"]
    assert floor.slack.calls[-1].method == "response_url"


async def test_repaints_said_together_become_one(floor: Floor) -> None:
    looks = [Repaint("ask:1", "card", "C1", text, []) for text in ("old", "new")]
    await floor.settle(post("card", part="card"), *looks)
    assert floor.slack.texts() == ["card", "new"]


async def test_repaints_of_several_replace_what_waits_of_each_and_nothing_else(
    floor: Floor,
) -> None:
    cards = [post(part, f"s:{at}", f"C{at}", part=part) for at in (1, 2, 3) for part in ("a", "b")]
    await floor.settle(*cards)
    await floor.senders.pop().stop()
    url = "https://x/1"
    await floor.say(Repaint("s:1", "a", "C1", "old", [], response_url=url))
    await floor.say(Repaint("s:2", "a", "C2", "old", []), Repaint("s:3", "a", "C3", "third", []))
    await floor.say(Repaint("s:1", "b", "C1", "other", []), Repaint("s:2", "b", "C2", "other", []))
    await floor.say(*(Repaint(f"s:{at}", "a", f"C{at}", "new", []) for at in (1, 2)))
    await floor.settle()
    said = sorted(floor.slack.texts()[len(cards) :])
    assert said == ["new", "new", "other", "other", "third"]
    assert [each.method for each in floor.slack.calls].count("response_url") == 1


async def test_advice_edits_when_the_budget_of_the_others_is_spent(floor: Floor) -> None:
    for number in range(35):
        await floor.settle(post("card", f"s:{number}", f"C{number}", part="card"))
        await floor.settle(Repaint(f"s:{number}", "card", f"C{number}", "rest", []))
    advice = Repaint("s:34", "card", "C34", "advice", [], priority=Priority.ADVICE)
    await floor.settle(advice)
    assert floor.slack.texts().count("rest") == 30
    assert floor.slack.texts()[-1] == "advice"
    await floor.step(62)
    assert floor.slack.texts().count("rest") == 34  # one was replaced by advice's own


async def test_what_goes_to_every_pod_leaves_room_for_those_who_ask(floor: Floor) -> None:
    await floor.settle(*(post("rest", f"r:{number}", f"R{number}") for number in range(340)))
    assert floor.slack.texts().count("rest") == 300
    asks = [
        Post(f"ask:{number}", f"C{number}", "card", priority=Priority.ADVICE)
        for number in range(60)
    ]
    await floor.settle(*asks)
    assert floor.slack.texts().count("card") == 60
    await floor.step(62)
    assert floor.slack.texts().count("rest") == 340


async def test_an_alert_to_every_pod_goes_out_at_its_pace_and_the_worse_one_first(
    floor: Floor,
) -> None:
    minor, severe = Priority.MINOR_ALERT, Priority.SEVERE_ALERT
    await floor.settle(*(Post(f"a:{n}", f"A{n}", "minor", priority=minor) for n in range(110)))
    at_once = floor.slack.texts().count("minor")
    assert 70 < at_once < 100
    await floor.settle(*(Post(f"b:{n}", f"B{n}", "severe", priority=severe) for n in range(20)))
    for _ in range(40):
        await floor.step(0.1)
    assert floor.slack.texts().count("severe") == 20
    assert floor.slack.texts().count("minor") < at_once + 10
    await floor.settle(Post("ask:1", "C1", "card", priority=Priority.URGENT))
    assert floor.slack.texts()[-1] == "card"
    for _ in range(50):
        await floor.step(0.1)
    assert floor.slack.texts().count("minor") == 110


async def test_the_minute_in_which_every_pod_s_huddle_begins_serves_them_all_and_who_asks(
    floor: Floor,
) -> None:
    begins = [
        Post(f"huddle:{number}", f"H{number}", "begins", priority=Priority.HUDDLE)
        for number in range(340)
    ]
    await floor.settle(*begins)
    assert floor.slack.texts().count("begins") < 120  # no burst that leaves nothing to who asks
    await floor.settle(Post("ask:1", "C1", "card", priority=Priority.URGENT))
    assert floor.slack.texts()[-1] == "card"
    for _ in range(59):
        await floor.step(1)
    assert floor.slack.texts().count("begins") == 340


async def test_an_edit_that_waits_for_its_budget_lets_posts_of_its_subject_pass(
    floor: Floor,
) -> None:
    await floor.settle(post("card", part="card"))
    floor.slack.answer(Limited(60), applies=lambda call: call.method == "chat.update")
    await floor.settle(Repaint("ask:1", "card", "C1", "look", []))
    await floor.settle(post("answer"))
    assert floor.slack.texts() == ["card", "answer"]
    await floor.step(61)
    assert floor.slack.texts() == ["card", "answer", "look"]


async def test_a_whisper_that_is_refused_blocks_nothing(floor: Floor) -> None:
    floor.slack.answer(Refused("user_not_in_channel"))
    await floor.settle(Whisper("ask:1", "C1", "U1", "psst"), post("after"))
    assert floor.slack.texts() == ["after"]
    assert [row.state for row in await floor.rows()] == [RowState.DEAD, RowState.SENT]


async def test_a_whisper_nobody_knows_the_end_of_is_not_said_twice(floor: Floor) -> None:
    floor.slack.accept_then_drop()
    await floor.settle(Whisper("ask:1", "C1", "U1", "psst"))
    await floor.step(120)
    assert floor.slack.texts() == ["psst"]


async def test_no_more_than_32_are_under_way(floor: Floor) -> None:
    floor.slack.open.clear()
    advice = Priority.ADVICE
    posts = [Post(f"s:{number}", f"C{number}", "x", priority=advice) for number in range(50)]
    await floor.say(*posts)
    await floor.start()
    await until(lambda: floor.slack.most_at_once >= 32)
    floor.slack.open.set()
    await floor.settle()
    assert floor.slack.most_at_once == 32
    assert len(floor.slack.accepted) == 50


async def test_what_lands_soon_after_other_things_shares_one_commit(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits: list[int] = []

    async def counted(session: AsyncSession, now: datetime, results: list[Result], _: Any) -> None:
        commits.append(len(results))
        await record(session, now, results, None)

    monkeypatch.setattr("bot.delivery.sender.record", counted)
    monkeypatch.setattr("bot.delivery.sender.GATHER_SECONDS", 0.5)
    await floor.settle(post("alone"))
    assert commits == [1]
    pauses = {f"{number}": number * 0.01 for number in range(6)}
    floor.slack.seconds = lambda call: pauses[call.body["text"]]
    await floor.settle(*(post(text, f"ask:{text}", f"C{text}") for text in pauses))
    assert commits == [1, 6]
    assert len(floor.slack.texts()) == 7
