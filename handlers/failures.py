"""Calls to Slack that failed: what Slack says of it, and what the log and the metrics keep."""

from logging import getLogger

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from bot import metrics

log = getLogger(__name__)
BROKEN = (ClientError, OSError, TimeoutError)
"""What is raised where no answer of Slack's came."""
_LIMITED = 429


def note(error: Exception) -> None:
    """Log what an immediate answer met, without anybody's words."""
    if not isinstance(error, SlackApiError):
        log.warning("an immediate answer did not arrive", exc_info=error)
        return
    if is_limited(error):
        metrics.limited.labels(method=error.response.api_url.rsplit("/", 1)[-1]).inc()
    log.warning("an immediate answer was refused", extra={"error": code(error)})


def code(error: SlackApiError) -> str:
    """Slack's word for why; what is not Slack's own answer, such as a proxy's page, has none."""
    told = getattr(error.response, "data", None)
    return str(told.get("error") or "unreadable") if isinstance(told, dict) else "unreadable"


def is_limited(error: SlackApiError) -> bool:
    """Whether Slack asks to wait."""
    return getattr(error.response, "status_code", None) == _LIMITED


def retry_after(error: SlackApiError) -> float | None:
    """For how many seconds Slack asks to wait, where it says so."""
    headers = getattr(error.response, "headers", None) or {}
    told = {name.lower(): value for name, value in headers.items()}.get("retry-after")
    try:
        return max(0.0, float(told)) if told is not None else None
    except ValueError:
        return None
