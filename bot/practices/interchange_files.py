"""Finds files of practices, decodes them, and replaces them as a whole."""

import os
import tempfile
from pathlib import Path

from bot.pods.file_text import read_text
from bot.pods.problems import Place, Problems

LARGEST_FILE = 50_000_000
LARGEST_NOTE = 100_000
"""Bytes: of a table of practices, and of one practice's Markdown file."""


def markdown_files(folder: Path, problems: Problems) -> list[Path]:
    """The folder's Markdown files by name, but for its README."""
    try:
        # By listing: a glob takes a folder that cannot be read for an empty one.
        found = [each for each in folder.iterdir() if each.suffix.lower() == ".md"]
    except OSError as error:
        problems.error(Place(str(folder)), f"cannot be read: {error.strerror}")
        return []
    return sorted(each for each in found if each.is_file() and each.stem.lower() != "readme")


def read_practices_text(file: Path, largest: int, problems: Problems) -> str | None:
    """The file's text, whatever its lines end in, or None: why was noted."""
    text = read_text(file, largest, f"is larger than {largest:,} bytes", problems)
    return None if text is None else text.replace("\r", "\n")


def replace_file(file: Path, text: str) -> bool:
    """Write `text` at once or not at all; whether the file was not so already."""
    content = text.encode()
    if file.is_file() and file.read_bytes() == content:
        return False
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem[:40]}-")
    try:
        with os.fdopen(handle, "wb") as written:
            written.write(content)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
