"""Child processes of a benchmark: started with a line of JSON as their word of readiness."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_SECONDS = 60
NO_BYTE_CODE = "PYTHONDONTWRITEBYTECODE"
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Child:
    """A running process; figures come from /proc, as the system accounts them."""

    process: asyncio.subprocess.Process
    said: dict[str, Any]

    def cpu_seconds(self) -> float:
        """User and system time of all its threads so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_bytes(self) -> int:
        """Resident memory now."""
        statm = Path(f"/proc/{self.process.pid}/statm").read_text().split()
        return int(statm[1]) * PAGE_BYTES


@asynccontextmanager
async def child(*command: str, env: Mapping[str, str] | None = None) -> AsyncIterator[Child]:
    """Run `python COMMAND…` and wait for its first line; end it at the end.

    Byte code is kept between starts, as on any machine where it is not forbidden.
    """
    around = {name: value for name, value in os.environ.items() if name != NO_BYTE_CODE}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        env=around | dict(env or {}),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), START_SECONDS)
        yield Child(process, json.loads(line))
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), START_SECONDS)
