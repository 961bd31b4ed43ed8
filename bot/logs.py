"""Structured logs: one JSON object a line, with ids and never people's words.

Our own log messages are constant sentences, with ids beside them. What is not under our hand
is cut: an exception is told by its type and the places it came through, never by its message
(SQLAlchemy's carries a statement's parameters); a library's message is told as far as its fixed
words go, before the first value in it.
"""

import logging
import re
import sys
import traceback
from types import TracebackType

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Libraries that log payloads or tokens at DEBUG, or a line for every request.
_QUIETER = ("slack_bolt", "slack_sdk", "aiohttp.access", "apscheduler", "sqlalchemy", "alembic")
_OURS = ("bot", "handlers", "storage")
_FIXED_WORDS = re.compile(r"[A-Za-z][A-Za-z ,.'_-]*")
_SECRETS = re.compile(r"\bx(?:ox[a-z]|app)-[\w.-]+|(?<=ticket=)[\w.-]+|(?<=://)[^/\s\"@]+(?=@)")
_STANDARD = frozenset(vars(logging.LogRecord("", 0, "", 0, "", None, None))) | {
    "message",
    "asctime",
}
_LONGEST_CAUSES = 5


def configure_logs(level: str, to_file: str | None = None) -> None:
    """Send every log record through one JSON formatter to stderr, or to the end of a file."""
    handler = logging.FileHandler(to_file) if to_file else logging.StreamHandler(sys.stderr)
    handler.setFormatter(json_formatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _QUIETER:
        logging.getLogger(name).setLevel(logging.WARNING)


def json_formatter() -> logging.Formatter:
    """What turns a record into its line."""
    before: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _only_what_is_ours,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    return _Formatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(default=_by_type),
        ],
    )


class _Formatter(structlog.stdlib.ProcessorFormatter):
    def format(self, record: logging.LogRecord) -> str:
        return _SECRETS.sub("…", super().format(record))


def _only_what_is_ours(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    if record.name.split(".")[0] in _OURS:
        own = {key: value for key, value in vars(record).items() if key not in _STANDARD}
        event.update({key: value for key, value in own.items() if not key.startswith("_")})
    else:
        event["event"] = _fixed_words(record)
        event["at"] = f"{record.module}:{record.lineno}"
    event.pop("stack_info", None)
    error = event.pop("exc_info", None)
    if isinstance(error, tuple) and isinstance(error[1], BaseException):
        event["error"] = _told(error[1])
    return event


def _fixed_words(record: logging.LogRecord) -> str:
    """A message's words up to its first value."""
    said = record.msg if isinstance(record.msg, str) else ""
    words = _FIXED_WORDS.match(said)
    return words[0].strip(" ,'") if words else "…"


def _told(error: BaseException) -> list[dict[str, object]]:
    """An exception and its causes, the last one first, without their messages."""
    told: list[dict[str, object]] = []
    cause: BaseException | None = error
    while cause is not None and len(told) < _LONGEST_CAUSES:
        told.append({"type": type(cause).__name__, "through": _places(cause.__traceback__)})
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return told


def _places(trace: TracebackType | None) -> list[str]:
    return [
        f"{frame.filename.rsplit('site-packages/')[-1]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]


def _by_type(value: object) -> str:
    return type(value).__name__
