"""Every table of Podline in one metadata, for the migrations and the tests."""

from sqlmodel import SQLModel

from storage import advice, inbox, lanes, outbox, pods, practices, practices_index, timers

MODULES = (advice, inbox, lanes, outbox, pods, practices, practices_index, timers)
METADATA = SQLModel.metadata
