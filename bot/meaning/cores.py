"""How many of the machine's cores nobody uses at this moment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_LOAD: Final = Path("/proc/loadavg")


def idle_cores() -> int:
    """Cores beside the caller's own; 0 where that cannot be told (only Linux tells).

    Linux says how many threads want to run right now, the caller among them, as the first number
    of "2/415" (proc_loadavg(5)). Reading it takes some 15 microseconds.
    """
    try:
        running = int(_LOAD.read_text().split()[3].partition("/")[0])
        cores = len(os.sched_getaffinity(0))
    except (OSError, ValueError, IndexError, AttributeError):
        return 0
    # A sandbox may say that nobody runs, not even whoever asks.
    return max(0, cores - running) if running else 0
