"""Settings come from the environment, and each is explained in docs/settings.md."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.errors import Misconfigured
from bot.settings import Mode, Settings
from bot.settings_reading import database_name, database_url, read_settings

DOCS = Path(__file__).parent.parent.parent / "docs" / "settings.md"
GOOD = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Only what a working installation needs."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PODLINE_{name.upper()}", raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(f"PODLINE_{name}", value)
    return monkeypatch


def documented() -> dict[str, str]:
    """Each setting's name, and its default as the table has it."""
    rows = re.findall(r"^\| `(PODLINE_\w+)` \|([^|]*)\|", DOCS.read_text(), re.MULTILINE)
    return {name: default.strip().strip("`") for name, default in rows}


def written(default: object) -> str:
    """A default as it would be written in the environment; "" for none."""
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    if isinstance(default, tuple):
        return ", ".join(default)
    return str(default).removesuffix(".0")


def test_every_setting_stands_in_the_table_with_its_default_and_no_other() -> None:
    defaults = {
        f"PODLINE_{name.upper()}": written(field.default)
        for name, field in Settings.model_fields.items()
    }
    assert documented() == defaults


def test_two_tokens_are_enough() -> None:
    settings = read_settings()
    assert settings.mode is Mode.SOCKET
    assert settings.slack_bot_token.get_secret_value() == "xoxb-1"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", ""),
        ("SLACK_BOT_TOKEN", "xoxp-of-a-person"),
        ("SLACK_APP_TOKEN", ""),
        ("SLACK_APP_TOKEN", "xoxb-in-the-wrong-place"),
        ("MODE", "carrier pigeon"),
        ("MODE", "http"),
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("LOG_LEVEL", "LOUD"),
        ("DATABASE_URL", "mysql://root:hunter2@db"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///podline.db?mode=ro"),
        ("SLACK_API_URL", "slack.com/api"),
        ("KEPT_PATTERNS", "[unclosed"),
        ("COMMAND_PREFIX", "UPPER"),
        ("COMMAND_PREFIX", "test-"),
        ("SHUTDOWN_SECONDS", "0"),
        ("KEEP_INBOX_HOURS", "0"),
        ("KEEP_INBOX_HOURS", "two days"),
        ("KEEP_SENT_DAYS", "1.5"),
        ("KEEP_STRAYS_MINUTES", "5"),
        ("KEEP_TIMERS_HOURS", "-1"),
        ("KEEP_PLACES_DAYS", "99999999999"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line_with_its_name(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    environment.setenv(f"PODLINE_{name}", value)
    with pytest.raises(Misconfigured) as refused:
        read_settings()
    assert "PODLINE_" + ("SLACK_SIGNING_SECRET" if value == "http" else name) in str(refused.value)
    assert "\n" not in refused.value.sentence
    assert "hunter2" not in refused.value.sentence


@pytest.mark.parametrize(
    ("name", "value", "needs"),
    [
        ("MODE", "pigeon", "needs 'socket' or 'http'"),
        ("PORT", "eighty", "needs a whole number"),
        ("PORT", "70000", "needs at most 65535"),
        ("PACED", "maybe", "needs true or false"),
        ("SHUTDOWN_SECONDS", "soon", "needs a number"),
        ("SHUTDOWN_SECONDS", "0", "needs more than 0"),
        ("KEEP_PLACES_DAYS", "7", "needs at least 30"),
        ("KEEP_SENT_DAYS", "a week", "needs a whole number"),
    ],
)
def test_what_a_variable_needs_is_said_in_plain_words(
    environment: pytest.MonkeyPatch, name: str, value: str, needs: str
) -> None:
    environment.setenv(f"PODLINE_{name}", value)
    wrong = rf"PODLINE_{name} cannot be used: {needs}[.0]*\. docs"
    with pytest.raises(Misconfigured, match=wrong):
        read_settings()


@pytest.mark.parametrize(
    ("value", "names"),
    [(None, ("bulb",)), (":star:, bulb", ("star", "bulb")), ("memo", ("memo",))],
)
def test_reactions_are_named_with_or_without_their_colons(
    environment: pytest.MonkeyPatch, value: str | None, names: tuple[str, ...]
) -> None:
    if value is not None:
        environment.setenv("PODLINE_PRACTICE_REACTIONS", value)
    assert read_settings().practice_reactions == names


def test_every_fault_is_named_at_once_one_a_line(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PODLINE_PORT", "eighty")
    environment.setenv("PODLINE_SLACK_APP_TOKEN", "xoxb-1")
    environment.delenv("PODLINE_SLACK_BOT_TOKEN")
    with pytest.raises(Misconfigured) as refused:
        read_settings()
    first, *faults, last = refused.value.sentence.splitlines()
    assert first == "3 settings stand in the way:"
    assert [fault.split(". ")[0] for fault in faults] == [
        "- PODLINE_SLACK_BOT_TOKEN is missing",
        "- PODLINE_SLACK_APP_TOKEN is another kind of token",
        "- PODLINE_PORT cannot be used: needs a whole number.",
    ]
    assert last == "docs/settings.md explains each. To try Podline without Slack: podline try"


def test_of_a_mode_that_is_none_nobody_guesses_what_it_would_need(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.setenv("PODLINE_MODE", "pigeon")
    environment.delenv("PODLINE_SLACK_APP_TOKEN")
    with pytest.raises(Misconfigured) as refused:
        read_settings()
    assert "PODLINE_MODE" in refused.value.sentence
    assert "TOKEN" not in refused.value.sentence


def test_commands_that_need_no_slack_name_all_but_the_tokens(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.delenv("PODLINE_SLACK_BOT_TOKEN")
    environment.setenv("PODLINE_PORT", "eighty")
    environment.setenv("PODLINE_DATABASE_URL", "sqlite3:///old.db")
    with pytest.raises(Misconfigured, match=r"(?s)DATABASE_URL.*PORT") as refused:
        database_url()
    assert "TOKEN" not in refused.value.sentence


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:////srv/podline.db", "/srv/podline.db"),
        ("sqlite:///podline.db", f"{Path.cwd()}/podline.db"),
        ("sqlite+aiosqlite:///data/a b.db", f"{Path.cwd()}/data/a b.db"),
        ("postgresql+asyncpg://podline:hunter2@db.example.com/pods", "pods on db.example.com"),
        ("postgresql+asyncpg://podline:hunter2@db:5433/pods", "pods on db:5433"),
        ("postgresql+asyncpg://podline:hunter2@db", "podline on db"),
        ("postgresql+asyncpg:///pods?host=a&host=b&password=hunter2", "pods on a,b"),
        ("postgresql+asyncpg:///pods", "pods on localhost"),
    ],
)
def test_a_database_is_named_by_where_it_is_and_never_by_its_password(url: str, name: str) -> None:
    assert database_name(url) == name


def test_who_only_calls_slack_needs_the_bot_token_alone(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("PODLINE_SLACK_APP_TOKEN")
    assert read_settings(listens=False).mode is Mode.SOCKET
    environment.delenv("PODLINE_SLACK_BOT_TOKEN")
    with pytest.raises(Misconfigured, match="PODLINE_SLACK_BOT_TOKEN is missing"):
        read_settings(listens=False)


@pytest.mark.parametrize("name", ["PODLINE_SLACK_BOT_TOKEN", "PODLINE_SLACK_APP_TOKEN"])
def test_a_token_of_another_kind_is_not_called_missing(
    environment: pytest.MonkeyPatch, name: str
) -> None:
    environment.setenv(name, "xoxp-a-persons-own")
    with pytest.raises(Misconfigured, match=f"{name} is another kind of token"):
        read_settings()


def test_http_needs_the_signing_secret_and_no_app_token(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PODLINE_MODE", "http")
    environment.setenv("PODLINE_SLACK_SIGNING_SECRET", "s")
    environment.delenv("PODLINE_SLACK_APP_TOKEN")
    assert read_settings().mode is Mode.HTTP


def test_lists_are_written_as_people_write_them(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PODLINE_KEPT_NUMBERS", "1-800-555-0100, 611 ,")
    environment.setenv("PODLINE_KEPT_PATTERNS", r"CASE-\d{4} TKT\d+")
    settings = read_settings()
    assert settings.kept_numbers == ("1-800-555-0100", "611")
    assert settings.kept_patterns == (r"CASE-\d{4}", r"TKT\d+")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("county=http://alerts.example.gov/cap.xml", "county needs an address that begins with"),
        ("county=https://me:hunter2@alerts.example.gov", "holds no user or password"),
        ("https://alerts.example.gov/cap.xml", "needs a name and an address"),
        ("county=", "needs a name and an address"),
    ],
)
def test_what_is_wrong_with_an_address_of_a_feed_is_told(
    environment: pytest.MonkeyPatch, written: str, says: str
) -> None:
    environment.setenv("PODLINE_FEED_CAP", written)
    environment.setenv("PODLINE_FEEDS_CONTACT", "noc@example.com")
    with pytest.raises(Misconfigured, match=says) as raised:
        read_settings()
    assert "hunter2" not in str(raised.value)


def test_a_second_installation_says_its_prefix(environment: pytest.MonkeyPatch) -> None:
    assert read_settings().command_prefix == ""
    environment.setenv("PODLINE_COMMAND_PREFIX", "test")
    assert read_settings().command_prefix == "test"


def test_a_log_level_may_be_small(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PODLINE_LOG_LEVEL", "debug")
    assert read_settings().log_level == "DEBUG"


def test_an_address_without_its_last_slash_is_the_same_address(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.setenv("PODLINE_SLACK_API_URL", "http://127.0.0.1:8765/api")
    assert read_settings().slack_api_url == "http://127.0.0.1:8765/api/"


def test_an_empty_variable_is_one_that_is_not_set(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PODLINE_PORT", "")
    assert read_settings().port == 8080


def test_no_secret_shows_when_settings_are_printed(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PODLINE_DATABASE_URL", "postgresql+asyncpg://podline:hunter2@db/podline")
    shown = repr(read_settings())
    assert not re.search("hunter2|xoxb-1|xapp-1", shown)


def test_settings_do_not_change_while_the_bot_runs() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        read_settings().port = 1  # type: ignore[misc]


def test_commands_that_need_no_slack_need_no_token(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("PODLINE_SLACK_BOT_TOKEN")
    environment.setenv("PODLINE_DATABASE_URL", "sqlite:///other.db")
    assert database_url() == "sqlite:///other.db"


def test_the_name_of_a_driver_may_stand_in_the_address(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PODLINE_DATABASE_URL", "sqlite+aiosqlite:///other.db")
    assert database_url() == "sqlite+aiosqlite:///other.db"


def test_commands_that_need_no_slack_name_a_fault_too(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PODLINE_DATABASE_URL", "sqlite3:///old.db")
    with pytest.raises(Misconfigured, match="PODLINE_DATABASE_URL"):
        database_url()
