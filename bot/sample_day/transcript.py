"""The transcript of the sample day: who did what and who saw what, in the market's time."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.workspace.visitor import buttons, words
from bot.workspace.wording import readable

Json = dict[str, Any]
ZONE = ZoneInfo("America/Los_Angeles")
SHOWN = 300


class Transcript:
    """Prints as it happens. `now` gives seconds since the epoch."""

    def __init__(self, out: Console, now: Callable[[], float]) -> None:
        self._out, self._now = out, now
        self._names: dict[str, str] = {}
        self._app = ""
        self._shown: set[tuple[str, str, str]] = set()
        self.checked = 0
        self.failed: list[str] = []

    def knows(self, everybody: Json) -> None:
        """The names of the people and of the app."""
        self._names = {one["id"]: one["real_name"] for one in everybody["people"]}
        self._app = everybody["app"]["bot_user_id"]

    def scene(self, title: str) -> None:
        self._out.print()
        self._out.print(Text(f"{self._clock()}  {title}", style="bold"))

    def deed(self, user: str, what: str, where: str = "") -> None:
        self._row(self._name(user), self._plain(what) + (f"  ({where})" if where else ""))

    def aside(self, user: str, sentence: str) -> None:
        """What only one person is told."""
        self._row("Podline", f"only {self._first(user)} sees: {self._plain(sentence)}", "dim")

    def home(self, user: str, shown: str) -> None:
        self._row("Podline", f"Home of {self._first(user)}: {self._plain(shown)}", "dim")

    def check(self, sentence: str, ok: object, seen: object = "") -> None:
        """Whether what was expected happened; a failure says what was seen instead."""
        self.checked += 1
        if ok:
            self._row("", f"✓ {sentence}", "green")
            return
        self.failed.append(sentence)
        self._row("", f"✗ {sentence} — seen: {self._plain(str(seen))}", "bold red")

    def broke_off(self, error: BaseException) -> None:
        """Something failed where no check looked."""
        self.failed.append("the day is played to its end")
        self._row("", f"✗ the day broke off: {type(error).__name__}: {error}", "bold red")

    def sum_up(self) -> None:
        self._out.print()
        if not self.failed:
            self._out.print(Text(f"{self.checked} checks, all as expected.", style="bold green"))
            return
        line = f"{self.checked} checks, {len(self.failed)} not as expected:"
        self._out.print(Text(line, style="bold red"))
        for sentence in self.failed:
            self._out.print(Text(f"  ✗ {sentence}"))

    def news(self, news: Sequence[tuple[str, Json]]) -> None:
        """What everybody's windows were just shown, in its order; then who was notified."""
        for user, frame in sorted(news, key=lambda each: int(each[1].get("seq", 0))):
            self._frame(user, frame)
        bells = [user for user, frame in news if frame["type"] == "notification"]
        if bells:
            names = ", ".join(self._first(user) for user in dict.fromkeys(bells))
            self._row("", f"🔔 {names}", "yellow")

    def _frame(self, user: str, frame: Json) -> None:
        match frame["type"]:
            case "message" | "message_changed":
                self._message(frame)
            case "ephemeral" | "ephemeral_changed":
                self.aside(user, _flat(frame["message"]))
            case "view" if frame["view"] and self._is_new(user, frame["view"]["id"], frame):
                title = frame["view"]["title"]["text"]
                self._row("Podline", f"{self._first(user)} has a form: {title}", "dim")
            case _:
                return

    def _message(self, frame: Json) -> None:
        """Of Podline; what several see is told once."""
        message, changed = frame["message"], frame["type"] == "message_changed"
        said = _flat(message)
        if message.get("user") != self._app or not self._is_new(said, message["ts"], frame):
            return
        reply = message.get("thread_ts", message["ts"]) != message["ts"]
        place = "the card now: " if changed else "in the thread: " if reply else ""
        self._row("Podline", place + self._plain(said))

    def _is_new(self, what: str, number: str, frame: Json) -> bool:
        key = (what, number, str(frame.get("channel")))
        if key in self._shown:
            return False
        self._shown.add(key)
        return True

    def _row(self, who: str, what: str, style: str = "") -> None:
        grid = Table.grid(padding=(0, 2))
        for width in (8, 16):
            grid.add_column(width=width, no_wrap=True)
        grid.add_column(overflow="fold")
        shown = what if len(what) <= SHOWN else what[: SHOWN - 1] + "…"
        grid.add_row(Text(self._clock(), style="dim"), Text(who, style="bold"), Text(shown, style))
        self._out.print(grid)

    def _clock(self) -> str:
        return f"{datetime.fromtimestamp(self._now(), UTC).astimezone(ZONE):%H:%M:%S}"

    def _plain(self, mrkdwn: str) -> str:
        return readable(mrkdwn, self._names.get).replace("*", "")

    def _name(self, user: str) -> str:
        return self._names.get(user, user)

    def _first(self, user: str) -> str:
        return self._name(user).partition(" ")[0]


def _flat(message: Json) -> str:
    """A message on one line, its buttons at the end."""
    written = buttons(message.get("blocks") or [])
    lines = [line for line in words(message).split("\n") if line not in written]
    return " / ".join(lines) + "".join(f" [{label}]" for label in written)
