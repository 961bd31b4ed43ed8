"""Nothing that anybody types is ever run, and the page asks nobody but its own server."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import PAGE, Workspace
from tests.workspace.browser import Window, chromium, open_page, problems, window
from tests.workspace.conftest import DAN, MAYA, Json, Visitor

browser = chromium

HOSTILE = [
    "<img src=x onerror=\"document.title='run'\">",
    "<script>document.title='run'</script>",
    "<svg/onload=document.title='run'>",
    "*<b onclick=alert(1)>bold</b>* `<i>` ```<script>document.title='run'</script>```",
    "> <img src=x onerror=document.title='run'>",
    "javascript:document.title='run' and data:text/html,<script>document.title='run'</script>",
    '"><iframe srcdoc="<script>parent.document.title=1</script>">',
    "&lt;img src=x onerror=document.title='run'&gt;",
    "<!channel> <@U0DAN> <#C0GONE|x><https://example.com|<b>>",
]
LINKS = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,hi", "vbscript:x"]


@pytest.fixture
async def page(workspace: Workspace, pod: str, browser: Browser) -> Page:
    return await open_page(browser, workspace.url, MAYA.uid, DAN.uid, channel=pod)


@pytest.fixture
def maya_sees(page: Page) -> Window:
    return window(page, MAYA.uid)


@pytest.mark.browser
async def test_what_a_person_types_stands_there_as_typed(page: Page, maya_sees: Window) -> None:
    title = await page.title()
    dan_sees = window(page, DAN.uid)
    before = await dan_sees.messages.count()
    for number, text in enumerate(HOSTILE, start=1):
        await maya_sees.say(text)
        await expect(dan_sees.messages).to_have_count(before + number)
        shown = dan_sees.messages.last
        for tag in ("script", "iframe", "img", "svg:not(.icon)", "b", "i"):
            assert await shown.locator(f".text {tag}").count() == 0
        if not text.startswith((">", "*")):
            await expect(shown).to_contain_text(text)
    assert await page.title() == title
    assert problems(page) == []


@pytest.mark.browser
async def test_one_cannot_smuggle_a_mention_by_typing_its_code(
    maya_sees: Window, dan: Visitor
) -> None:
    await maya_sees.say(f"hello <@{DAN.uid}> and <!channel>")
    await expect(maya_sees.messages.last).to_contain_text(f"hello <@{DAN.uid}> and <!channel>")
    assert await dan.whys() == []


@pytest.mark.browser
async def test_links_lead_to_web_mail_and_telephone_only(
    page: Page, maya_sees: Window, web: AsyncWebClient, pod: str
) -> None:
    markdown = " ".join(f"[bad]({link})" for link in LINKS) + " [good](https://example.com/a)"
    rich = [{"type": "link", "url": link, "text": "bad"} for link in LINKS]
    sections = [{"type": "rich_text_section", "elements": rich}]
    blocks: list[Json] = [
        {"type": "markdown", "text": markdown},
        {"type": "rich_text", "elements": sections},
    ]
    await web.chat_postMessage(channel=pod, text="links", blocks=blocks)
    card = maya_sees.messages.last
    good = card.get_by_role("link", name="good")
    await expect(good).to_have_attribute("href", "https://example.com/a")
    await expect(good).to_have_attribute("rel", "noopener noreferrer")
    await expect(card.get_by_text("bad").first).to_be_visible()
    await expect(card.get_by_role("link")).to_have_count(1)


@pytest.mark.browser
async def test_the_pages_policy_stops_scripts_that_are_not_its_own(page: Page) -> None:
    ran = await page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.head.append(script);
            return window.ran === true;
        }"""
    )
    assert not ran


@pytest.mark.browser
async def test_very_long_and_odd_texts_stay_inside_their_window(
    workspace: Workspace, pod: str, maya: Visitor, browser: Browser
) -> None:
    odd = ["x" * 39_000, "*" * 20_000, "<" * 5_000, "שלום עולם " * 50, "👩‍🚒" * 300, "`" * 9_001]
    for text in odd:
        await maya.post(pod, text)
    page = await open_page(browser, workspace.url, MAYA.uid, channel=pod, width=320, height=640)
    await expect(page.locator("article[data-author=U0MAYA]")).to_have_count(len(odd))
    assert await page.evaluate("document.querySelector('.scroller').scrollWidth") <= 320


@pytest.mark.parametrize("path", sorted(PAGE.iterdir()), ids=lambda path: path.name)
def test_page_files_are_short_and_never_parse_html_from_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "DOMParser",
        "createContextualFragment",
        "@import",
        "url(",
    ):
        assert forbidden not in text


def test_the_page_names_every_file_it_needs_and_no_other_host() -> None:
    index = (PAGE / "index.html").read_text(encoding="utf-8")
    assert "'unsafe" not in index
    styles = {path.name for path in PAGE.glob("*.css")}
    assert all(f'href="/page/{name}"' in index for name in styles)
    scripts = "".join(path.read_text(encoding="utf-8") for path in PAGE.glob("*.js"))
    imported = {path.name for path in PAGE.glob("*.js") if f'"./{path.name}"' in scripts}
    assert imported == {path.name for path in PAGE.glob("*.js")} - {"app.js"}
    assert "<script>" not in index
    assert "onclick=" not in index
