"""What Slack sends about agendas: values of another version, and huddles that are off."""

from unittest.mock import AsyncMock, Mock
from uuid import UUID

import pytest

from bot.delivery.transaction import Transactions
from bot.errors import NotSaved, Outdated
from bot.huddles import words as huddle_words
from bot.huddles.agenda import words
from bot.huddles.agenda.service import AgendaService
from bot.huddles.agenda.shown import Arranged
from bot.huddles.agenda.words import Form
from bot.huddles.sub_commands import Word
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.text.kit import Card
from bot.text.masking import Masker
from bot.workspace.visitor import words as words_of
from handlers.huddles_agenda import answers, routes
from handlers.payloads import Command, HomeOpened, InPlace, Press, Shortcut, Submission
from tests.bot.huddles.agenda.samples import AGENDA, NOW, line, seen

DELIVERY, MAYA = Delivery("press:1", NOW), Person("T1", "UMAYA")
ITEM = UUID(int=9)


def off() -> AgendaService:
    """Nothing that is asked of it may reach a database."""
    return AgendaService(Tools(Mock(spec=Transactions), Masker(), "T1", on=False))


def press(action: str, value: str, metadata: str = "", **more: object) -> Press:
    given = {"view_type": "modal", "view_id": "V1"} | more
    return Press(DELIVERY, MAYA, action, value, "t1", metadata=metadata, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("action", "value", "metadata"),
    [
        (words.ADD, "", ""),
        (words.ADD, "not-an-id", ""),
        (words.ADD, "next", "{"),
        (words.SHOW, "x", ""),
        (words.READ, "x", ""),
        (words.ARRANGE, "next", ""),
        (words.MENU, "half", ""),
        (words.MENU, f"dance:{AGENDA}", ""),
        (words.TAKE_OFF, "x", ""),
        (words.TAKE_OFF_LISTED, "x", ""),
        (words.PUT_BACK, "", ""),
        (words.DEED, f"up:{ITEM}", ""),
        (words.DEED, f"up:{ITEM}", "[]"),
        (words.DEED, f"up:{ITEM}", '{"agenda":"x"}'),
        (words.DEED, f"up:{ITEM}", '{"version":"many"}'),
        (words.DEED, f"up:{ITEM}", '{"unknown":1}'),
        (words.DEED, "up", words.form_value(Form(AGENDA))),
        (words.MOVE_UP, f"up:{ITEM}", ""),
        (words.MOVE_DOWN, f"dance:{ITEM}", words.form_value(Form(AGENDA))),
        (words.PUT_ON, "", words.form_value(Form(AGENDA))),
        (words.PAGE, "-1", words.form_value(Form(AGENDA))),
        (words.PAGE, "99999999999", words.form_value(Form(AGENDA))),
        (words.FURTHER, "²", words.form_value(Form(AGENDA))),
    ],
)
async def test_what_another_version_sent_is_outdated(
    action: str, value: str, metadata: str
) -> None:
    service = Mock(spec=AgendaService)
    service.open_arranging = AsyncMock(return_value=Arranged(seen()))
    service.open_adding = AsyncMock()
    with pytest.raises(Outdated):
        await routes(service).actions[action](press(action, value, metadata))


@pytest.mark.parametrize("metadata", ["", "{}", "null", words.form_value(Form(AGENDA))])
async def test_a_form_without_its_item_is_outdated(metadata: str) -> None:
    sent = Submission(DELIVERY, MAYA, words.ITEM_FORM, {}, metadata, "V1")
    with pytest.raises(Outdated):
        await routes(Mock(spec=AgendaService)).views[words.ITEM_FORM](sent)


async def test_a_page_that_no_agenda_has_shows_the_last_one() -> None:
    service = Mock(spec=AgendaService)
    service.open_arranging = AsyncMock(return_value=Arranged(seen(line("Roaming"))))
    pressed = press(words.FURTHER, "9999", words.form_value(Form(AGENDA, version=3)))
    said = await routes(service).actions[words.FURTHER](pressed)
    assert isinstance(said, InPlace)
    assert "Roaming" in words_of(said.view)


async def test_where_huddles_are_off_the_shortcut_says_so_and_home_nothing() -> None:
    listening = routes(off())
    used = Shortcut(DELIVERY, MAYA, words.TALK_ABOUT, "t1", message_text="Roaming")
    said = await listening.shortcuts[words.TALK_ABOUT](used)
    assert isinstance(said, Card)
    assert said.text == "Huddles are switched off here. Whoever runs Podline can switch them on."
    (home,) = listening.home
    assert await home(HomeOpened(DELIVERY, MAYA)) == []


async def test_what_is_typed_or_chosen_is_added_with_the_names_of_whom_it_mentions() -> None:
    service = Mock(spec=AgendaService)
    service.as_read = AsyncMock(return_value="Grace W. knows why")
    service.add = AsyncMock(side_effect=NotSaved)
    service.open_adding = AsyncMock(side_effect=NotSaved)
    typed = Command(DELIVERY, MAYA, "/agenda", "", "C1", "https://hooks.test", "t1")
    with pytest.raises(NotSaved):
        await answers(service)[Word.ADD](typed, "<@UGRACE|grace.whitlock> knows why")
    service.as_read.assert_awaited_with(MAYA, "<@UGRACE|grace.whitlock> knows why")
    assert service.add.await_args.args == (DELIVERY, MAYA, "Grace W. knows why")
    chosen = Shortcut(DELIVERY, MAYA, words.TALK_ABOUT, "t1", message_text="<@UGRACE> knows why")
    with pytest.raises(NotSaved):
        await routes(service).shortcuts[words.TALK_ABOUT](chosen)
    service.as_read.assert_awaited_with(MAYA, "<@UGRACE> knows why")
    assert "Grace W. knows why" in service.open_adding.await_args.args


def test_every_value_that_a_view_sends_reads_back() -> None:
    form = Form(AGENDA, 3, "C1", 2, ITEM, "1.2", "https://hooks.test", "C2", "3.4", arranging=True)
    assert words.read_form(words.form_value(form)) == form
    assert words.read_agenda(words.agenda_value(None)) is None
    assert words.read_agenda(words.agenda_value(AGENDA)) == AGENDA
    for choice in words.Choice:
        assert words.read_choice(words.choice_value(choice, AGENDA)) == (choice, AGENDA)
    for deed in words.Deed:
        assert words.read_deed(words.deed_value(deed, ITEM)) == (deed, ITEM)
    assert huddle_words.ADD_TYPED in routes(off()).actions
