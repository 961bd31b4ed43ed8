"""What kinds of personal data are masked, and what stands in their place."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple, Protocol


class Kind(StrEnum):
    """A kind of a customer's personal data."""

    CARD = "card"
    IMEI = "imei"
    ICCID = "iccid"
    SSN = "ssn"
    PHONE = "phone"
    ACCOUNT = "account"
    EMAIL = "email"
    ADDRESS = "address"
    PIN = "pin"


LABELS: dict[Kind, str] = {
    Kind.CARD: "[card number]",
    Kind.IMEI: "[IMEI]",
    Kind.ICCID: "[ICCID]",
    Kind.SSN: "[SSN]",
    Kind.PHONE: "[phone number]",
    Kind.ACCOUNT: "[account number]",
    Kind.EMAIL: "[e-mail]",
    Kind.ADDRESS: "[address]",
    Kind.PIN: "[PIN]",
}
"""What people read in place of the value. Short, plain, without digits, in square brackets."""


class Span(NamedTuple):
    """Characters start to end (excluded) that must not be stored; `kind` says what they are."""

    start: int
    end: int
    kind: Kind


class Detector(Protocol):
    """Finds one family of personal data in a folded text (see folding.py)."""

    def __call__(self, text: str, /) -> Iterator[Span]: ...
