"""The command line: people's mistakes are one line that says what to do, and an exit code."""

import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from sqlalchemy.exc import OperationalError

from bot.__main__ import main
from bot.troubles import sentence_for
from storage.database import Database
from storage.looking import looking_url
from storage.migrations import head

ONE_POD = """
[market.sd]
name = "San Diego"
timezone = "America/Los_Angeles"

[pod.sd]
name = "San Diego"
market = "sd"
channel = "pod-sd"

[[pod.sd.members]]
name = "Maya R."
email = "maya@example.com"
role = "rep"
"""
SAMPLE = Path(__file__).parent.parent.parent / "bot" / "pods" / "sample"


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """`run` and `try` say where logs go for the whole process; other tests have their own."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers = handlers
    root.setLevel(level)


@pytest.fixture(autouse=True)
def _nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_URL"):
        monkeypatch.delenv(f"PODLINE_{name}", raising=False)
    monkeypatch.setenv("COLUMNS", "200")


class Run:
    """`podline ARGUMENTS` in this process: its exit code and what it wrote."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, arguments: str) -> tuple[int, str, str]:
        self._monkeypatch.setattr(sys, "argv", ["podline", *arguments.split()])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        wrote = self._capsys.readouterr()
        return code, wrote.out, wrote.err


@pytest.fixture
def podline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(monkeypatch, capsys)


def test_help_names_every_command(podline: Run) -> None:
    code, out, _ = podline("--help")
    assert code == 0
    for command in ("run", "try", "manifest", "db", "pods"):
        assert command in out


def test_the_version_is_one_line_for_scripts_and_people(podline: Run) -> None:
    assert podline("--version") == (0, f"podline {version('podline')}\n", "")


def test_what_was_never_installed_says_why_it_knows_no_version(
    podline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", unknown)
    code, out, err = podline("--version")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("podline: This Podline was not installed")


def test_without_tokens_run_says_at_once_where_to_find_both(podline: Run) -> None:
    code, _, err = podline("run")
    assert code == 1
    assert "PODLINE_SLACK_BOT_TOKEN is missing. It starts with xoxb-" in err
    assert "PODLINE_SLACK_APP_TOKEN is missing. It starts with xapp-" in err
    assert "Traceback" not in err


def test_a_database_that_cannot_be_opened_is_one_line(
    podline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODLINE_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    code, _, err = podline("pods show")
    assert code == 1
    assert err.count("\n") == 1
    assert "there is no folder /nowhere/at" in err
    assert "check PODLINE_DATABASE_URL" in err


def test_a_server_that_is_not_there_is_one_line(
    podline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODLINE_DATABASE_URL", "postgresql+asyncpg://127.0.0.1:1/podline")
    code, _, err = podline("db upgrade")
    assert code == 1
    assert err.count("\n") == 1
    assert "The database does not answer" in err


def test_an_empty_database_is_upgraded_and_says_which_one_it_is(
    podline: Run, tmp_path: Path
) -> None:
    database = f"The database {tmp_path / 'podline.db'} is"
    code, out, _ = podline("db current")
    assert code == 1
    assert out.startswith(f"{database} empty, or not there yet; this version needs {head()}")
    assert podline("db upgrade")[:2] == (0, f"{database} at {head()}.\n")
    code, out, _ = podline("db current")
    assert code == 0
    assert out.startswith(f"{database} at {head()}; this version needs {head()}")


@pytest.mark.parametrize("command", ["db upgrade", "pods show"])
def test_a_database_that_a_newer_version_wrote_is_left_alone(podline: Run, command: str) -> None:
    podline("db upgrade")
    with closing(sqlite3.connect("podline.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_later'")
        connection.commit()
    code, _, err = podline(command)
    assert code == 1
    assert "9999_later" in err
    assert err.count("\n") == 1


def test_a_file_that_is_no_database_is_one_line(podline: Run, tmp_path: Path) -> None:
    (tmp_path / "podline.db").write_text("not a database" * 100)
    code, _, err = podline("db upgrade")
    assert (code, err.count("\n")) == (1, 1)


@pytest.mark.parametrize("command", ["pods show", "db current", "run"])
def test_looking_at_a_database_that_is_not_there_says_what_to_do_and_makes_none(
    podline: Run, tmp_path: Path, tokens: None, command: str
) -> None:
    code, out, err = podline(command)
    assert code == 1
    assert (out + err).endswith("Run: podline db upgrade\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("command", "code"), [("db current", 0), ("pods show", 0), ("run", 1)])
def test_a_database_that_can_only_be_read_is_looked_at_and_not_run_on(
    podline: Run, tokens: None, monkeypatch: pytest.MonkeyPatch, command: str, code: int
) -> None:
    """A file that is read-only is opened so by SQLite itself; root writes to any."""
    podline("db upgrade")
    only_read = looking_url("sqlite:///podline.db") or ""
    monkeypatch.setattr("storage.migrations.Database", lambda _: Database(only_read))
    ended, _, err = podline(command)
    assert ended == code
    assert ("can be read, but not written" in err) == bool(code)
    assert "PODLINE_DATABASE_URL" not in err


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an app that was installed."""
    monkeypatch.setenv("PODLINE_SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("PODLINE_SLACK_APP_TOKEN", "xapp-1")


def test_a_read_only_database_is_one_line_that_says_so(
    podline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(url: str) -> None:
        reason = sqlite3.OperationalError("attempt to write a readonly database")
        raise OperationalError("PRAGMA journal_mode=WAL", {}, reason)

    monkeypatch.setattr("storage.migrations.upgrade", refuse)
    code, _, err = podline("db upgrade")
    assert (code, err.count("\n")) == (1, 1)
    assert "read-only" in err
    assert "Let this user write" in err


def test_run_refuses_a_database_that_was_never_upgraded(podline: Run, tokens: None) -> None:
    code, _, err = podline("run")
    assert code == 1
    assert "podline db upgrade" in err


def test_the_sample_rosters_are_ready_to_apply(podline: Run) -> None:
    code, out, err = podline(f"pods check {SAMPLE}")
    assert (code, out, err) == (0, "2 pods with 94 members: ready to apply.\n", "")


def test_a_single_pod_and_a_single_member_are_counted_as_such(podline: Run, tmp_path: Path) -> None:
    (tmp_path / "pods.toml").write_text(ONE_POD)
    assert podline("pods check")[1] == "1 pod with 1 member: ready to apply.\n"


@pytest.mark.parametrize("command", ["pods check", "pods apply"])
@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("missing.toml", "missing.toml: there is no such file or folder"),
        ("folder", "folder: no file here ends in .toml"),
        ("broken.toml", "broken.toml:1: is not TOML"),
        ("blank.toml", "blank.toml: no pod stands here"),
    ],
)
def test_a_roster_that_cannot_be_read_is_one_line(
    podline: Run, tmp_path: Path, tokens: None, command: str, path: str, says: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken.toml").write_text("[pod\n")
    (tmp_path / "blank.toml").write_text("")
    code, out, err = podline(f"{command} {path}")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(says)


def test_applying_without_a_way_to_slack_is_one_line(
    podline: Run, tokens: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(_: float) -> None:
        """Nobody waits in a test."""

    monkeypatch.setattr("bot.provisioning.asyncio", SimpleNamespace(sleep=at_once))
    monkeypatch.setenv("PODLINE_SLACK_API_URL", "http://127.0.0.1:1/api/")
    podline("db upgrade")
    code, out, err = podline(f"pods apply {SAMPLE}")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "podline: Slack does not answer at http://127.0.0.1:1/api/. Check the network" in err


def test_a_malformed_roster_is_told_with_file_and_line(podline: Run, tmp_path: Path) -> None:
    (tmp_path / "pods.toml").write_text('[market.sd]\nname = "San Diego"\ntimezone = "Mars/Base"\n')
    code, _, err = podline("pods check")
    assert code == 1
    assert "pods.toml:3" in err


def test_the_manifest_is_printed_as_it_can_be_pasted(podline: Run) -> None:
    code, out, _ = podline("manifest --prefix test")
    assert code == 0
    commands = yaml.safe_load(out)["features"]["slash_commands"]
    assert [command["command"] for command in commands] == [
        "/test-advise",
        "/test-alert",
        "/test-agenda",
        "/test-practice",
        "/test-pod",
    ]


def test_the_manifest_of_a_second_installation_is_that_of_its_setting(
    podline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefixed = podline("manifest --prefix test")[1]
    plain = podline("manifest")[1]
    monkeypatch.setenv("PODLINE_COMMAND_PREFIX", "test")
    assert podline("manifest")[1] == prefixed != plain
    monkeypatch.setenv("PODLINE_COMMAND_PREFIX", "")
    assert podline("manifest")[1] == plain
    assert "advice with /test-advise and gets" in " ".join(prefixed.split())
    assert "Podline test" in prefixed


def test_the_manifest_hears_who_joins_a_huddle_where_the_setting_or_the_option_says_so(
    podline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def events() -> list[str]:
        subscriptions = yaml.safe_load(podline("manifest")[1])["settings"]["event_subscriptions"]
        return list(subscriptions["bot_events"])

    assert "user_huddle_changed" not in events()
    assert "user_huddle_changed" in podline("manifest --huddle-events")[1]
    for value, is_on in (("true", True), ("false", False), ("", False)):
        monkeypatch.setenv("PODLINE_HUDDLE_EVENTS", value)
        assert ("user_huddle_changed" in events()) is is_on


@pytest.mark.parametrize("command", ["manifest", "--help", "pods check"])
def test_an_output_that_cannot_be_written_is_not_the_database_s_fault(
    tmp_path: Path, command: str
) -> None:
    (tmp_path / "pods.toml").write_text(ONE_POD)
    with open("/dev/full", "w") as full:
        ended = podline_process(command.split(), stdout=full)
    assert ended.returncode == 1
    assert (
        ended.stderr.splitlines()[-1]
        == b"podline: The output cannot be written: No space left on device."
    )


@pytest.mark.parametrize("command", ["manifest", "--help"])
def test_nobody_reading_on_ends_it_silently(command: str) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    try:
        ended = podline_process([command], stdout=writes)
    finally:
        os.close(writes)
    assert (ended.returncode, ended.stderr) == (141, b"")


def podline_process(arguments: list[str], **more: Any) -> "subprocess.CompletedProcess[bytes]":
    """`podline`, as a process of its own in this folder."""
    command = [str(Path(sys.executable).parent / "podline"), *arguments]
    # Otherwise what is written waits for the end, as it does for most people.
    environment = {key: it for key, it in os.environ.items() if key != "PYTHONUNBUFFERED"}
    return subprocess.run(command, stderr=subprocess.PIPE, check=False, env=environment, **more)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(13, "Permission denied", "x.toml"), "x.toml cannot be read or written: P"),
        (OSError(28, "No space left on device"), "The output cannot be written: No space"),
    ],
)
def test_what_the_system_refuses_is_said_of_what_it_refused(error: OSError, says: str) -> None:
    assert str(sentence_for(error)).startswith(says)


def test_an_error_that_nobody_foresaw_is_a_fault_of_ours() -> None:
    assert sentence_for(ValueError("x")) is None
    assert sentence_for(OSError(24, "Too many open files")) is None


@pytest.mark.slow
def test_it_is_also_a_module() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bot", "manifest", "--prefix", "UPPER"],
        capture_output=True,
        text=True,
        cwd=SAMPLE.parent.parent.parent,
    )
    assert told.returncode == 1
    assert told.stderr == "podline: A prefix has 1 to 12 letters a-z and digits, like: test\n"


@pytest.mark.parametrize("port", ["banana", "80000", "-1"])
def test_what_is_no_port_is_one_line(podline: Run, port: str) -> None:
    code, out, err = podline(f"try --port={port}")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("podline: ")
    assert f"{port} is no port; take a number from 1 to 65535, or 0 for any that is free." in err


@pytest.mark.parametrize(
    ("arguments", "see"),
    [
        ("nonsense", "podline --help"),
        ("try --nope", "podline try --help"),
        ("run --port 9", "podline run --help"),
        ("pods check one two", "podline pods check --help"),
        ("pods nonsense", "podline pods --help"),
        ("db upgrade now", "podline db upgrade --help"),
        ("manifest --prefix", "podline --help"),
    ],
)
def test_a_command_that_cannot_be_read_is_one_line_that_says_where_to_look(
    podline: Run, arguments: str, see: str
) -> None:
    code, _, err = podline(arguments)
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith("podline: ")
    assert err.endswith(f". See: {see}\n")


def test_a_bare_command_shows_its_help(podline: Run) -> None:
    code, out, err = podline("")
    assert code == 2
    assert "manifest" in out + err
    assert "podline: " not in err
