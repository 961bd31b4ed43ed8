"""Tokens, people and reactions through the Web API."""

from __future__ import annotations

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.people import Person
from bot.workspace.server import Workspace
from tests.workspace.conftest import (
    ANA,
    DAN,
    GONE,
    MAYA,
    Start,
    Visitor,
    client_of,
    make_channel,
    manifest,
    refusal,
)


async def test_auth_test_says_whose_token_it_is(web: AsyncWebClient, workspace: Workspace) -> None:
    told = await web.auth_test()
    assert told["user_id"] == workspace.state.app.user
    assert told["bot_id"] == workspace.state.app.bot_id
    assert told["team_id"] == workspace.state.team_id


async def test_tokens_are_checked(workspace: Workspace) -> None:
    base = workspace.api_url
    assert await refusal(AsyncWebClient(base_url=base).auth_test()) == "not_authed"
    wrong = AsyncWebClient("xoxb-wrong", base_url=base)
    assert await refusal(wrong.auth_test()) == "invalid_auth"
    app = AsyncWebClient(workspace.app_token, base_url=base)
    assert await refusal(app.auth_test()) == "not_allowed_token_type"
    bot = AsyncWebClient(workspace.bot_token, base_url=base)
    link = bot.apps_connections_open(app_token=workspace.bot_token)
    assert await refusal(link) == "not_allowed_token_type"


async def test_an_unknown_method_is_refused(web: AsyncWebClient) -> None:
    assert await refusal(web.api_call("chat.shout")) == "unknown_method"


async def test_missing_and_unknown_arguments_are_named(web: AsyncWebClient) -> None:
    assert await refusal(web.api_call("users.info")) == "invalid_arguments"
    extra = web.api_call("users.info", params={"user": MAYA.uid, "nonsense": 1})
    assert await refusal(extra) == "invalid_arguments"


async def test_a_call_may_come_as_query_form_or_json(web: AsyncWebClient) -> None:
    user = {"user": MAYA.uid}
    answers = [
        await web.api_call("users.info", http_verb="GET", params=user),
        await web.api_call("users.info", params=user),
        await web.api_call("users.info", data=user),
        await web.api_call("users.info", json=user),
    ]
    assert [answer["user"]["id"] for answer in answers] == [MAYA.uid] * 4


async def test_blocks_in_a_form_are_json_in_a_string(web: AsyncWebClient, pod: str) -> None:
    form = {"channel": pod, "text": "x", "blocks": '[{"type": "divider"}]'}
    posted = await web.api_call("chat.postMessage", data=form)
    assert posted["message"]["blocks"][0]["type"] == "divider"


async def test_the_team_is_told(web: AsyncWebClient, workspace: Workspace) -> None:
    assert (await web.team_info())["team"]["id"] == workspace.state.team_id
    assert await refusal(web.team_info(team="T0OTHER")) == "team_not_found"


async def test_a_person_has_profile_zone_and_e_mail(web: AsyncWebClient) -> None:
    user = (await web.users_info(user=MAYA.uid))["user"]
    assert (user["real_name"], user["tz"]) == ("Maya Reyes", "America/Boise")
    assert user["profile"]["email"] == "maya@example.com"
    assert await refusal(web.users_info(user="U0NOBODY")) == "user_not_found"


async def test_e_mails_need_their_own_scope(start: Start, session: ClientSession) -> None:
    workspace = await start(manifest=manifest("users:read commands"))
    web = client_of(workspace, session)
    user = (await web.users_info(user=MAYA.uid))["user"]
    assert "email" not in user["profile"]
    lookup = web.users_lookupByEmail(email="maya@example.com")
    assert await refusal(lookup) == "missing_scope"


async def test_an_id_comes_from_the_e_mail_where_none_is_given(start: Start) -> None:
    person = Person(None, "ines", "Ines Vega", "Ines@Example.com")
    one, two = await start(people=[person]), await start(people=[person])
    ids = {next(p.uid for p in each.state.people if p.name == "ines") for each in (one, two)}
    assert len(ids) == 1
    assert ids.pop().startswith("U")


async def test_the_list_has_apps_slackbot_and_deactivated_people_too(
    web: AsyncWebClient, workspace: Workspace
) -> None:
    found = await web.users_list()
    members = {member["id"]: member for member in found["members"]}
    assert {MAYA.uid, "USLACKBOT", workspace.state.app.user, GONE.uid} <= set(members)
    assert members[GONE.uid]["deleted"]
    assert members[workspace.state.app.user]["is_bot"]


async def test_the_list_goes_page_by_page(web: AsyncWebClient) -> None:
    seen: list[str] = []
    async for page in await web.users_list(limit=2):
        seen += [member["id"] for member in page["members"]]
    assert len(seen) == len(set(seen)) == 6
    assert await refusal(web.users_list(cursor="nonsense")) == "invalid_cursor"


async def test_people_are_found_by_e_mail_in_any_case(web: AsyncWebClient) -> None:
    found = await web.users_lookupByEmail(email="DAN@example.com")
    assert found["user"]["id"] == DAN.uid
    gone = web.users_lookupByEmail(email="gone@example.com")
    assert await refusal(gone) == "users_not_found"


async def test_the_channels_of_a_person_are_those_that_the_app_sees_too(
    web: AsyncWebClient, workspace: Workspace, pod: str
) -> None:
    secret = workspace.state.channels.create("secret", True, DAN.uid, 0.0)
    workspace.state.channels.admit(secret, DAN.uid, "0")
    found = await web.users_conversations(user=DAN.uid, types="private_channel")
    assert [channel["id"] for channel in found["channels"]] == [pod]
    own = await web.users_conversations(types="private_channel")
    assert [channel["id"] for channel in own["channels"]] == [pod]
    unknown = web.users_conversations(user="U0NOBODY")
    assert await refusal(unknown) == "invalid_arguments"


async def test_a_reaction_is_added_once_and_taken_back_once(
    web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    ts = await maya.post(pod, "Worked")
    target = {"channel": pod, "timestamp": ts}
    await web.reactions_add(name="eyes", **target)
    await maya.do("react", channel=pod, ts=ts, name="eyes")
    shown = (await web.conversations_history(channel=pod, limit=1))["messages"][0]
    assert shown["reactions"][0]["count"] == 2
    assert await refusal(web.reactions_add(name="eyes", **target)) == "already_reacted"
    await web.reactions_remove(name="eyes", **target)
    assert await refusal(web.reactions_remove(name="eyes", **target)) == "no_reaction"


async def test_reactions_on_nothing_are_refused(
    web: AsyncWebClient, workspace: Workspace, maya: Visitor, pod: str
) -> None:
    ghost = {"channel": pod, "timestamp": "1700000000.000001"}
    assert await refusal(web.reactions_add(name="eyes", **ghost)) == "message_not_found"
    bad = {"channel": pod, "timestamp": "now"}
    assert await refusal(web.reactions_add(name="eyes", **bad)) == "bad_timestamp"
    ts = await maya.post(pod, "x")
    odd = web.reactions_add(name="No Emoji!", channel=pod, timestamp=ts)
    assert await refusal(odd) == "invalid_name"
    assert await refusal(web.reactions_remove(name="eyes")) == "no_item_specified"
    lobby = workspace.state.channels.create("lobby", False, ANA.uid, 0.0).id
    outside = web.reactions_add(name="eyes", channel=lobby, timestamp=ts)
    assert await refusal(outside) == "no_access"


async def test_an_archived_channel_takes_no_reactions(web: AsyncWebClient, maya: Visitor) -> None:
    channel = await make_channel(web, "old", True, MAYA.uid)
    ts = await maya.post(channel, "x")
    await web.conversations_archive(channel=channel)
    late = web.reactions_add(name="eyes", channel=channel, timestamp=ts)
    assert await refusal(late) == "is_archived"
