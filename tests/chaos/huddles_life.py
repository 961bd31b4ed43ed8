"""One life of a bot whose pods meet, in a process of its own that will be killed. From a moment on,
its time runs fast.
"""

import asyncio
import time

from bot.clock import Clock
from bot.delivery.transaction import Transactions
from bot.huddles.service import HuddlesService
from bot.huddles.tools import Tools
from bot.text.masking import Masker
from bot.timetable import Timetable
from storage.database import Database

TEAM = "T1"
FASTER = 1200  # twenty minutes a second


def live(url: str, begins: float, ends: float) -> None:
    """Until it is killed, or until then; both in seconds since the epoch."""
    asyncio.run(_live(url, begins, ends))


async def _live(url: str, begins: float, ends: float) -> None:
    database, began = Database(url), time.monotonic()
    clock = Clock(lambda: begins + (time.monotonic() - began) * FASTER)
    huddles = HuddlesService(Tools(Transactions(database, clock.nudge), Masker(), TEAM))
    await huddles.start(clock.now())
    timetable = Timetable(clock, database, huddles.acts())
    await timetable.start()
    while clock.now().timestamp() < ends or not timetable.idle():  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    await timetable.stop()
    await database.close()
