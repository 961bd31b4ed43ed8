"""Every table of Podline in one metadata, for the migrations and the tests."""

from sqlmodel import SQLModel

from storage import (
    advice,
    audit,
    erasures,
    holds,
    inbox,
    lanes,
    outbox,
    pods,
    practices,
    practices_index,
    practices_tallies,
    timers,
)

MODULES = (
    advice,
    audit,
    erasures,
    holds,
    inbox,
    lanes,
    outbox,
    pods,
    practices,
    practices_index,
    practices_tallies,
    timers,
)
METADATA = SQLModel.metadata
