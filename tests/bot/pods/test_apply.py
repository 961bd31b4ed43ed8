"""Applying a roster: planned first, repeatable, and honest about what is left to do by hand."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.commands import use_prefix
from bot.errors import Misconfigured
from bot.pods.apply import Outcome, apply
from bot.pods.changes import Change
from bot.pods.plan import Plan, make_plan
from bot.pods.roster_files import check_files
from bot.pods.show import show
from bot.pods.workspace import Account
from storage.database import Database
from storage.pods import Role, find_member
from storage.pods_roster import StoredRoster, read_roster
from tests.bot.pods.slack_fake import BOT, FakeWorkspace, Killed
from tests.fakes import START

ROSTER = """\
[market.sd]
name = "San Diego"
timezone = "America/Los_Angeles"

[pod.sd]
name = "San Diego"
market = "sd"
channel = "pod-sd"
overflow = "detroit"
members = [
  { email = "ana@example.com", name = "Ana", role = "team_leader" },
  { email = "maya@example.com", name = "Maya" },
]

[pod.detroit]
name = "Detroit"
market = "sd"
channel = "pod-detroit"
overflow = "sd"
members = [
  { email = "raj@example.com", name = "Raj", role = "team_leader" },
]
"""
PEOPLE = [
    Account("UANA", "ana@example.com"),
    Account("UMAYA", "maya@example.com"),
    Account("URAJ", "raj@example.com"),
    Account("UOFF", "off@example.com", is_deactivated=True),
    Account("UGUEST", "guest@example.com", is_guest=True),
    Account("UOTHER", "other@example.com", is_stranger=True),
    Account("UAPP", "app@example.com", is_app=True),
]


def told(changes: Sequence[Change]) -> list[str]:
    return list(map(str, changes))


class Desk:
    """Somebody at the command line, with a roster file."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.file = folder / "pods.toml"
        self.file.write_text(ROSTER)
        self.database = database
        self.slack = FakeWorkspace(list(PEOPLE))

    def write(self, old: str, new: str) -> None:
        assert old in self.file.read_text()
        self.file.write_text(self.file.read_text().replace(old, new, 1))

    async def plan(self) -> Plan:
        return await make_plan(check_files(self.file), self.database, self.slack, START)

    async def apply(self) -> Outcome:
        return await apply(await self.plan(), self.database, self.slack, START)

    async def stored(self) -> StoredRoster:
        async with self.database.read() as session:
            return await read_roster(session, "T1")


@pytest.fixture
def desk(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(Path(), database)


async def test_the_first_apply_makes_everything_and_the_second_nothing(desk: Desk) -> None:
    plan = await desk.plan()
    assert "pod sd: new" in told(plan.roster_changes)
    assert "Maya joins sd" in told(plan.roster_changes)
    assert told(plan.channel_changes)[:3] == [
        "#pod-sd: create it (private)",
        "#pod-sd: becomes the channel of sd",
        "#pod-sd: set its topic",
    ]
    outcome = await desk.apply()
    assert outcome.by_hand == []
    channels = {channel.name: channel for channel in desk.slack.by_id.values()}
    assert channels["pod-sd"].is_private
    assert desk.slack.inside[channels["pod-sd"].id] == {BOT, "UANA", "UMAYA"}
    stored = await desk.stored()
    assert stored.pods["sd"].channel == channels["pod-sd"].id
    assert stored.pods["sd"].overflow_pod_id == stored.pods["detroit"].id
    assert stored.pods["detroit"].overflow_pod_id == stored.pods["sd"].id
    again = await desk.plan()
    assert again.is_empty, (again.roster_changes, again.channel_changes)
    assert (await desk.apply()).done == []


async def test_a_plan_changes_nothing(desk: Desk) -> None:
    await desk.plan()
    assert (await desk.stored()).pods == {}
    assert desk.slack.by_id == {}


async def test_killed_after_any_call_and_run_again_it_ends_the_same(
    tmp_path: Path, desk: Desk
) -> None:
    deaths = 0
    desk.slack.dies_after = 0
    for _ in range(12):
        try:
            await desk.apply()
        except Killed:
            deaths += 1
    desk.slack.dies_after = None
    await desk.apply()
    assert deaths == 6  # right after making, describing and filling each of the two channels
    names = [channel.name for channel in desk.slack.by_id.values()]
    assert sorted(names) == ["pod-detroit", "pod-sd"]
    assert (await desk.plan()).is_empty
    assert len((await desk.stored()).members) == 3


async def test_who_left_the_file_is_marked_and_told_and_may_come_back(desk: Desk) -> None:
    await desk.apply()
    maya = '  { email = "maya@example.com", name = "Maya" },\n'
    desk.write(maya, "")
    assert told((await desk.plan()).roster_changes) == ["Maya leaves sd"]
    assert told((await desk.apply()).done) == ["Maya leaves sd"]
    assert (await desk.stored()).members["UMAYA"].left_at == START
    desk.write('  { email = "raj@', maya + '  { email = "raj@')
    assert told((await desk.apply()).done) == ["Maya joins detroit", "#pod-detroit: invited 1"]
    assert (await desk.stored()).members["UMAYA"].left_at is None


async def test_another_role_is_told_by_its_name(desk: Desk) -> None:
    await desk.apply()
    desk.write('name = "Maya"', 'name = "Maya", role = "coach"')
    assert told((await desk.plan()).roster_changes) == ["Maya becomes coach"]
    maya = '  { email = "maya@example.com", name = "Maya", role = "coach" },\n'
    desk.write(maya, "")
    desk.write('  { email = "raj@', maya + '  { email = "raj@')
    plan = await desk.plan()
    assert told(plan.roster_changes) == ["Maya moves to detroit as coach"]


async def test_when_a_pod_meets_is_planned_and_applied_like_what_else_a_file_says(
    desk: Desk,
) -> None:
    await desk.apply()
    desk.write('channel = "pod-sd"', 'channel = "pod-sd"\nhuddles = { days = ["Tue"] }')
    assert told((await desk.plan()).changes) == ["pod sd: settings changed"]
    await desk.apply()
    assert (await desk.stored()).pods["sd"].settings == {"huddles": {"days": ["tue"]}}
    assert (await desk.plan()).is_empty


async def test_a_misspelt_address_leaves_a_known_member_where_they_are(desk: Desk) -> None:
    await desk.apply()
    desk.slack.people = [each for each in desk.slack.people if each.id != "UMAYA"]
    plan = await desk.plan()
    assert plan.roster_changes == []
    assert plan.by_hand == [
        "maya@example.com (pods.toml:12) is not in this Slack workspace: correct the address, "
        "or invite them to Slack and run this again."
    ]


@pytest.mark.parametrize("email", ["maya@example.com", ""])
async def test_whoever_was_deactivated_leaves_though_the_roster_still_names_them(
    desk: Desk, email: str
) -> None:
    """Slack may show no address of a deactivated account."""
    await desk.apply()
    gone = Account("UMAYA", email, is_deactivated=True)
    desk.slack.people = [gone if each.id == "UMAYA" else each for each in desk.slack.people]
    outcome = await desk.apply()
    assert told(outcome.done) == ["Maya leaves sd"]
    assert [each.split(" (")[0] for each in outcome.by_hand] == ["maya@example.com"]
    async with desk.database.read() as session:
        assert await find_member(session, "T1", "UMAYA") is None
    assert told((await desk.apply()).done) == []
    desk.slack.people = list(PEOPLE)
    assert told((await desk.apply()).done) == ["Maya joins sd"]


async def test_people_of_pods_in_other_files_are_left_alone(desk: Desk) -> None:
    await desk.apply()
    text = desk.file.read_text()
    desk.file.write_text(text[: text.index("[pod.detroit]")].replace('overflow = "detroit"\n', ""))
    plan = await desk.plan()
    assert told(plan.roster_changes) == ["pod sd: has no overflow pod any more"]
    assert plan.notes == ["pod detroit is not in these files and stays as it is"]


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("nobody@example.com", "is not in this Slack workspace"),
        ("off@example.com", "has a deactivated account"),
        ("guest@example.com", "is a guest here"),
        ("other@example.com", "belongs to another company's Slack"),
        ("app@example.com", "is an app, not a person"),
    ],
)
async def test_who_cannot_be_a_member_is_told_and_the_rest_goes_on(
    desk: Desk, email: str, says: str
) -> None:
    desk.write("maya@example.com", email)
    outcome = await desk.apply()
    assert len(outcome.by_hand) == 1
    assert outcome.by_hand[0].startswith(f"{email} (pods.toml:12) {says}")
    assert set((await desk.stored()).members) == {"UANA", "URAJ"}


async def test_one_account_under_two_names_is_taken_once(desk: Desk) -> None:
    desk.write('email = "raj@example.com"', 'user = "UANA"')
    outcome = await desk.apply()
    assert "is the same Slack account as ana@example.com" in outcome.by_hand[0]
    assert set((await desk.stored()).members) == {"UANA", "UMAYA"}


async def test_without_the_scope_for_addresses_it_is_said_at_once(desk: Desk) -> None:
    desk.slack.people = [Account(each.id) for each in PEOPLE]
    with pytest.raises(Misconfigured, match=r"users:read\.email"):
        await desk.plan()


async def test_a_channel_that_somebody_else_made_is_used_as_it_is(desk: Desk) -> None:
    theirs = desk.slack.add("pod-sd", ["UANA"], topic="Our topic")
    public = desk.slack.add("pod-detroit", [], is_private=False, is_ours=False)
    outcome = await desk.apply()
    assert outcome.by_hand == []
    assert desk.slack.inside[theirs.id] == {"UANA", "UMAYA"}
    assert desk.slack.by_id[theirs.id].topic == "Our topic"
    assert desk.slack.by_id[public.id].is_ours
    assert "conversations.create" not in desk.slack.calls


async def test_a_channel_may_be_named_by_its_id(desk: Desk) -> None:
    theirs = desk.slack.add("some-name", ["UANA"])
    desk.write('"pod-sd"', f'"{theirs.id}"')
    await desk.apply()
    assert (await desk.stored()).pods["sd"].channel == theirs.id
    assert desk.slack.inside[theirs.id] == {"UANA", "UMAYA"}


def hidden(desk: Desk) -> None:
    desk.slack.hidden.add("pod-sd")


def hidden_by_id(desk: Desk) -> None:
    theirs = desk.slack.add("secret", [], is_ours=False)
    desk.write('"pod-sd"', f'"{theirs.id}"')


def archived(desk: Desk) -> None:
    desk.slack.add("pod-sd", [], is_archived=True)


@pytest.mark.parametrize(
    ("arrange", "says"),
    [
        (hidden, "#pod-sd exists, but Podline cannot see it: somebody in it types /invite"),
        (hidden_by_id, "C00000000 (pods.toml:5) cannot be seen: in that channel, somebody types"),
        (archived, "#pod-sd is archived: unarchive it in Slack"),
    ],
)
async def test_a_channel_out_of_reach_is_left_to_people_and_the_other_pod_goes_on(
    desk: Desk, arrange: Callable[[Desk], None], says: str
) -> None:
    arrange(desk)
    outcome = await desk.apply()
    assert len(outcome.by_hand) == 1
    assert outcome.by_hand[0].startswith(says)
    stored = await desk.stored()
    assert stored.pods["sd"].channel is None
    assert stored.pods["detroit"].channel is not None


@pytest.mark.parametrize("code", ["restricted_action", "missing_scope", "cannot_create_channel"])
async def test_where_creating_is_not_allowed_it_says_what_to_do_by_hand(
    desk: Desk, code: str
) -> None:
    desk.slack.refuses["conversations.create"] = code
    outcome = await desk.apply()
    assert outcome.by_hand == [
        f"#{name} may not be created by Podline ({code}): create it by hand (private), "
        "type /invite @podline in it, then run this again."
        for name in ("pod-sd", "pod-detroit")
    ]
    desk.slack.add("pod-sd", [BOT])
    desk.slack.add("pod-detroit", [BOT])
    assert (await desk.apply()).by_hand == []
    assert (await desk.plan()).is_empty


async def test_where_inviting_is_not_allowed_the_names_are_given(desk: Desk) -> None:
    desk.slack.refuses["conversations.invite"] = "restricted_action"
    outcome = await desk.apply()
    assert outcome.by_hand[0] == (
        "#pod-sd: Podline may not invite (restricted_action). "
        "Somebody in it invites by hand: Ana, Maya."
    )
    assert (await desk.stored()).pods["sd"].channel is not None


async def test_a_second_installation_sends_nobody_to_the_first_ones_bot(desk: Desk) -> None:
    async def second() -> Outcome:
        use_prefix("test")
        hidden_by_id(desk)
        return await desk.apply()

    outcome = await asyncio.create_task(second())
    assert "types /invite @Podline test; then run this again." in outcome.by_hand[0]
    topics = [channel.topic for channel in desk.slack.by_id.values()]
    assert "Detroit · ask with /test-advise, see who is there with /test-pod" in topics


async def test_one_person_who_is_not_let_in_does_not_keep_the_others_out(desk: Desk) -> None:
    desk.slack.unwelcome["UMAYA"] = "ura_max_channels"
    outcome = await desk.apply()
    assert outcome.by_hand == [
        "#pod-sd: Maya was not let in (ura_max_channels): invite them by hand."
    ]
    assert "#pod-sd: invited 1" in told(outcome.done)


async def test_a_large_pod_is_invited_a_hundred_at_a_time(desk: Desk) -> None:
    many = [Account(f"U{number:04}", f"p{number}@example.com") for number in range(250)]
    lines = "\n".join(f'{{ email = "{each.email}", name = "{each.id}" }},' for each in many)
    desk.write("members = [", f"members = [\n{lines}")
    desk.slack.people += many
    await desk.apply()
    assert desk.slack.calls.count("conversations.invite") == 4
    assert desk.slack.calls.count("users.list") == 1


async def test_progress_is_told_from_nothing_to_all(desk: Desk) -> None:
    told: list[tuple[int, int, str]] = []
    plan = await desk.plan()
    await apply(plan, desk.database, desk.slack, START, lambda *step: told.append(step))
    assert told[0] == (0, 3, "saving the roster")
    assert told[-1] == (3, 3, "done")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)


async def test_a_roster_with_errors_is_not_planned(desk: Desk) -> None:
    desk.write("team_leader", "boss")
    with pytest.raises(Misconfigured, match=r"errors \(1\)"):
        await desk.plan()


async def test_show_counts_who_is_there(desk: Desk) -> None:
    await desk.apply()
    detroit, sd = await show(desk.database)
    assert (sd.key, sd.members, sd.roles[Role.TEAM_LEADER], sd.overflow) == ("sd", 2, 1, "detroit")
    assert (detroit.market, detroit.timezone) == ("San Diego", "America/Los_Angeles")
