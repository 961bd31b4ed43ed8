"""Every table of Podline in one metadata, for the migrations and the tests."""

from sqlmodel import SQLModel

from storage import advice, inbox, lanes, outbox, pods, practices, timers

MODULES = (advice, inbox, lanes, outbox, pods, practices, timers)
METADATA = SQLModel.metadata
