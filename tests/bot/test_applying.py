"""`podline pods apply`: what is shown before it asks, and how it ends when nobody agrees."""

import asyncio
import io
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.pods.sample import FOLDER, sample_people
from bot.pods.workspace import Account
from tests.bot.pods.slack_fake import FakeWorkspace

LEFT = "raj.patel@example.com"


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeWorkspace:
    """A workspace that knows everybody in the sample rosters; a bot token and no other."""
    people = [Account(f"U{number:04}", one.email) for number, one in enumerate(sample_people())]
    slack = FakeWorkspace(people)
    monkeypatch.setattr("bot.provisioning.SlackDirectory", lambda *_: slack)
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_APP_TOKEN", "DATABASE_URL", "SLACK_API_URL", "MODE"):
        monkeypatch.delenv(f"PODLINE_{name}", raising=False)
    monkeypatch.setenv("PODLINE_SLACK_BOT_TOKEN", "xoxb-1")
    run(monkeypatch, "db upgrade")
    return slack


def run(monkeypatch: pytest.MonkeyPatch, arguments: str, stdin: io.StringIO | None = None) -> int:
    monkeypatch.setattr(sys, "argv", ["podline", *arguments.split()])
    monkeypatch.setattr(sys, "stdin", stdin)
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_two_new_pods_are_shown_in_a_few_lines_and_done_in_one(
    slack: FakeWorkspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(monkeypatch, f"pods apply {FOLDER} --yes") == 0
    out, err = capsys.readouterr()
    total = "2 markets, 2 pods, 94 members join, 2 new channels, 94 invitations."
    assert out.splitlines() == [
        "  market detroit: new",
        "  market san-diego: new",
        "  pod detroit: new, overflows to san-diego, 47 members join",
        "  pod san-diego: new, overflows to detroit, 47 members join",
        "  #pod-detroit: create it (private), becomes the channel of detroit, set its topic, "
        "invite 47",
        "  #pod-san-diego: create it (private), becomes the channel of san-diego, set its topic, "
        "invite 47",
        f"In all: {total}",
        f"Done: {total}",
    ]
    assert err == ""


def test_everybody_is_named_where_that_is_asked_for(
    slack: FakeWorkspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, f"pods apply {FOLDER} --yes --verbose")
    assert capsys.readouterr().out.count(" joins san-diego\n") == 47


def test_declined_it_says_that_nothing_was_changed_whatever_else_is_to_be_done_by_hand(
    slack: FakeWorkspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slack.people = [each for each in slack.people if each.email != LEFT]
    assert run(monkeypatch, f"pods apply {FOLDER}", io.StringIO("n\n")) == 0
    out, err = capsys.readouterr()
    assert "1 thing is left to do by hand, named at the end." in out
    assert out.endswith("Nothing was changed.\n")
    assert err == ""
    assert slack.by_id == {}


@pytest.mark.parametrize("stdin", [io.StringIO(""), None])
def test_where_nobody_can_answer_it_says_how_to_apply_without_being_asked(
    slack: FakeWorkspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    stdin: io.StringIO | None,
) -> None:
    assert run(monkeypatch, f"pods apply {FOLDER}", stdin) == 1
    assert capsys.readouterr().err.strip().endswith("To apply without being asked, add --yes.")
    assert slack.by_id == {}


@pytest.mark.parametrize(
    ("during", "says"),
    [
        ("invite", "podline: Stopped. Run it again: it does what is left.\n"),
        ("accounts", "podline: Stopped. Nothing was changed.\n"),
    ],
)
def test_stopped_by_the_keyboard_it_says_what_became_of_it(
    slack: FakeWorkspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    during: str,
    says: str,
) -> None:
    pressed: list[int] = []
    # A process that was started in the background ignores Ctrl-C, and so would this one.
    heeded = signal.signal(signal.SIGINT, signal.default_int_handler)

    async def ctrl_c(*_: object) -> None:
        pressed.append(1)
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(30)

    with monkeypatch.context() as patched:
        patched.setattr(slack, during, ctrl_c)
        assert run(monkeypatch, f"pods apply {FOLDER} --yes") == 130
    signal.signal(signal.SIGINT, heeded)
    assert pressed == [1]
    assert capsys.readouterr().err == says
    assert run(monkeypatch, f"pods apply {FOLDER} --yes") == 0
    assert sorted(len(inside) for inside in slack.inside.values()) == [48, 48]


def test_what_is_left_to_people_is_named_and_shows_in_the_exit_code(
    slack: FakeWorkspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slack.people = [each for each in slack.people if each.email != LEFT]
    assert run(monkeypatch, f"pods apply {FOLDER} --yes") == 3
    assert capsys.readouterr().err.startswith(f"by hand: {LEFT} ({FOLDER}")


class Terminal(io.StringIO):
    """Somebody at a keyboard, who presses Ctrl-C before they answer."""

    def isatty(self) -> bool:
        return True

    def readline(self, _: int | None = -1) -> str:  # type: ignore[override]
        os.kill(os.getpid(), signal.SIGINT)
        return "n\n"


def test_one_ctrl_c_is_enough_where_it_asks(
    slack: FakeWorkspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, f"pods apply {FOLDER}", Terminal()) == 130
    assert capsys.readouterr().err == "\npodline: Stopped. Nothing was changed.\n"


def test_the_channels_of_a_second_installation_say_its_own_commands(
    slack: FakeWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODLINE_COMMAND_PREFIX", "test")
    run(monkeypatch, f"pods apply {FOLDER} --yes")
    topics = {channel.topic for channel in slack.by_id.values()}
    assert "Detroit · ask with /test-advise, see who is there with /test-pod" in topics
