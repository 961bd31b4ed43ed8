"""Settings from the environment: typed, frozen, read once."""

from enum import StrEnum

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import Misconfigured


class Mode(StrEnum):
    """How Slack reaches us."""

    SOCKET = "socket"
    HTTP = "http"


class Settings(BaseSettings):
    """Every setting is an environment variable that begins with PODLINE_.

    Secrets come from the environment alone and are never logged.
    """

    model_config = SettingsConfigDict(env_prefix="PODLINE_", frozen=True, extra="ignore")

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    mode: Mode = Mode.SOCKET
    database_url: str = "sqlite+aiosqlite:///podline.db"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    log_level: str = "INFO"
    # The company's own published numbers and patterns, which are never masked.
    kept_numbers: tuple[str, ...] = ()
    kept_patterns: tuple[str, ...] = ()
    shutdown_seconds: float = Field(default=10.0, gt=0)


def read_settings() -> Settings:
    """Read the environment. Raises `Misconfigured` with every variable at fault."""
    try:
        settings = Settings()
    except ValidationError as error:
        faults = "; ".join(
            f"PODLINE_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}"
            for fault in error.errors()
        )
        raise Misconfigured(f"These settings cannot be used: {faults}.") from error
    _check_tokens(settings)
    return settings


def _check_tokens(settings: Settings) -> None:
    if not settings.slack_bot_token.get_secret_value().startswith("xoxb-"):
        raise Misconfigured(
            "PODLINE_SLACK_BOT_TOKEN is missing. It starts with xoxb- and stands under "
            "'OAuth & Permissions' of your Slack app. To try Podline without Slack: podline try"
        )
    if settings.mode is Mode.SOCKET:
        if not settings.slack_app_token.get_secret_value().startswith("xapp-"):
            raise Misconfigured(
                "PODLINE_SLACK_APP_TOKEN is missing. It starts with xapp- and stands under "
                "'Basic Information', 'App-Level Tokens' (scope connections:write)."
            )
    elif not settings.slack_signing_secret.get_secret_value():
        raise Misconfigured(
            "PODLINE_SLACK_SIGNING_SECRET is missing. It stands under 'Basic Information' of "
            "your Slack app, and proves that a request comes from Slack."
        )
