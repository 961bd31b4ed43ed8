"""What `podline try` prints while it runs."""

import errno
import io
from collections import Counter

import pytest
from aiohttp import ClientSession
from rich.console import Console
from sqlalchemy import select
from sqlmodel import col

from bot.errors import Misconfigured
from bot.practices.sample import FOLDER
from bot.trial import Setup, open_trial, show_trial
from bot.workspace.server import Workspace
from storage.practices import Practice, Scope


async def test_it_says_where_the_page_is_and_that_it_stops() -> None:
    wrote = io.StringIO()

    async def stopped() -> None:
        assert "Stopping" not in wrote.getvalue()

    await show_trial(0, Console(file=wrote, width=100), stopped)
    ready, stopping = wrote.getvalue().splitlines()
    assert ready.startswith("Podline is ready: http://127.0.0.1:")
    assert stopping == "Stopping …"


async def test_where_a_door_is_open_its_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PODLINE_INTAKE_SECRETS", "0123456789abcdef")
    wrote = io.StringIO()
    answers: list[int] = []

    async def stopped() -> None:
        address = wrote.getvalue().split()[-1]
        assert address.endswith("/alerts/")
        async with ClientSession() as session, session.post(f"{address}intake") as answer:
            answers.append(answer.status)

    await show_trial(0, Console(file=wrote, width=100), stopped)
    assert answers == [401]


async def test_it_has_a_workspace_of_its_own_on_this_machine_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PODLINE_COMMAND_PREFIX", "test")
    monkeypatch.setenv("PODLINE_HOST", "::")
    async with open_trial(Setup(colleagues=False)) as trial:
        assert (trial.settings.command_prefix, trial.settings.host) == ("", "127.0.0.1")


async def test_links_lead_to_the_bot_itself_also_after_it_was_started_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PODLINE_PUBLIC_URL", "https://podline.example.com")
    async with (
        open_trial(Setup(colleagues=False, huddles=True)) as trial,
        ClientSession() as session,
    ):
        address = trial.settings.public_url
        assert address == f"http://127.0.0.1:{trial.podline.port}"
        await trial.stop_bot()
        await trial.start_bot()
        async with session.get(f"{address}/huddles/nothing") as answer:
            assert answer.status == 404
            assert "Ask for a new link in Slack" in await answer.text()


async def test_without_huddles_nobody_is_given_a_link() -> None:
    async with open_trial(Setup(colleagues=False)) as trial, ClientSession() as session:
        assert trial.settings.public_url == ""
        async with session.get(f"http://127.0.0.1:{trial.podline.port}/huddles/x") as answer:
            assert "new link" not in await answer.text()


async def test_the_sample_practices_are_there_for_both_pods() -> None:
    async with (
        open_trial(Setup(colleagues=False, practices=FOLDER)) as trial,
        trial.podline.database.read() as session,
    ):
        scopes = Counter(await session.scalars(select(col(Practice.scope))))
    assert scopes.total() == len(list(FOLDER.glob("*.md")))
    assert scopes[Scope.COMPANY] > 80


@pytest.mark.parametrize(
    ("port", "number", "says"),
    [
        (9000, errno.EADDRINUSE, "Port 9000 is taken. Try another one: make try PORT=9001"),
        (65535, errno.EADDRINUSE, "Port 65535 is taken. Try another one: make try PORT=8765"),
        (
            80,
            errno.EACCES,
            "Port 80 needs more rights than Podline has. Try another one: make try PORT=8765",
        ),
    ],
)
async def test_a_port_that_cannot_be_had_is_told_with_why_and_another_one(
    monkeypatch: pytest.MonkeyPatch, port: int, number: int, says: str
) -> None:
    async def no(_: Workspace) -> None:
        raise OSError(number, "no")

    async def never() -> None:
        raise AssertionError

    monkeypatch.setattr(Workspace, "start", no)
    with pytest.raises(Misconfigured) as refused:
        await show_trial(port, Console(file=io.StringIO()), never)
    assert refused.value.sentence == says
