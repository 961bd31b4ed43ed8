"""The sample day, without a browser: a brush fire takes cells down in San Diego's back country
while reps are on calls. Played over the wire, told as it happens, checked at each step."""

import logging
from datetime import UTC, datetime

from rich.console import Console

from bot.sample_day.morning import (
    a_card_number_is_masked,
    a_thread_becomes_a_question,
    an_outage_is_explained,
)
from bot.sample_day.noon import (
    a_call_back_is_promised,
    somebody_is_away,
    the_ladder_is_climbed,
    two_press_at_once,
)
from bot.sample_day.stage import open_stage
from bot.sample_day.transcript import Transcript
from bot.trial import Setup, open_trial

STARTS_AT = datetime(2026, 11, 16, 18, 41, tzinfo=UTC)  # a Monday, 10:41 in San Diego
CAST = (
    "maya.reyes",
    "nick.pappas",
    "linh.pham",
    "diego.fuentes",
    "jorge.beltran",
    "sofia.marin",
    "dan.kowalski",
    "ines.carvalho",
    "theo.brandt",
    "priya.raman",
    "grace.whitlock",
    "luis.ortega",
    "ana.ruiz",
    "raj.patel",
)
# Real seconds, for a machine that does other things, too: what is late is not sent again.
ACK_SECONDS = 30.0
DAY = (
    an_outage_is_explained,
    a_card_number_is_masked,
    a_thread_becomes_a_question,
    the_ladder_is_climbed,
    a_call_back_is_promised,
    somebody_is_away,
    two_press_at_once,
)


async def play_the_day(out: Console) -> int:
    """Play it; 0 where everything was as expected, else 1."""
    alarms = _Alarms()
    setup = Setup(colleagues=False, starts_at=STARTS_AT, ack_seconds=ACK_SECONDS)
    logging.getLogger().addHandler(alarms)
    try:
        async with open_trial(setup) as trial:
            transcript = Transcript(out, trial.time)
            try:
                async with open_stage(trial, CAST, transcript) as stage:
                    for scene in DAY:
                        await scene(stage)
            except Exception as error:
                transcript.broke_off(error)
    finally:
        logging.getLogger().removeHandler(alarms)
    transcript.check("nothing failed behind the scenes", not alarms.heard, alarms.heard)
    transcript.sum_up()
    return 1 if transcript.failed else 0


class _Alarms(logging.Handler):
    """Errors that the bot logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(str(record.msg))
