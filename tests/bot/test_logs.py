"""Logs are JSON, carry ids, and never people's words or tokens."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import NotSaved
from bot.logs import configure_logs, json_formatter
from storage.database import Database

WORDS = "customer Jane Roe, 4111 1111 1111 1111"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged, down to DEBUG, as it would be written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(json_formatter())
    root = logging.getLogger()
    before, level = root.handlers, root.level
    root.handlers = [handler]
    root.setLevel(logging.DEBUG)
    yield written
    root.handlers = before
    root.setLevel(level)


def only(lines: io.StringIO) -> dict[str, Any]:
    [line] = lines.getvalue().splitlines()
    logged: dict[str, Any] = json.loads(line)
    return logged


def test_a_line_is_json_with_time_level_logger_and_ids(lines: io.StringIO) -> None:
    logging.getLogger("bot.delivery.sender").info("sent", extra={"row": "01", "channel": "C1"})
    logged = only(lines)
    assert logged.pop("timestamp").endswith("Z")
    assert logged == {
        "event": "sent",
        "level": "info",
        "logger": "bot.delivery.sender",
        "row": "01",
        "channel": "C1",
    }


def test_an_exception_is_told_by_types_and_places_alone(lines: io.StringIO) -> None:
    try:
        try:
            raise ValueError(WORDS)
        except ValueError as error:
            raise NotSaved from error
    except NotSaved as error:
        logging.getLogger("handlers.refusing").error("not saved", exc_info=error)
    logged = only(lines)
    assert [cause["type"] for cause in logged["error"]] == ["NotSaved", "ValueError"]
    assert "test_logs.py" in logged["error"][0]["through"][0]
    assert "Jane" not in lines.getvalue()


async def test_a_failed_statement_does_not_tell_its_parameters(
    database: Database, lines: io.StringIO
) -> None:
    try:
        async with database.write() as session:
            await session.execute(text("SELECT nothing FROM nowhere WHERE x = :x"), {"x": WORDS})
    except SQLAlchemyError as error:
        logging.getLogger("handlers.refusing").error("not saved", exc_info=error)
    assert "not saved" in lines.getvalue()
    assert "Jane" not in lines.getvalue()


async def test_a_task_that_nobody_waited_for_does_not_tell_its_words(lines: io.StringIO) -> None:
    async def fail() -> None:
        raise ValueError(WORDS)

    loop = asyncio.get_running_loop()
    task = loop.create_task(fail())
    await asyncio.sleep(0)
    loop.default_exception_handler(
        {
            "message": "Task exception was never retrieved",
            "exception": task.exception(),
            "future": task,
        }
    )
    assert "Task exception was never retrieved" in lines.getvalue()
    assert "Jane" not in lines.getvalue()


@pytest.mark.parametrize(
    ("name", "message", "arguments", "event"),
    [
        (
            "slack_sdk.x",
            f"Failed to connect (error: {WORDS}); Retrying...",
            (),
            "Failed to connect",
        ),
        ("slack_bolt", f"Unhandled request ({{'text': '{WORDS}'}})", (), "Unhandled request"),
        ("apscheduler", "Run time of job %s was missed", (WORDS,), "Run time of job"),
        ("aiohttp.server", f"{{'text': '{WORDS}'}}", (), "…"),
    ],
)
def test_a_librarys_message_is_told_up_to_its_first_value(
    lines: io.StringIO, name: str, message: str, arguments: tuple[str, ...], event: str
) -> None:
    logging.getLogger(name).warning(message, *arguments, extra={"payload": WORDS})
    assert only(lines)["event"] == event
    assert "Jane" not in lines.getvalue()


@pytest.mark.parametrize(
    "secret", ["xoxb-12-34-abc", "xapp-1-A0-9-def", "wss://x/link/?ticket=abc", "pg://me:abc@db"]
)
def test_no_token_is_written_wherever_it_stands(lines: io.StringIO, secret: str) -> None:
    logging.getLogger("bot.app").info("started", extra={"with": secret})
    assert "abc" not in lines.getvalue()
    assert "def" not in lines.getvalue()


def test_what_is_not_json_is_told_by_its_type(lines: io.StringIO) -> None:
    logging.getLogger("bot.app").info("odd", extra={"thing": ValueError(WORDS)})
    assert only(lines)["thing"] == "ValueError"


def test_debug_is_ours_alone(tmp_path: Any) -> None:
    root = logging.getLogger()
    before, level = root.handlers, root.level
    file = tmp_path / "podline.log"
    try:
        configure_logs("debug", str(file))
        logging.getLogger("bot.app").debug("ours")
        logging.getLogger("slack_bolt").debug("theirs")
        for handler in root.handlers:
            handler.close()
    finally:
        root.handlers, root.level = before, level
    assert [json.loads(line)["event"] for line in file.read_text().splitlines()] == ["ours"]
