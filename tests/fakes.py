"""Fakes that behave: time that is stepped."""

from datetime import UTC, datetime, timedelta

from bot.clock import Clock

START = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)  # a Monday, 10:00 in San Diego


class SteppedClock(Clock):
    """Stands still until it is stepped; whoever sleeps is woken by a step."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        super().__init__(lambda: self._now.timestamp())

    def step(self, seconds: float) -> datetime:
        """Move on, wake the sleepers, and answer the new time."""
        self._now += timedelta(seconds=seconds)
        self.nudge()
        return self._now
