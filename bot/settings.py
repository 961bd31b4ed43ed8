"""What can be set, and what each setting has to be. `settings_reading` reads them."""

import re
from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.commands import PREFIX, PREFIX_NEEDS
from bot.settings_feeds import NWS, ODIN, is_contact, may_be_asked, places, secrets

_TEN_YEARS = 3650  # days


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
    # Of everybody in the workspace: too much for a large one (docs/decisions/0010-huddles.md).
    huddle_events: bool = False
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


def _listed(words: list[str]) -> tuple[str, ...]:
    return tuple(word.strip() for word in words if word.strip())
