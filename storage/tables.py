"""Every table of Podline in one metadata, for the migrations and the tests."""

from sqlmodel import SQLModel

# A module that is imported has put its tables there.
from storage import (  # noqa: F401
    advice,
    alerts,
    alerts_feeds,
    alerts_matters,
    audit,
    erasures,
    holds,
    huddles,
    huddles_action_items,
    huddles_agenda,
    huddles_attendance,
    huddles_calendar,
    huddles_coaching,
    huddles_concerns,
    huddles_links,
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
