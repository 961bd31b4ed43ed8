"""Whatever people type, wherever: no smuggled mention reaches anybody, nothing is lost."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from bot.pods.sample import FOLDER
from bot.trial import Setup
from tests import postgres
from tests.journeys.conftest import REPS
from tests.journeys.hostile_fields import FIELDS, Entered, Stage, latest
from tests.journeys.hostile_words import (
    BEGIN,
    END,
    KINDS,
    MOST,
    calls,
    expected,
    seen,
    typed,
)
from tests.journeys.people import MORNING, Day, open_day
from tests.waiting import PATIENCE

# One trial for all of them: starting one takes longer than most of these.
pytestmark = pytest.mark.asyncio(loop_scope="module")
SQLITE, POSTGRESQL = "sqlite", "postgresql"
Open = Callable[[str], Awaitable[Stage]]


# No form holds them; what becomes of them is tested below.
TOO_LONG_FOR_A_FORM = {
    ("command elsewhere", "forty thousand"),
    ("mention elsewhere", "forty thousand"),
}


def cases() -> Iterator[object]:
    for name, field in FIELDS.items():
        for kind, what in KINDS.items():
            if kind == "as long as it holds" and field.longest == MOST:
                continue  # the same as forty thousand
            if (name, kind) in TOO_LONG_FOR_A_FORM:
                continue
            yield pytest.param(name, kind, SQLITE)
            if what.troubles_databases:
                yield pytest.param(name, kind, POSTGRESQL)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stages(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Open]:
    """Opens the stage on a database once, and closes all of them in the end."""
    opened: dict[str, Stage] = {}
    folder = tmp_path_factory.mktemp("hostile")
    async with AsyncExitStack() as stack:

        async def stage(engine: str) -> Stage:
            if engine not in opened:
                url = _database(request, engine, folder, stack)
                opened[engine] = await _open(url, folder / engine, stack)
            return opened[engine]

        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PODLINE_PACED", "false")
            yield stage


@pytest_asyncio.fixture(loop_scope="module")
async def stage(stages: Open) -> Stage:
    return await stages(SQLITE)


def _database(
    request: pytest.FixtureRequest, engine: str, folder: Path, stack: AsyncExitStack
) -> str:
    if engine == SQLITE:
        return f"sqlite:///{folder / 'podline.db'}"
    server, template = request.getfixturevalue("upgraded_postgresql")
    return str(stack.enter_context(postgres.fresh_database(server, template)))


async def _open(url: str, roster: Path, stack: AsyncExitStack) -> Stage:
    """In a workspace without limits."""
    _write_roster(roster)
    setup = Setup(
        colleagues=False,
        starts_at=MORNING,
        database_url=url,
        roster=roster,
        ack_seconds=PATIENCE,
    )
    day = await stack.enter_async_context(open_day(setup))
    day.trial.workspace.state.limits.lifted = True
    maya, nick, dan, raj = [await day.person(name) for name in ("maya", "nick", "dan", "raj")]
    lounge = (await maya.act("create", name="lounge"))["channel"]
    await maya.act("invite", channel=lounge, users=[day.trial.workspace.state.app.user])
    return Stage(day, maya, nick, dan, raj, lounge)


def _write_roster(roster: Path) -> None:
    """With few reps, and never enough people present."""
    roster.mkdir()
    for file in FOLDER.glob("*.toml"):
        lines = file.read_text().splitlines(keepends=True)
        kept = [line for line in lines if 'rep"' not in line or any(f'"{r}' in line for r in REPS)]
        text = "".join(kept).replace("enough_present = 3", "enough_present = 90")
        (roster / file.name).write_text(text)


@pytest.mark.parametrize(("field", "kind", "engine"), list(cases()))
async def test_all_of_it_is_shown_or_stays_in_the_form_and_calls_nobody(
    stages: Open, field: str, kind: str, engine: str
) -> None:
    stage, place = await stages(engine), FIELDS[field]
    text = typed(kind, place.longest, place.prefix, stage.dan.user)
    before = await stage.day.bells()
    entered = await place.enter(stage, text)
    if entered.errors:
        assert len(text) > place.longest
        await _is_still_there(entered)
        return
    for messages in (entered.messages, *entered.there):
        shown = seen(messages)
        assert _printable(expected(kind, text, place.as_mrkdwn)) in _printable(shown)
        assert END in shown
        assert BEGIN in seen([one for one in messages if one.get("bot_id")])
        assert calls(messages) <= {f"<@{stage.maya.user}>"}
    assert await _rung(stage.day, before) <= {"maya.reyes", *_members(stage.day, place.posts)}


async def test_a_command_elsewhere_that_no_form_holds_gives_the_words_back(stage: Stage) -> None:
    text = f"{BEGIN} {'customer says and waits ' * 800}{END}"
    before = await latest(stage.maya)
    await stage.maya.runs("/advise", text, stage.lounge)
    told = [one for one in await stage.maya.messages(stage.lounge) if one["ephemeral"]][-1]
    assert "in your pod's channel" in told["text"]
    assert BEGIN in told["text"]
    assert END in told["text"]
    assert await latest(stage.maya) == before


async def test_a_mention_elsewhere_that_no_button_holds_says_that_only_its_start_is_sent(
    stage: Stage,
) -> None:
    text = f"{BEGIN} {'customer says and waits ' * 800}{END}"
    await stage.maya.writes(f"@podline {text}", there=stage.lounge)
    told = [one for one in await stage.maya.messages(stage.lounge) if one["ephemeral"]][-1]
    assert "Only the start of your question fits" in told["text"]
    own = [one for one in await stage.maya.messages(stage.lounge) if one["user"] == stage.maya.user]
    assert END in own[-1]["text"]


@pytest.mark.parametrize("text", ["", "   ", "\x00\x07", "\u200b\u2066", "\ud83d"])
async def test_a_question_without_words_is_not_published(stage: Stage, text: str) -> None:
    before = await latest(stage.maya)
    await stage.maya.runs("/advise", text)
    errors = await stage.maya.sends(await stage.maya.form(), question=text or " ")
    assert set(errors) == {"question"}
    await _is_still_there(Entered(errors=errors, writer=stage.maya))
    assert await latest(stage.maya) == before


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("word", ["", "away "])
async def test_a_pod_command_that_cannot_be_read_says_what_can(
    stage: Stage, word: str, kind: str
) -> None:
    before = await stage.day.bells()
    text = typed(kind, MOST, len(word), stage.dan.user)
    await stage.maya.runs("/pod", word + text)
    told = [one for one in await stage.maya.messages(stage.maya.pod) if one["ephemeral"]][-1]
    assert "/pod" in seen([told])
    assert calls([told | {"bot_id": "B0BOT"}]) == set()
    assert await _rung(stage.day, before) == set()


def _printable(text: str) -> str:
    """Half an emoji stands in no report."""
    return ascii(text).strip("'\"")


async def _is_still_there(entered: Entered) -> None:
    """The form stands open, with a sentence under the field."""
    assert all(entered.errors.values())
    assert entered.writer is not None
    form = await entered.writer.form()
    await entered.writer.act("close", view_id=form["id"])


async def _rung(day: Day, before: dict[str, int]) -> set[str]:
    return {name for name, count in (await day.bells()).items() if count > before[name]}


def _members(day: Day, channel: str) -> set[str]:
    """Who is in a channel; nobody where it has no name."""
    found = day.trial.workspace.state.channels.find_by_name(channel)
    return {name for name, user in day.users.items() if found and user in found.members}
