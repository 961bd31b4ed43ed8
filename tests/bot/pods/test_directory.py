"""Applying a roster over the wire, in a workspace with Slack's limits and Slack's moods."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.manifest import read_manifest
from bot.pods.apply import apply
from bot.pods.directory import ATTEMPTS, SlackDirectory
from bot.pods.plan import make_plan
from bot.pods.roster_files import check_files
from bot.pods.sample import FOLDER, sample_people
from bot.pods.workspace import Account, Refused, Unreachable
from bot.workspace.people import Person
from bot.workspace.server import Workspace
from storage.database import Database
from tests.fakes import START

ODD_ONES = (
    Person("U0GONE", "gone", "Gone Long", "gone@example.com", deleted=True),
    Person("U0GUEST", "guest", "Guy Guest", "guest@example.com", is_restricted=True),
    Person("U0OTHER", "other", "Otto Other", "other@example.com", team_id="T0OTHER"),
)


class Desk:
    """A directory of a running workspace; its sleep lets the workspace's time pass at once."""

    def __init__(self, workspace: Workspace, session: ClientSession) -> None:
        self.workspace, self.session = workspace, session
        self.at = START.timestamp()
        self.slept: list[float] = []
        client = AsyncWebClient(
            workspace.bot_token,
            base_url=workspace.api_url,
            session=session,
            retry_handlers=[],
        )
        self.directory = SlackDirectory(client, self.now, self.sleep)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    async def order(self, method: str, kind: str, times: int = 1, seconds: float = 1) -> None:
        fault = {"method": method, "kind": kind, "times": times, "seconds": seconds}
        async with self.session.post(f"{self.workspace.url}/control/faults", json=fault) as answer:
            answer.raise_for_status()

    async def calls(self, method: str) -> list[dict[str, Any]]:
        url = f"{self.workspace.url}/control/calls?method={method}"
        async with self.session.get(url) as answer:
            calls: list[dict[str, Any]] = (await answer.json())["calls"]
            return calls


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    people = [
        Person(None, each.name, each.real_name, each.email, tz=each.tz) for each in sample_people()
    ]
    desk: list[Desk] = []
    workspace = Workspace(
        [*people, *ODD_ONES],
        read_manifest(),
        now=lambda: desk[0].at if desk else START.timestamp(),
    )
    await workspace.start()
    try:
        async with ClientSession() as session:
            desk.append(Desk(workspace, session))
            yield desk[0]
    finally:
        await workspace.stop()


async def test_everybody_is_read_in_one_walk_with_what_keeps_them_from_a_pod(desk: Desk) -> None:
    accounts = {account.email: account for account in await desk.directory.accounts()}
    gone, guest, other = (accounts[each.email] for each in ODD_ONES)
    assert gone == Account("U0GONE", "gone@example.com", is_deactivated=True)
    assert guest == Account("U0GUEST", "guest@example.com", is_guest=True)
    assert other == Account("U0OTHER", "other@example.com", is_stranger=True)
    assert accounts["maya.reyes@example.com"].id
    assert len(await desk.calls("users.list")) <= 2
    bots = [account for account in await desk.directory.accounts() if account.is_app]
    assert len(bots) >= 1


async def test_the_sample_rosters_are_applied_and_the_second_time_nothing_is_left(
    desk: Desk, database: Database
) -> None:
    report = check_files(FOLDER)
    plan = await make_plan(report, database, desk.directory, START)
    outcome = await apply(plan, database, desk.directory, START)
    assert outcome.by_hand == []
    assert "#pod-san-diego: invited 47" in map(str, outcome.done)
    again = await make_plan(report, database, desk.directory, START)
    assert again.is_empty, (again.roster_changes, again.channel_changes)
    assert all(channel.is_private for channel in await desk.directory.channels() if channel.topic)


async def test_it_keeps_slacks_pace_by_itself(desk: Desk) -> None:
    for number in range(45):
        await desk.directory.create(f"pod-{number}", is_private=True)
    statuses = {call["status"] for call in await desk.calls("conversations.create")}
    assert statuses == {200}
    assert sum(desk.slept) >= 120


async def test_a_429_is_waited_out_as_long_as_slack_asks(desk: Desk) -> None:
    await desk.order("conversations.create", "429", seconds=17)
    channel = await desk.directory.create("pod-a", is_private=True)
    assert channel.is_ours
    assert desk.slept == [17]


@pytest.mark.parametrize("kind", ["error5xx", "drop"])
async def test_a_hiccup_is_tried_again_and_silence_is_said(desk: Desk, kind: str) -> None:
    channel = await desk.directory.create("pod-a", is_private=True)
    await desk.order("conversations.list", kind)
    assert channel in await desk.directory.channels()
    await desk.order("conversations.list", kind, times=ATTEMPTS)
    with pytest.raises(Unreachable, match="what was done stays done"):
        await desk.directory.channels()


async def test_an_answer_that_was_lost_makes_no_second_channel(
    desk: Desk, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "pods.toml").write_text(
        '[market.a]\nname = "A"\ntimezone = "UTC"\n'
        '[pod.a]\nname = "A"\nmarket = "a"\nchannel = "pod-a"\nmembers = [\n'
        '{ email = "maya.reyes@example.com", name = "Maya", role = "team_leader" } ]\n'
    )
    plan = await make_plan(check_files(tmp_path), database, desk.directory, START)
    await desk.order("conversations.create", "accept_then_drop")
    outcome = await apply(plan, database, desk.directory, START)
    assert outcome.by_hand == []
    assert [each.name for each in await desk.directory.channels()].count("pod-a") == 1


async def test_a_refusal_names_its_code(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        await desk.directory.create("Not A Name", is_private=True)
    assert refused.value.code == "invalid_name_specials"


async def test_who_cannot_be_invited_is_named_though_nobody_came(desk: Desk) -> None:
    channel = await desk.directory.create("pod-a", is_private=True)
    assert await desk.directory.invite(channel.id, ["U0GONE"]) == {"U0GONE": "cant_invite"}
    assert await desk.directory.find_channel("C0NOWHERE") is None


async def test_a_token_that_slack_does_not_take_is_said_with_where_it_stands(desk: Desk) -> None:
    url = desk.workspace.api_url
    client = AsyncWebClient("xoxb-wrong", base_url=url, session=desk.session)
    with pytest.raises(Refused, match=r"invalid_auth\. Copy PODLINE_SLACK_BOT_TOKEN again"):
        await SlackDirectory(client, desk.now, desk.sleep).team()
