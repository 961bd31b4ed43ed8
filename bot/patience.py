"""What helps somebody on a call, and is not worth a wait: looked for, and given up."""

import asyncio
from collections.abc import Awaitable
from logging import Logger
from typing import TypeVar

from bot.errors import PodlineError

Found = TypeVar("Found")


async def find_in_time(
    looking: Awaitable[Found], otherwise: Found, seconds: float, log: Logger
) -> Found:
    """What is found within so many seconds, or `otherwise`. Never raises: whatever is wrong with
    the person or the database, what they asked for meets it, too, and says it.
    """
    try:
        async with asyncio.timeout(seconds):
            return await looking
    except TimeoutError:
        log.info("found too late")
    except PodlineError:
        pass
    except Exception as error:
        log.exception("nothing found", extra={"error": type(error).__name__})
    return otherwise
