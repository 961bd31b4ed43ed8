"""Admins of the workspace post and change alerts of every market, by what Slack says of them."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.alerts.errors import Gone, OnlyWhoChanges
from bot.alerts.rules import May
from bot.alerts.shown import Suggested
from handlers.looking_up import Lookup
from storage.alerts import AlertState
from tests.bot.advice.scene import HOME, who
from tests.bot.alerts.by_hand.scene import FIRE, SECOND, Room


async def test_an_admin_without_a_role_posts_and_ends(room: Room) -> None:
    room.admins["UMAYA"] = True
    assert (await room.alerts.open_typed(who("UMAYA"), "", room.now)).may is May.POST
    alert = await room.post("UMAYA")
    assert alert.posted_by == "UMAYA"
    await room.end(alert, "UMAYA")
    assert (await room.alert(alert.id)).state is AlertState.ENDED


async def test_an_admin_of_another_market_s_pod_does_so_in_this_one(room: Room) -> None:
    room.admins["UOMAR"] = True
    prepared = await room.alerts.open_typed(who("UOMAR"), "San Diego fiber cut", room.now)
    assert (prepared.may, prepared.market.name) == (May.POST, "San Diego")
    alert = await room.post("UOMAR")
    assert set(await room.cards(alert)) == {HOME, SECOND}
    await room.edit(alert, "UOMAR", cause="A digger")
    assert (await room.alert(alert.id)).cause == "A digger"


async def test_whoever_is_none_is_told_as_ever(room: Room) -> None:
    alert = await room.post()
    with pytest.raises(OnlyWhoChanges):
        await room.end(alert, "UMAYA")
    with pytest.raises(Gone):
        await room.end(alert, "UOMAR")


async def test_lists_say_what_an_admin_may_as_far_as_slack_was_asked(room: Room) -> None:
    room.admins["UMAYA"] = True
    assert (await room.alerts.list_live(who("UMAYA"), room.now)).may is May.SUGGEST
    assert room.asked_slack == []
    await room.alerts.open_typed(who("UMAYA"), "", room.now)
    assert (await room.alerts.list_live(who("UMAYA"), room.now)).may is May.POST
    later = room.now + timedelta(hours=1)
    assert (await room.alerts.list_live(who("UMAYA"), later)).may is May.SUGGEST
    assert room.asked_slack == ["UMAYA"]


async def test_slack_is_asked_once_an_hour(room: Room) -> None:
    for _ in range(3):
        await room.alerts.open_typed(who("UMAYA"), "", room.now)
    assert room.asked_slack == ["UMAYA"]
    room.admins["UMAYA"] = True
    room.now += timedelta(minutes=59)
    assert (await room.alerts.open_typed(who("UMAYA"), "", room.now)).may is May.SUGGEST
    room.now += timedelta(minutes=1)
    assert (await room.alerts.open_typed(who("UMAYA"), "", room.now)).may is May.POST
    assert room.asked_slack == ["UMAYA"] * 2


async def test_where_slack_does_not_answer_a_draft_is_suggested_and_it_is_asked_again(
    room: Room,
) -> None:
    room.admins["UMAYA"] = None
    made = await room.alerts.post(room.delivery(), who("UMAYA"), room.market, FIRE)
    assert isinstance(made, Suggested)
    room.admins["UMAYA"] = True
    assert (await room.alerts.open_typed(who("UMAYA"), "", room.now)).may is May.POST


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"user": {"is_admin": True, "is_owner": False}}, True),
        ({"user": {"is_admin": False, "is_owner": True}}, True),
        ({"user": {"is_admin": False}}, False),
        ({"user": None}, False),
        (SlackApiError, None),
        (OSError, None),
    ],
)
async def test_what_slack_says_of_a_user(said: Any, expected: bool | None) -> None:
    async def users_info(user: str) -> Any:
        if said is SlackApiError:
            raise SlackApiError("no", {"error": "user_not_found"})  # type: ignore[no-untyped-call]
        if said is OSError:
            raise OSError
        return SimpleNamespace(data=said)

    client = cast(AsyncWebClient, SimpleNamespace(users_info=users_info))
    assert await Lookup(client).is_admin("UMAYA") is expected
