"""What stands in a file that people wrote, as text; what keeps it from being read is noted."""

from pathlib import Path

from bot.pods.problems import Place, Problems


def read_text(file: Path, largest: int, too_large: str, problems: Problems) -> str | None:
    """The file's text with line feeds alone, or None: why was noted. `largest` is in bytes, and
    `too_large` is the sentence about a larger one.
    """
    try:
        if file.stat().st_size > largest:
            problems.error(Place(str(file)), too_large)
            return None
        content = file.read_bytes()
    except OSError as error:
        problems.error(Place(str(file)), f"cannot be read: {error.strerror}")
        return None
    return _decoded(str(file), content, problems)


def _decoded(name: str, content: bytes, problems: Problems) -> str | None:
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        problems.error(Place(name, line), "has a NUL byte: save the file as plain UTF-8 text")
        return None
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.error(Place(name, line), "is not UTF-8: save the file as plain UTF-8 text")
        return None
