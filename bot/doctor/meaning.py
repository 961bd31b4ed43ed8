"""Whether practices are found by their meaning, as well as by their words."""

import platform
from collections.abc import Sequence

from bot.doctor.facts import Finding, note, ok, problem
from bot.meaning.embedder import Embedder
from bot.meaning.errors import EmbedderFailed

CHECK = "meaning"
INSTALL = "pip install 'podline[meaning]', or in a checkout: pip install '.[meaning]'"
# Of the extra `meaning` in pyproject.toml: a test holds them together.
WHEELS = frozenset({("Linux", "x86_64"), ("Linux", "aarch64"), ("Darwin", "arm64")})


async def look_at_meaning(missing: Sequence[str], embedder: Embedder | None) -> list[Finding]:
    """`missing` are the packages that are not installed; what is there reads a sentence."""
    if embedder is None:
        return [_by_words_alone(missing)]
    try:
        await embedder.query("Is there an outage?")
    except EmbedderFailed as error:
        return [problem(CHECK, f"Search goes by words alone: {error}.", f"Run: {INSTALL}")]
    return [ok(CHECK, f"{embedder.name} reads what people ask.")]


def _by_words_alone(missing: Sequence[str]) -> Finding:
    names = " and ".join(missing)
    machine = (platform.system(), platform.machine())
    if machine not in WHEELS:
        said = "Search goes by words alone: there is no {names} for {machine}."
        return note(CHECK, said.format(names=names, machine=" ".join(machine)))
    are = "are" if len(missing) > 1 else "is"
    said = f"Search goes by words alone: {names} {are} not installed."
    return note(CHECK, said, f"Run: {INSTALL}")
