"""The address of an ask's thread, for those who can open it."""

from bot.advice.changes import Tools
from bot.advice.rules import thread_of
from bot.pods.facts import Home
from storage.advice import Ask


def link(tools: Tools, ask: Ask, home: Home | None = None) -> str | None:
    """Into the ask's thread, once it stands: the one that somebody of `home` can open."""
    channel, ts = thread_of(ask, home.pod.id if home else ask.pod_id)
    return tools.permalink(channel, ts) if ts else None
