"""What the screen of a huddle shows, and whom it lets look."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.huddles.links.making import screen_url
from bot.huddles.links.page import policy, write_page
from bot.huddles.links.service import LinksService
from storage.huddles import (
    Agenda,
    AgendaItem,
    Huddle,
    HuddleState,
    HuddleStep,
    ItemSource,
    ItemState,
    Outcome,
)
from storage.huddles_action_items import ActionItem
from storage.pods import Member
from storage.practices import Practice, PracticeState
from tests.bot.huddles.links.scene import BEGINS, Links

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "</main></body></html><h1>mine</h1>",
    '" onmouseover="alert(3)" x=\'',
    "<!--",
    "javascript:alert(4)\u202e\x1b[2J",
    "]]>{{7*7}}${7*7}&lt;b&gt;",
    "<meta http-equiv=refresh content='0;url=https://evil.test'>",
)


class Tags(HTMLParser):
    """Every tag of a page, with its attributes, and the text outside of style and script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.text = ""
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in ("style", "script"):
            self.text += f" {data}"


async def _page(there: Links, secret: str, service: LinksService | None = None) -> str:
    seen = await (service or there.links).screen(secret, there.now)
    assert seen is not None
    return write_page(seen.shown, seen.etag, there.now)


async def _etag(there: Links, secret: str, service: LinksService | None = None) -> str:
    seen = await (service or there.links).screen(secret, there.now)
    assert seen is not None
    return seen.etag


async def test_before_it_begins_the_agenda_stands_in_its_order(there: Links) -> None:
    huddle, _ = await there.huddle("Ramona outage", "Port-in PINs", runs_it_name="Ana Ruiz")
    page = Tags(await _page(there, await there.screen_of(huddle)))
    said = " ".join(page.text.split())
    assert "San Diego huddle" in said
    assert "Starts at 10:30 AM San Diego time · Ana R. runs it" in said
    assert said.index("Ramona outage") < said.index("Port-in PINs")
    assert "2 min · from Nick P." in said
    assert "left" not in said


async def test_the_current_item_and_what_is_done_and_parked_are_marked_with_words(
    there: Links,
) -> None:
    huddle, (first, second, third, _) = await there.huddle("One", "Two", "Three", "Four")
    secret = await there.screen_of(huddle)
    await there.steps_on(huddle, third, first)
    parked = HuddleStep(
        huddle_id=huddle.id, item_id=second, outcome=Outcome.PARKED, by="UCARA", at=there.now
    )
    parked.note = "Theo asks the lab"
    await there.add(parked)
    there.step(3)
    lines = re.findall(r"<li.*?</li>", await _page(there, secret))
    marks = [re.findall(r'class="mark">(\w*)<', line)[0] for line in lines]
    assert marks == ["Done", "Parked", "Now", "Next"]
    assert [("aria-current" in line) for line in lines] == [False, False, True, False]
    assert "Theo asks the lab" in lines[1]


async def test_it_says_how_much_time_is_left_of_the_item_and_of_the_huddle(there: Links) -> None:
    huddle, (first, second) = await there.huddle("One", "Two")
    secret = await there.screen_of(huddle)
    await there.steps_on(huddle, first)
    there.step(50)
    said = Tags(await _page(there, secret)).text
    assert "1:10 left for this" in said
    assert "14:10 left of the huddle" in said
    await there.steps_on(huddle, second, first)
    assert "2:00 left for this" in Tags(await _page(there, secret)).text
    there.step(121)
    assert "The time for this is up" in Tags(await _page(there, secret)).text


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (HuddleState.OVER, "This huddle is over."),
        (HuddleState.SKIPPED, "This huddle was skipped."),
        (HuddleState.MISSED, "Podline did not open this huddle"),
    ],
)
async def test_what_became_of_it_is_said_without_why(
    there: Links, state: HuddleState, says: str
) -> None:
    huddle, _ = await there.huddle("One", state=state, why="Ana is ill")
    page = await _page(there, await there.screen_of(huddle))
    assert says in page
    assert "Ana" not in page


async def test_an_agenda_with_nothing_on_it_says_so(there: Links) -> None:
    huddle, _ = await there.huddle()
    assert "Nothing is on the agenda yet." in await _page(there, await there.screen_of(huddle))


async def test_nobody_is_named_but_who_put_it_there_themselves(there: Links) -> None:
    huddle, (first, _) = await there.huddle("Still without an answer", "Mine")
    async with there.database.write() as session:
        item = await session.get(AgendaItem, first)
        assert item is not None
        item.source, item.by_name, item.detail = ItemSource.ASK, "Maya R.", "asked 4 times"
    said = Tags(await _page(there, await there.screen_of(huddle))).text
    assert "asked 4 times" in said
    assert "Maya" not in said
    assert "from Nick P." in said


async def test_whoever_speaks_about_it_is_named_while_they_are_in_the_pod(there: Links) -> None:
    huddle, items = await there.huddle("One", "Two")
    secret = await there.screen_of(huddle)
    async with there.database.write() as session:
        for each, user in zip(items, ("UTHEO", "UINES"), strict=True):
            item = await session.get(AgendaItem, each)
            assert item is not None
            item.hand_to, item.hand_to_name = user, "somebody"
        for member in await session.scalars(select(Member).where(col(Member.user) == "UINES")):
            member.left_at = there.now
    said = Tags(await _page(there, secret)).text
    assert said.count("speaks about it") == said.count("Theo B.") == 1
    assert "Ines" not in said


async def test_what_is_to_be_done_and_what_was_saved_stands_below(there: Links) -> None:
    huddle, (first, _) = await there.huddle("One", "Two")
    secret = await there.screen_of(huddle)
    assert "<h2>" not in await _page(there, secret)
    await there.steps_on(huddle, first)
    await there.add(_action(there, huddle, "Ask the lab <b>", "UTHEO"))
    gone = _action(there, huddle, "Call the store", "UGONE")
    done = _action(there, huddle, "Sent the list", "UINES", closed_at=there.now)
    await there.add(gone, done)
    await _saves(there, huddle, first, "Cause, who is on it, and the hour")
    there.step(3)
    page = await _page(there, secret)
    said = " ".join(Tags(page).text.split())
    assert "To do Theo B.: Ask the lab <b> · by Friday, November 20" in said
    assert "Nobody yet: Call the store" in said
    assert "Ines V.: Sent the list · done" in said
    assert said.endswith("Saved as practices Cause, who is on it, and the hour Now: One")


async def test_what_was_made_elsewhere_or_is_for_two_alone_is_not_shown(there: Links) -> None:
    huddle, (first,) = await there.huddle("One")
    later = there.wave_of(await there.agenda_of(huddle), 2)
    await there.add(later, _action(there, later, "Of the others", "UTHEO"))
    await _saves(there, huddle, first, "A draft", draft=True)
    page = await _page(there, await there.screen_of(huddle))
    assert "Of the others" not in page
    assert "A draft" not in page
    assert "<h2>" not in page


def _action(there: Links, huddle: Huddle, text: str, owner: str, **more: Any) -> ActionItem:
    return ActionItem(
        team_id=huddle.team_id,
        pod_id=there.pod,
        huddle_id=huddle.id,
        text=text,
        owner=owner,
        owner_name=owner,
        due_on=date(2026, 11, 20),
        made_by="UCARA",
        made_at=there.now,
        **more,
    )


async def _saves(
    there: Links, huddle: Huddle, item: UUID, title: str, *, draft: bool = False
) -> None:
    practice = Practice(
        team_id=huddle.team_id,
        pod_id=there.pod,
        title=title,
        state=PracticeState.DRAFT if draft else PracticeState.SHARED,
        situation="A customer asks.",
        what_worked="This.",
        author="UCARA",
        author_name="Cara W.",
        owner="UCARA",
        created_at=there.now,
        updated_at=there.now,
    )
    step = HuddleStep(
        huddle_id=huddle.id, item_id=item, outcome=Outcome.DONE, by="UCARA", at=there.now
    )
    step.practice_id = practice.id
    await there.add(practice, step)


async def test_what_waits_or_was_taken_off_is_not_shown(there: Links) -> None:
    huddle, (first, second, _) = await there.huddle("One", "Two", "Three")
    async with there.database.write() as session:
        for each, state in ((first, ItemState.WAITING), (second, ItemState.DROPPED)):
            item = await session.get(AgendaItem, each)
            assert item is not None
            item.state = state
    lines = re.findall(r'<p class="text".*?</p>', await _page(there, await there.screen_of(huddle)))
    assert len(lines) == 1
    assert "Three" in lines[0]


async def test_nothing_that_anybody_wrote_becomes_a_part_of_the_page(there: Links) -> None:
    calm, _ = await there.huddle(*("calm" for _ in HOSTILE))
    calm_tags = Tags(await _page(there, await there.screen_of(calm))).tags
    other = Links(there.database, there.now)
    other.pod, other.numbers = there.pod, there.numbers
    page = await _hostile_page(other)
    tags = Tags(page).tags
    assert [tag for tag, _ in tags] == [tag for tag, _ in calm_tags]
    assert [sorted(each) for _, each in tags] == [sorted(each) for _, each in calm_tags]
    assert page.count("<script>") == page.count("<h1>") == page.count("<meta http-equiv") == 1
    assert "\u202e" not in page
    assert "\x1b" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def _hostile_page(there: Links) -> str:
    agenda = Agenda(team_id="T1", pod_id=there.pod, slot="wed", local_date=date(2026, 11, 18))
    huddle = there.wave_of(agenda, 1, runs_it_name="")
    items = [
        AgendaItem(
            agenda_id=agenda.id,
            pod_id=there.pod,
            key=f"member:{number}",
            source=ItemSource.MEMBER,
            position=number,
            text=text,
            detail="",
            by_name="Nick P.",
            added_at=there.now,
        )
        for number, text in enumerate(HOSTILE)
    ]
    await there.add(agenda, *items, huddle)
    return await _page(there, await there.screen_of(huddle))


async def test_a_press_that_another_process_took_is_seen_at_the_next_look(there: Links) -> None:
    huddle, (first, second) = await there.huddle("One", "Two")
    secret = await there.screen_of(huddle)
    other = there.other_process()
    await there.steps_on(huddle, first)
    before = await _etag(there, secret, other)
    assert await _etag(there, secret, other) == before == await _etag(there, secret)
    await there.steps_on(huddle, second, first)
    assert await _etag(there, secret, other) != before
    assert "Now: Two" in await _page(there, secret, other)


async def test_what_changed_without_being_counted_is_seen_within_two_seconds(
    there: Links,
) -> None:
    huddle, (first,) = await there.huddle("One")
    secret = await there.screen_of(huddle)
    await _page(there, secret)
    async with there.database.write() as session:
        item = await session.get(AgendaItem, first)
        assert item is not None
        item.text = "Another"
    there.step(2)
    assert "Another" in await _page(there, secret)


async def test_each_half_has_a_screen_of_its_own_and_whoever_asks_again_gets_the_same(
    there: Links,
) -> None:
    huddle, _ = await there.huddle("One")
    second = there.wave_of(await there.agenda_of(huddle), 2)
    await there.add(second)
    secrets = [await there.screen_of(each) for each in (huddle, second, huddle)]
    assert secrets[0] == secrets[2] != secrets[1]
    assert "first half" in await _page(there, secrets[0])
    assert "second half" in await _page(there, secrets[1])


async def test_what_one_half_is_through_with_the_other_still_has_before_it(there: Links) -> None:
    huddle, (first, second) = await there.huddle("One", "Two")
    later = there.wave_of(await there.agenda_of(huddle), 2)
    await there.add(later)
    await there.steps_on(huddle, second, first)
    page = await _page(there, await there.screen_of(later))
    assert page.count("<li") == 2
    assert ">Done<" not in page


async def test_it_ends_a_day_after_the_huddle(there: Links) -> None:
    huddle, _ = await there.huddle("One")
    secret = await there.screen_of(huddle)
    there.now = BEGINS + timedelta(minutes=15, days=1) - timedelta(seconds=1)
    assert await there.links.screen(secret, there.now)
    there.step(1)
    assert await there.links.screen(secret, there.now) is None


async def test_one_that_is_moved_is_shown_until_a_day_after_it_was(there: Links) -> None:
    huddle, _ = await there.huddle("One")
    secret = await there.screen_of(huddle)
    await there.change(huddle, starts_at=BEGINS + timedelta(days=3))
    there.now = BEGINS + timedelta(days=3, hours=20)
    assert "One" in await _page(there, secret)


async def test_without_an_address_there_is_no_screen(there: Links) -> None:
    huddle, _ = await there.huddle("One")
    async with there.database.write() as session:
        assert await screen_url(session, there.tools(public_url=""), huddle, there.now) == ""


async def test_the_page_is_accessible_and_needs_nothing_from_elsewhere(there: Links) -> None:
    huddle, (first,) = await there.huddle("One")
    secret = await there.screen_of(huddle)
    await there.steps_on(huddle, first)
    page = await _page(there, secret)
    tags = Tags(page).tags
    names = [tag for tag, _ in tags]
    assert names.count("h1") == names.count("main") == names.count("ol") == 1
    assert ("html", {"lang": "en"}) in tags
    assert any(each.get("aria-live") == "polite" for _, each in tags)
    assert not any({"src", "href", "style", "onclick"} & set(each) for _, each in tags)
    assert not re.search(r"https?://|@import|url\(", page)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert secret not in page


def test_the_pages_policy_lets_only_its_own_style_and_script_run() -> None:
    assert "unsafe" not in policy()
    assert policy().startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy()
