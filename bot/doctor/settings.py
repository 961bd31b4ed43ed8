"""Whether the settings can be used, and which variables look like one and are none."""

import os
from difflib import get_close_matches
from typing import Final

from bot.doctor.facts import Finding, note, ok, told
from bot.settings import Settings
from bot.settings_reading import Inspected

CHECK = "settings"
_EXPLAINED = "docs/settings.md explains it."
_PREFIX: Final = "PODLINE_"
# For whoever develops Podline: read by its tests alone.
_OTHERS: Final = {"PODLINE_CHROMIUM", "PODLINE_TEST_DATABASE_URL"}


def look_at_settings(inspected: Inspected) -> list[Finding]:
    """One finding for each that is missing or cannot be used, and for each that is unknown."""
    faults = [*inspected.missing, *inspected.faults.values()]
    found = [told(CHECK, f"{fault} {_EXPLAINED}") for fault in faults]
    return [*(found or [ok(CHECK, "Every setting can be used.")]), *_unknown()]


def _unknown() -> list[Finding]:
    """A name that is typed wrong is read by nobody, and whatever it was to switch on stays off."""
    known = [f"{_PREFIX}{name.upper()}" for name in Settings.model_fields]
    given = {name for name in os.environ if name.upper().startswith(_PREFIX)}
    names = sorted(name for name in given if name.upper() not in {*known, *_OTHERS})
    return [note(CHECK, f"{name} is no setting of Podline.", _meant(name, known)) for name in names]


def _meant(name: str, known: list[str]) -> str:
    alike = get_close_matches(name.upper(), known, n=1, cutoff=0.8)
    return f"Did you mean {alike[0]}? {_EXPLAINED}" if alike else "docs/settings.md has them all."
