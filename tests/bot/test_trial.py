"""What `podline try` prints while it runs."""

import io

from rich.console import Console

from bot.trial import show_trial


async def test_it_says_where_the_page_is_and_that_it_stops() -> None:
    wrote = io.StringIO()

    async def stopped() -> None:
        assert "Stopping" not in wrote.getvalue()

    await show_trial(0, Console(file=wrote, width=100), stopped)
    ready, stopping = wrote.getvalue().splitlines()
    assert ready.startswith("Podline is ready: http://127.0.0.1:")
    assert stopping == "Stopping …"
