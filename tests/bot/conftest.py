"""What tests of the bot's parts share."""

from collections.abc import Iterator

import pytest

from bot.delivery import transaction


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """No person waits for an answer here: a machine that stalls for two seconds fails nothing.

    The journeys hold the limit itself, over the wire.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction, "ANSWERED_WITHIN", 30.0)
        yield
