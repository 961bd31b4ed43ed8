"""Weekly hours against a wall clock, right on the days when clocks change too.

In an hour that a clock shows twice, opening and closing happen the first time; a time that a
clock skips is the moment at which it jumps.
"""

from datetime import UTC, datetime, timedelta

from storage.hours import MINUTES_A_DAY, MINUTES_A_WEEK, Hours

_MINUTE = timedelta(minutes=1)


def minute_of_week(local: datetime) -> int:
    """Minutes since Monday 00:00 by which to judge hours at `local`."""
    if local.fold:
        local = _end_of_first_pass(local)
    return local.weekday() * MINUTES_A_DAY + local.hour * 60 + local.minute


def holds(hours: Hours, minute: int) -> bool:
    """Whether `minute` of the week is inside `hours`; unknown hours hold all the time."""
    return not hours or any(
        start <= minute < end or start <= minute + MINUTES_A_WEEK < end for start, end in hours
    )


def find_next(hours: Hours, local: datetime, opening: bool) -> datetime | None:
    """The next moment, in the zone of `local`, at which `hours` begin or cease to hold.

    None where they do already, or always do.
    """
    if not hours or holds(hours, minute_of_week(local)) is opening:
        return None
    edges = sorted({edge % MINUTES_A_WEEK for span in hours for edge in span})
    monday = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0, tzinfo=None)
    monday -= timedelta(days=local.weekday())
    for week in (0, 1, 2):
        for edge in edges:
            at = on_the_clock(monday + timedelta(weeks=week, minutes=edge), local)
            later = at.astimezone(UTC) > local.astimezone(UTC)
            if later and holds(hours, minute_of_week(at)) is opening:
                return at
    return None


def on_the_clock(wall: datetime, like: datetime) -> datetime:
    """The first moment at which the clocks of `like` show `wall` or, if skipped, later."""
    at = wall.replace(tzinfo=like.tzinfo)
    while at.astimezone(UTC).astimezone(like.tzinfo).replace(tzinfo=None) != wall:
        wall += _MINUTE
        at = wall.replace(tzinfo=like.tzinfo)
    return at


def _end_of_first_pass(local: datetime) -> datetime:
    """The last minute that the clock shows twice: all of them have been gone through."""
    while _is_shown_twice(local + _MINUTE):
        local += _MINUTE
    return local


def _is_shown_twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
