"""Settings read from the environment, once, with every variable at fault named in words."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.errors import Misconfigured
from bot.settings import Mode, Settings

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
