"""Whether the settings can be used."""

from bot.doctor.facts import Finding, ok, told
from bot.settings import Inspected

CHECK = "settings"
_EXPLAINED = "docs/settings.md explains it."


def look_at_settings(inspected: Inspected) -> list[Finding]:
    """One finding for each that is missing or cannot be used."""
    faults = [*inspected.missing, *inspected.faults.values()]
    if not faults:
        return [ok(CHECK, "Every setting can be used.")]
    return [told(CHECK, f"{fault} {_EXPLAINED}") for fault in faults]
