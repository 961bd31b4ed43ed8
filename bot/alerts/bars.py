"""From which severity on a pod is told of each kind of alert, as its roster file says."""

from collections.abc import Mapping
from typing import Any, Final

from bot.alerts.facts import AlertKind, Bars, Severity

TABLE: Final = "alerts"
DEFAULT: Final = "default"


def bars_of(settings: Mapping[str, Any]) -> Bars:
    """Of one pod, from `Pod.settings`. What this version does not know changes nothing."""
    said = {kind: _severity(each) for kind, each in settings.get(TABLE, {}).items()}
    found = {kind: said.get(kind) or said.get(DEFAULT) for kind in AlertKind}
    return {kind: severity for kind, severity in found.items() if severity is not None}


def said_bars(settings: Mapping[str, Any]) -> tuple[Bars, Severity | None]:
    """What one pod says of single kinds, and of all others; None where it says nothing of them."""
    said = settings.get(TABLE, {})
    named = {kind: at for kind in AlertKind if (at := _severity(said.get(kind))) is not None}
    return named, _severity(said.get(DEFAULT))


def bars_of_pods(settings: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Bars]:
    """Of all pods of a market; none where no pod has set any."""
    found = {pod: bars_of(each) for pod, each in settings.items()}
    return found if any(found.values()) else {}


def _severity(said: object) -> Severity | None:
    return Severity(said) if isinstance(said, str) and said in list(Severity) else None
