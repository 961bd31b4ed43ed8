"""What the command line says of an error, for what people can mend: one line that says how."""

import errno
from collections.abc import Iterator
from types import TracebackType

from typer import Abort
from typer.exceptions import TyperException

from bot.errors import PodlineError

# Of a full or lost disk, told by whoever writes to a stream: they name no file.
_OF_OUTPUT = frozenset({errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG, errno.EBADF})
# Named, because importing SQLAlchemy to know its errors would slow every --help.
_STORAGE = frozenset({"storage", "sqlalchemy"})


def sentence_for(error: Exception) -> str | None:
    """What to do about it; None for a fault of ours.

    Empty where all is said, as after the help that a bare `podline` shows.
    """
    if isinstance(error, PodlineError):
        return error.sentence
    if isinstance(error, TyperException):
        return _with_help(error)
    if isinstance(error, Abort):
        return "Stopped. Nothing was changed."
    if type(error).__module__.startswith("sqlalchemy"):
        return _database_trouble(str(getattr(error, "orig", None) or error).splitlines()[0])
    if isinstance(error, OSError):
        return _system_trouble(error)
    return None


def _with_help(error: TyperException) -> str:
    """What cannot be read of a command, and where it is explained."""
    said, context = error.format_message(), getattr(error, "ctx", None)
    path = context.command_path if context else "podline"
    return f"{said.rstrip('.')}. See: {path} --help" if said else ""


def _system_trouble(error: OSError) -> str | None:
    reason = error.strerror or str(error)
    if _STORAGE & set(_came_through(error.__traceback__)):
        return _database_trouble(str(error).splitlines()[0])
    if error.filename:
        return f"{error.filename} cannot be read or written: {reason}."
    return f"The output cannot be written: {reason}." if error.errno in _OF_OUTPUT else None


def _came_through(traceback: TracebackType | None) -> Iterator[str]:
    """The packages on an error's way."""
    while traceback is not None:
        yield str(traceback.tb_frame.f_globals.get("__name__")).partition(".")[0]
        traceback = traceback.tb_next


def _database_trouble(reason: str) -> str:
    if "readonly" in reason:
        return f"The database is read-only ({reason}). Let this user write its file and folder."
    if "unable to open" in reason or "Permission denied" in reason:
        return (
            f"The database cannot be opened ({reason}). Check PODLINE_DATABASE_URL: its folder "
            "must be there, and this user must be allowed to write in it."
        )
    return f"The database does not answer ({reason}). Check PODLINE_DATABASE_URL."
