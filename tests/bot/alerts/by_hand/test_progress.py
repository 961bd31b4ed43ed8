"""Whoever posts an alert learns how far it is, which pods have none and why, and tries again."""

from datetime import timedelta
from uuid import UUID

import pytest

from bot.alerts import words
from bot.alerts.errors import OnlyWhoChanges, Over
from bot.alerts.progress_card import Reach, progress
from bot.alerts.shown import Posted
from storage.alerts import Alert
from storage.outbox import Act, OutboxRow, RowState
from tests.bot.advice.scene import HOME, THERE, who
from tests.bot.alerts.by_hand.scene import FIRE, SECOND, Room, posts, repaints, shown

POSTER = "URUTH"


async def _post(room: Room) -> UUID:
    """It goes out, and nothing is sent yet."""
    made = await room.alerts.post(room.delivery(), who(POSTER), room.market, FIRE)
    assert isinstance(made, Posted)
    return made.alert.id


async def _refuse(room: Room, channel: str, error: str) -> None:
    """Slack refuses what waits for this channel, for good."""
    for row in await room.waiting():
        if row.channel == channel:
            async with room.database.write() as session:
                mine = await session.get(OutboxRow, row.seq)
                assert mine is not None
                mine.state, mine.error = RowState.DEAD, error


async def _wait(room: Room, alert_id: UUID, seconds: float, *held: str) -> list[OutboxRow]:
    """Time passes while the cards for `held` cannot go; what the poster was told."""
    rows = [row for row in await room.waiting() if row.act is Act.POST and row.channel in held]
    async with room.database.write() as session:
        for row in rows:
            mine = await session.get(OutboxRow, row.seq)
            assert mine is not None
            mine.not_before = room.now + timedelta(seconds=seconds + 1)
    sent = await room.send() + await room.pass_time(seconds)
    return [row for row in sent if row.subject == f"alert_progress:{alert_id}"]


async def test_a_poster_whose_alert_is_everywhere_at_once_hears_nothing_more(room: Room) -> None:
    alert = await room.post()
    assert await _wait(room, alert.id, 3600) == []


async def test_of_a_single_pod_it_says_whether_the_pod_has_it(room: Room) -> None:
    alert = await room.post()
    told = [progress(alert, Reach(1, reached, 1 - reached, ())).text for reached in (0, 1)]
    assert told[0].startswith("The pod is about to get it: Fire near Ramona")
    assert told[1].startswith("The pod has it: Fire near Ramona")


async def test_a_poster_sees_how_far_it_is_in_one_message_that_is_repainted(room: Room) -> None:
    alert_id = await _post(room)
    told = await _wait(room, alert_id, 5, SECOND)
    (message,) = posts(told)
    assert message.channel == POSTER
    assert shown(message).startswith("1 of 2 pods have it: Fire near Ramona")
    again = await _wait(room, alert_id, 600, SECOND)
    assert posts(again) == []
    assert 3 <= len(repaints(again)) <= 12
    done = await _wait(room, alert_id, 3600)
    assert shown(repaints(done)[-1]).startswith("2 of 2 pods have it")
    assert await _wait(room, alert_id, 3600) == []


async def test_pods_that_slack_refused_are_named_with_why_and_one_press_tries_again(
    room: Room,
) -> None:
    alert_id = await _post(room)
    await _refuse(room, SECOND, "is_archived")
    await _refuse(room, HOME, "not_in_channel")
    (told,) = await _wait(room, alert_id, 10)
    assert told.act is Act.POST
    assert told.channel == POSTER
    text = shown(told)
    assert "2 pods did not get it: Fire near Ramona" in text
    assert "• San Diego 2: its channel is archived" in text
    assert "• San Diego: Podline is not in its channel" in text
    (button,) = told.body["blocks"][-1]["elements"]
    assert (button["action_id"], button["value"]) == (words.TRY_AGAIN, str(alert_id))

    assert await room.alerts.try_again(room.delivery(), who(POSTER), alert_id) == 2
    assert await room.alerts.try_again(room.delivery(), who(POSTER), alert_id) == 0
    sent = await room.send()
    assert sorted(row.channel for row in posts(sent)) == sorted([HOME, SECOND])
    assert all(card.ts for card in (await room.cards(await room.alert(alert_id))).values())
    assert await _wait(room, alert_id, 3600) == []


async def test_what_fails_again_is_told_again(room: Room) -> None:
    alert_id = await _post(room)
    await _refuse(room, SECOND, "is_archived")
    await _wait(room, alert_id, 10)
    assert await room.alerts.try_again(room.delivery(), who(POSTER), alert_id) == 1
    await _refuse(room, SECOND, "msg_blocked")
    (told,) = await _wait(room, alert_id, 10)
    assert "1 pod did not get it" in shown(told)
    assert "• San Diego 2: Slack refuses it (msg_blocked)" in shown(told)


async def test_only_who_may_post_tries_again_and_nobody_after_its_end(room: Room) -> None:
    alert_id = await _post(room)
    await _refuse(room, SECOND, "is_archived")
    with pytest.raises(OnlyWhoChanges):
        await room.alerts.try_again(room.delivery(), who("UNICK"), alert_id)
    await room.end(await room.alert(alert_id))
    with pytest.raises(Over):
        await room.alerts.try_again(room.delivery(), who(POSTER), alert_id)
    assert THERE not in {row.channel for row in await room.all(OutboxRow)}


async def test_a_forgotten_poster_is_told_nothing(room: Room) -> None:
    alert_id = await _post(room)
    await _refuse(room, SECOND, "is_archived")
    async with room.database.write() as session:
        mine = await session.get(Alert, alert_id)
        assert mine is not None
        mine.posted_by = None
    assert await _wait(room, alert_id, 60) == []
