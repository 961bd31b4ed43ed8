"""Structured logs: one JSON object a line, with ids and never people's words."""

import logging
import sys

import structlog

# Libraries that log payloads or tokens at DEBUG, or a line for every request.
_QUIETER = ("slack_bolt", "slack_sdk", "aiohttp.access", "apscheduler", "sqlalchemy", "alembic")


def configure_logs(level: str, to_file: str | None = None) -> None:
    """Send every log record through one JSON formatter to stderr, or to the end of a file."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.FileHandler(to_file) if to_file else logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _QUIETER:
        logging.getLogger(name).setLevel(logging.WARNING)
