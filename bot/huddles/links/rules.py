"""Who may renew a link, what one looks like, and how long it holds."""

import re
import secrets
from datetime import datetime, timedelta
from typing import Final

from bot.huddles.links.facts import SCREEN_STAYS
from storage.huddles import Huddle
from storage.huddles_screen import ScreenState
from storage.pods import MemberFacts, Role

# 32 bytes of chance, as `new_secret` writes them: nothing else is looked up.
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_RENEW: Final = frozenset({Role.COACH, Role.TEAM_LEADER, Role.RESOURCE_MANAGER})


def new_secret() -> str:
    """256 bits: guessing is hopeless."""
    return secrets.token_urlsafe(32)


def looks_like_secret(text: str) -> bool:
    return bool(_SECRET.fullmatch(text))


def may_renew(member: MemberFacts) -> bool:
    """Everybody who subscribed has to do so anew: that is for those who set the schedule."""
    return member.role in _RENEW


def screen_until(huddle: Huddle | ScreenState) -> datetime:
    """A day after the huddle the link of its screen has ended."""
    ends = huddle.ended_at or huddle.starts_at + timedelta(minutes=huddle.minutes)
    return ends + SCREEN_STAYS
