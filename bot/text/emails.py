"""E-mail addresses, as written and as spoken ("maria arroba gmail punto com")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.kinds import Kind, Span

_LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[\w.+'\-]+\Z")
_AT = re.compile(r"(?:@|%40)(?:[A-Za-z0-9\-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z])")
_SPOKEN = re.compile(
    r"""(?: \s?[(\[](?:at|arroba)[)\]]\s? | \s(?:at|arroba)\s | \s?@\s? )
    (?:gmail|hotmail|outlook|yahoo|icloud|live|aol|msn|proton(?:mail)?
      |[a-z0-9\-]{2,30}(?=[ ](?:dot|punto)[ ]))
    (?: \s?\.\s? | \s(?:dot|punto)\s ) (?:com|net|org|es|mx|us)
    (?: (?: \. | \s(?:dot|punto)\s ) (?:mx|es|ar|co) )? \b""",
    re.VERBOSE | re.IGNORECASE,
)


def find_emails(text: str) -> Iterator[Span]:
    """E-mail addresses. The part before the @ is at most 64 characters (RFC 5321, 4.5.3.1)."""
    for pattern in (_AT, _SPOKEN):
        for match in pattern.finditer(text):
            local = _LOCAL.search(text, max(0, match.start() - _LONGEST_LOCAL), match.start())
            if local:
                yield Span(local.start(), match.end(), Kind.EMAIL)
