"""One life of a bot whose pods meet, in a process of its own that will be killed. Its time stands
still while it has something to do: a machine that stalls makes no huddle late.
"""

import asyncio
from typing import Any

from bot.clock import Clock
from bot.delivery.transaction import Transactions
from bot.huddles.service import HuddlesService
from bot.huddles.tools import Tools
from bot.text.masking import Masker
from bot.timetable import Timetable
from storage.database import Database

TEAM = "T1"
STEP = 30  # seconds


def live(url: str, ends: float, reached: Any) -> None:
    """Until it is killed, or until then, in seconds since the epoch. It begins at the time that
    an earlier life `reached`, in memory that outlives it: no life looks back.
    """
    asyncio.run(_live(url, ends, reached))


async def _live(url: str, ends: float, reached: Any) -> None:
    database, clock = Database(url), Clock(lambda: float(reached.value))
    huddles = HuddlesService(Tools(Transactions(database, clock.nudge), Masker(), TEAM))
    await huddles.start(clock.now())
    timetable = Timetable(clock, database, huddles.acts())
    await timetable.start()
    while reached.value < ends or not timetable.idle():
        if timetable.idle():
            reached.value += STEP
            clock.nudge()
        await asyncio.sleep(0.002)
    await timetable.stop()
    await database.close()
