"""Settings from the environment: typed, frozen, read once."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.commands import PREFIX, PREFIX_NEEDS
from bot.errors import Misconfigured
from bot.settings_feeds import NWS, ODIN, is_contact, may_be_asked, places, secrets

_TEN_YEARS = 3650  # days
# What is wrong, by pydantic's name for it, in words for whoever sets a variable.
_NEEDS = {
    "int_parsing": "needs a whole number",
    "int_parsing_size": "needs a smaller number",
    "float_parsing": "needs a number",
    "bool_parsing": "needs true or false",
    "enum": "needs {expected}",
    "literal_error": "needs {expected}",
    "greater_than": "needs more than {gt}",
    "greater_than_equal": "needs at least {ge}",
    "less_than_equal": "needs at most {le}",
}


class Mode(StrEnum):
    """How Slack reaches us."""

    SOCKET = "socket"
    HTTP = "http"


class Settings(BaseSettings):
    """Every setting is an environment variable that begins with PODLINE_ (docs/settings.md).

    Secrets come from the environment alone and are never logged.
    """

    model_config = SettingsConfigDict(
        env_prefix="PODLINE_", frozen=True, extra="ignore", env_ignore_empty=True
    )

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    mode: Mode = Mode.SOCKET
    # What the manifest of a second installation in the same workspace was made with.
    command_prefix: str = ""
    # May hold a password.
    database_url: str = Field(default="sqlite:///podline.db", repr=False)
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    # The company's own published numbers and patterns, which are never masked.
    kept_numbers: Annotated[tuple[str, ...], NoDecode] = ()
    kept_patterns: Annotated[tuple[str, ...], NoDecode] = ()
    # The names of the reactions by which somebody says: keep this as a practice.
    practice_reactions: Annotated[tuple[str, ...], NoDecode] = ("bulb",)
    # Stand-ups. Where calendars and browsers reach us, for the links that people are given.
    huddles: bool = True
    public_url: str = ""
    # False only against a workspace without limits, to measure.
    paced: bool = True
    shutdown_seconds: float = Field(default=10.0, gt=0)
    # How long what passed through is kept; the floors are what answers and retries still need.
    keep_inbox_hours: int = Field(default=48, ge=1, le=_TEN_YEARS * 24)
    keep_timers_hours: int = Field(default=48, ge=1, le=_TEN_YEARS * 24)
    keep_strays_minutes: int = Field(default=60, ge=15, le=_TEN_YEARS * 24 * 60)
    keep_sent_days: int = Field(default=7, ge=1, le=_TEN_YEARS)
    keep_places_days: int = Field(default=90, ge=30, le=_TEN_YEARS)
    # Feeds of alerts: each is off until it is named. Whoever asks says who they are.
    feeds_contact: str = ""
    feed_nws: bool = False
    feed_nws_url: str = NWS
    feed_statuspages: Annotated[tuple[str, ...], NoDecode] = ()
    feed_cap: Annotated[tuple[str, ...], NoDecode] = ()
    feed_odin: bool = False
    feed_odin_url: str = ODIN
    # Several by commas, while one is changed.
    intake_secrets: SecretStr = SecretStr("")
    cap_secrets: SecretStr = SecretStr("")
    alertmanager_tokens: SecretStr = SecretStr("")
    statuspage_tokens: SecretStr = SecretStr("")
    # Of practices; the floors are what suggestions, `/practice gaps` and `/practice top` look at.
    keep_gaps_days: int = Field(default=90, ge=7, le=_TEN_YEARS)
    keep_uses_days: int = Field(default=395, ge=90, le=_TEN_YEARS)
    keep_verdicts_days: int = Field(default=395, ge=30, le=_TEN_YEARS)
    keep_history_days: int = Field(default=395, ge=30, le=_TEN_YEARS)
    keep_alerts_days: int = Field(default=395, ge=30, le=_TEN_YEARS)
    keep_huddles_days: int = Field(default=395, ge=30, le=_TEN_YEARS)

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @field_validator("command_prefix")
    @classmethod
    def _is_a_prefix(cls, prefix: str) -> str:
        if prefix and not PREFIX.fullmatch(prefix):
            raise ValueError(f"needs {PREFIX_NEEDS}")
        return prefix

    @field_validator("slack_api_url")
    @classmethod
    def _is_a_folder(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise ValueError("an address that begins with https:// or http://")
        return url.rstrip("/") + "/"

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError("an address that begins with https:// or http://")
        return url.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _is_one_of_ours(cls, url: str) -> str:
        if not url.startswith(("sqlite://", "sqlite+aiosqlite://", "postgresql+asyncpg://")):
            raise ValueError("begins with sqlite:/// or postgresql+asyncpg://")
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError:
            raise ValueError("its port is a number") from None
        if parts.scheme.startswith("sqlite") and (parts.path in ("", "/") or parts.query):
            raise ValueError("names a file and nothing more, like sqlite:////srv/podline.db")
        return url

    @field_validator("kept_numbers", mode="before")
    @classmethod
    def _by_commas(cls, numbers: object) -> object:
        return _listed(numbers.split(",")) if isinstance(numbers, str) else numbers

    @field_validator("practice_reactions", mode="before")
    @classmethod
    def _by_names(cls, names: object) -> object:
        if not isinstance(names, str):
            return names
        return _listed([name.strip().strip(":") for name in names.split(",")])

    @field_validator("kept_patterns", "feed_statuspages", "feed_cap", mode="before")
    @classmethod
    def _by_spaces(cls, patterns: object) -> object:
        return _listed(patterns.split()) if isinstance(patterns, str) else patterns

    @field_validator("feeds_contact")
    @classmethod
    def _is_a_contact(cls, contact: str) -> str:
        if contact and not is_contact(contact):
            raise ValueError("needs an e-mail address, or a page that begins with https://")
        return contact

    @field_validator("feed_nws_url", "feed_odin_url")
    @classmethod
    def _may_be_asked(cls, address: str) -> str:
        if not may_be_asked(address):
            raise ValueError("needs an address that begins with https://")
        return address.rstrip("/")

    @field_validator("feed_statuspages", "feed_cap")
    @classmethod
    def _are_places(cls, written: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        places(written, of_markets=info.field_name == "feed_statuspages")
        return written

    @field_validator("intake_secrets", "cap_secrets", "alertmanager_tokens", "statuspage_tokens")
    @classmethod
    def _are_long_enough(cls, written: SecretStr) -> SecretStr:
        secrets(written.get_secret_value())
        return written

    @property
    def asks_feeds(self) -> bool:
        """Whether any feed is read, for which somebody has to be named."""
        return bool(self.feed_nws or self.feed_odin or self.feed_statuspages or self.feed_cap)

    @property
    def takes_alerts(self) -> bool:
        """Whether any door for what is sent is open."""
        signed, with_token = (self.intake_secrets, self.cap_secrets), self.alertmanager_tokens
        doors = (*signed, with_token, self.statuspage_tokens)
        return any(each.get_secret_value() for each in doors)

    @field_validator("kept_patterns")
    @classmethod
    def _are_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern} is not a regular expression: {error}") from error
        return patterns


class Inspected(NamedTuple):
    """The settings, with the default of what cannot be used; what Slack needs and is `missing`;
    and what is wrong with others, by their names. In sentences.
    """

    settings: Settings
    missing: list[str]
    faults: dict[str, str]


def inspect_settings(*, slack: bool = True, listens: bool = True) -> Inspected:
    """Read the environment, and find every variable at fault.

    `slack`: its secrets are needed. `listens`: Slack will send us things, too, for which another
    one is.
    """
    settings, faults = _read()
    missing = [*_token_faults(settings)] if slack else []
    if slack and listens and "mode" not in faults:
        missing += _listening_faults(settings)
    return Inspected(settings, missing, faults)


def read_settings(*, listens: bool = True) -> Settings:
    """Read the environment. Raises `Misconfigured` with every variable at fault."""
    settings, missing, faults = inspect_settings(listens=listens)
    _refuse([*missing, *faults.values()], without_slack=bool(missing))
    return settings


def read_settings_without_slack() -> Settings:
    """For commands that need no Slack, whose secrets may be missing. Raises `Misconfigured`."""
    settings, faults = _read()
    _refuse(list(faults.values()))
    return settings


def database_url() -> str:
    """Where the database is, for commands that need no Slack. Raises `Misconfigured`."""
    return read_settings_without_slack().database_url


def database_name(url: str) -> str:
    """Which database it is, for people: a file's whole path, or the name and the host of a
    PostgreSQL. Never the password.
    """
    from sqlalchemy.engine import make_url

    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return str(Path(parsed.database or "").absolute())
    host = parsed.host or ",".join(parsed.normalized_query.get("host", ())) or "localhost"
    port = f":{parsed.port}" if parsed.port else ""
    return f"{parsed.database or parsed.username} on {host}{port}"


def _read() -> tuple[Settings, dict[str, str]]:
    """The settings, and by its name what is wrong with each that has its default instead."""
    try:
        settings = Settings()
        return settings, dict(_feed_faults(settings))
    except ValidationError as error:
        found = {str(each["loc"][0]): _fault(each) for each in error.errors(include_input=False)}
        usable: dict[str, Any] = {name: Settings.model_fields[name].default for name in found}
        return Settings(**usable), found


def _refuse(faults: Sequence[str], *, without_slack: bool = False) -> None:
    """Raises `Misconfigured` for faults; `without_slack` says how to do without Slack, too."""
    if not faults:
        return
    way_on = f"docs/settings.md explains {'each' if len(faults) > 1 else 'it'}."
    if without_slack:
        way_on += " To try Podline without Slack: podline try"
    if len(faults) == 1:
        raise Misconfigured(f"{faults[0]} {way_on}")
    listed = "".join(f"\n- {fault}" for fault in faults)
    raise Misconfigured(f"{len(faults)} settings stand in the way:{listed}\n{way_on}")


def _fault(fault: ErrorDetails) -> str:
    """Which variable, and what it needs."""
    needs = _NEEDS.get(fault["type"])
    said = needs.format(**fault.get("ctx", {})) if needs else fault["msg"]
    name, said = str(fault["loc"][0]).upper(), said.removeprefix("Value error, ")
    return f"PODLINE_{name} cannot be used: {said}."


def _feed_faults(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.asks_feeds and not settings.feeds_contact:
        yield (
            "feeds_contact",
            "PODLINE_FEEDS_CONTACT is missing. Whoever runs a feed must be able to reach you: an "
            "e-mail address, or a page.",
        )


def _token_faults(settings: Settings) -> Iterator[str]:
    token = settings.slack_bot_token.get_secret_value()
    if not token.startswith("xoxb-"):
        yield (
            f"PODLINE_SLACK_BOT_TOKEN {_wrong(token)}. It starts with xoxb- and stands under "
            "'OAuth & Permissions' of your Slack app."
        )


def _listening_faults(settings: Settings) -> Iterator[str]:
    if settings.mode is Mode.SOCKET:
        token = settings.slack_app_token.get_secret_value()
        if not token.startswith("xapp-"):
            yield (
                f"PODLINE_SLACK_APP_TOKEN {_wrong(token)}. It starts with xapp- and stands under "
                "'Basic Information', 'App-Level Tokens' (scope connections:write)."
            )
    elif not settings.slack_signing_secret.get_secret_value().strip():
        yield (
            "PODLINE_SLACK_SIGNING_SECRET is missing. It stands under 'Basic Information' of "
            "your Slack app, and proves that a request comes from Slack."
        )


def _wrong(token: str) -> str:
    return "is another kind of token" if token.strip() else "is missing"


def _listed(words: list[str]) -> tuple[str, ...]:
    return tuple(word.strip() for word in words if word.strip())
