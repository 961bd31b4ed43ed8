"""Menus that ask the app while somebody types: what is asked, answered, refused and chosen."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.waiting import until
from tests.workspace.conftest import MAYA, Json, Listener, Visitor, impatient
from tests.workspace.test_modals import opened
from tests.workspace.test_presses import option, plain, pressed

TOWNS = [option("ramona"), option("julian")]


def menu(kind: str = "external_select", **more: Any) -> Json:
    return {"type": kind, "action_id": "town", "placeholder": plain("Town")} | more


def field(element: Json, **more: Any) -> Json:
    block = {"type": "input", "block_id": "row", "label": plain("Town"), "element": element}
    return block | more


class Menu:
    """One menu in front of Maya, wherever it stands."""

    def __init__(self, maya: Visitor, container: Json) -> None:
        self.maya, self.container = maya, container

    async def _do(self, deed: str, **body: Any) -> Json:
        place = {"container": self.container, "block_id": "row", "action_id": "town"}
        return await self.maya.do(deed, **place | body)

    async def type(self, typed: str) -> Json:
        return await self._do("options", value=typed)

    async def choose(self, **chosen: Any) -> Json:
        return await self._do("press", action=chosen)


async def in_message(web: AsyncWebClient, maya: Visitor, pod: str, element: Json) -> Menu:
    blocks = [{"type": "actions", "block_id": "row", "elements": [element]}]
    ts = (await web.chat_postMessage(channel=pod, text="x", blocks=blocks))["ts"]
    return Menu(maya, {"type": "message", "channel": pod, "message_ts": ts})


async def in_modal(app: Listener, web: AsyncWebClient, maya: Visitor, block: Json) -> Menu:
    view_id = await opened(app, web, maya, blocks=[block])
    return Menu(maya, {"type": "view", "view_id": view_id})


def offer(app: Listener, answer: Json | None) -> None:
    """What the app answers to whatever is asked of it from now on."""
    app.reply = lambda request: answer


def asked(app: Listener) -> list[Json]:
    """What the app was asked so far."""
    return [one.payload for one in app.got if one.type == "interactive"]


@pytest.fixture
async def towns(app: Listener, web: AsyncWebClient, maya: Visitor, pod: str) -> Menu:
    made = await in_message(web, maya, pod, menu())
    offer(app, {"options": TOWNS})
    return made


async def test_a_menu_in_a_message_asks_with_what_was_typed_and_where(
    app: Listener, towns: Menu, pod: str
) -> None:
    found = await towns.type("ram")
    payload = pressed(app)
    assert found["options"] == TOWNS
    assert (payload["type"], payload["value"]) == ("block_suggestion", "ram")
    assert (payload["block_id"], payload["action_id"]) == ("row", "town")
    assert (payload["user"]["id"], payload["channel"]["id"]) == (MAYA.uid, pod)
    assert payload["container"]["message_ts"] == payload["message"]["ts"]
    assert not {"trigger_id", "response_url", "view"} & payload.keys()


async def test_a_menu_in_a_modal_tells_of_its_view_but_nothing_that_was_filled_in(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    made = await in_modal(app, web, maya, field(menu(), dispatch_action=True))
    offer(app, {"options": TOWNS})
    await made.type("ram")
    await made.choose(selected_option=TOWNS[0])
    assert pressed(app)["view"]["state"]["values"]["row"]["town"]["selected_option"] == TOWNS[0]
    await made.type("jul")
    payload = pressed(app)
    assert payload["container"] == made.container
    assert payload["view"]["private_metadata"] == "secret note"
    assert payload["view"]["state"] == {"values": {}}
    assert "channel" not in payload


async def test_a_menu_in_home_asks_too(app: Listener, web: AsyncWebClient, maya: Visitor) -> None:
    row = {"type": "actions", "block_id": "row", "elements": [menu()]}
    made = await web.views_publish(user_id=MAYA.uid, view={"type": "home", "blocks": [row]})
    offer(app, {"options": TOWNS})
    home = Menu(maya, {"type": "view", "view_id": made["view"]["id"]})
    assert (await home.type("ram"))["options"] == TOWNS
    assert pressed(app)["view"]["type"] == "home"


async def test_options_may_come_in_groups(app: Listener, towns: Menu) -> None:
    groups = [{"label": plain("East"), "options": TOWNS}]
    offer(app, {"option_groups": groups})
    assert (await towns.type("ram"))["option_groups"] == groups
    assert (await towns.choose(selected_option=TOWNS[1]))["acked"]


async def test_nothing_found_is_an_answer(app: Listener, towns: Menu) -> None:
    offer(app, {"options": []})
    assert (await towns.type("xyz"))["options"] == []


@pytest.mark.parametrize(("least", "typed"), [(None, "ra"), (5, "ramo"), (1, "")])
async def test_too_few_letters_ask_nobody(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, least: int | None, typed: str
) -> None:
    more: Json = {} if least is None else {"min_query_length": least}
    made = await in_message(web, maya, pod, menu(**more))
    assert (await made.type(typed))["error"] == "query_too_short"
    assert asked(app) == []


async def test_a_menu_of_no_least_length_asks_before_anything_is_typed(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    made = await in_message(web, maya, pod, menu(min_query_length=0))
    offer(app, {"options": TOWNS})
    assert (await made.type(""))["options"] == TOWNS


async def test_a_menu_with_choices_of_its_own_asks_nobody(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    made = await in_message(web, maya, pod, menu("static_select", options=TOWNS))
    assert (await made.type("ramona"))["error"] == "not_external"
    assert asked(app) == []


@impatient
async def test_an_app_that_is_late_is_told_of_and_not_asked_again(
    app: Listener, towns: Menu
) -> None:
    app.silent = True
    found = await towns.type("ram")
    assert (found["error"], found["message"]) == (
        "operation_timeout",
        "Podline did not answer in time. Try again.",
    )
    await until(lambda: bool(asked(app)))
    assert len(asked(app)) == 1


async def test_an_app_that_acknowledges_without_a_list_is_told_of(
    app: Listener, towns: Menu
) -> None:
    offer(app, None)
    found = await towns.type("ram")
    assert (found["error"], found["message"]) == (
        "no_options",
        "Podline could not look. Try again.",
    )


def many(count: int) -> list[Json]:
    return [option(f"v{number}") for number in range(count)]


def group(*options: Json, label: str = "East") -> Json:
    return {"label": plain(label), "options": list(options)}


REFUSED: list[tuple[str, Json, str, str]] = [
    (
        "no list",
        {"text": "What?"},
        "invalid additional property: text",
        "",
    ),
    (
        "both lists",
        {"options": TOWNS, "option_groups": [group(*TOWNS)]},
        "must define either `options` or `option_groups`",
        "",
    ),
    ("101 options", {"options": many(101)}, "no more than 100 items allowed", "/options"),
    (
        "101 groups",
        {"option_groups": [group(one) for one in many(101)]},
        "no more than 100 items allowed",
        "/option_groups",
    ),
    (
        "101 in a group",
        {"option_groups": [group(*many(101))]},
        "no more than 100 items allowed",
        "/option_groups/0/options",
    ),
    (
        "an empty group",
        {"option_groups": [group()]},
        "must provide at least 1 items",
        "/option_groups/0/options",
    ),
    (
        "a group label of 76",
        {"option_groups": [group(option("a"), label="x" * 76)]},
        "must be less than 76 characters",
        "/option_groups/0/label/text",
    ),
    (
        "a text of 76",
        {"options": [{"text": plain("x" * 76), "value": "a"}]},
        "must be less than 76 characters",
        "/options/0/text/text",
    ),
    (
        "an empty text",
        {"options": [{"text": plain(" "), "value": "a"}]},
        "must be more than 0 characters",
        "/options/0/text/text",
    ),
    (
        "a text in mrkdwn",
        {"options": [{"text": {"type": "mrkdwn", "text": "*a*"}, "value": "a"}]},
        "unsupported type: mrkdwn",
        "/options/0/text/type",
    ),
    (
        "a value of 151",
        {"options": [{"text": plain("A"), "value": "x" * 151}]},
        "must be less than 151 characters",
        "/options/0/value",
    ),
    (
        "no value",
        {"options": [{"text": plain("A")}]},
        "missing required field: value",
        "/options/0",
    ),
    (
        "a description of 76",
        {"options": [option("a") | {"description": plain("x" * 76)}]},
        "must be less than 76 characters",
        "/options/0/description/text",
    ),
    (
        "one value twice",
        {"options": [option("a"), option("a")]},
        '`value` "a" already exists',
        "/options/1/value",
    ),
    ("a list that is none", {"options": "ramona"}, "must provide an array", "/options"),
    (
        "something else as well",
        {"options": [], "response_action": "clear"},
        "invalid additional property: response_action",
        "",
    ),
]


@pytest.mark.parametrize(
    ("answer", "says", "at"),
    [pytest.param(*row[1:], id=row[0].replace(" ", "-")) for row in REFUSED],
)
async def test_the_workspace_refuses_an_answer_with(
    app: Listener, towns: Menu, answer: Json, says: str, at: str
) -> None:
    offer(app, answer)
    found = await towns.type("ram")
    assert found["error"] == "invalid_options"
    assert found["message"].endswith(f"[ERROR] {says} [json-pointer:{at}]")


async def test_only_what_was_offered_here_can_be_chosen(
    app: Listener, towns: Menu, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    assert (await towns.choose(selected_option=TOWNS[0]))["error"] == "bad_choice"
    await towns.type("ram")
    for wrong in (option("weather"), {"value": None}, "ramona"):
        assert (await towns.choose(selected_option=wrong))["error"] == "bad_choice"
    assert (await towns.choose())["error"] == "bad_choice"
    elsewhere = await in_message(web, maya, pod, menu())
    assert (await elsewhere.choose(selected_option=TOWNS[0]))["error"] == "bad_choice"
    assert (await towns.choose(selected_option=TOWNS[0]))["acked"]
    assert pressed(app)["actions"][0]["selected_option"] == TOWNS[0]
    assert pressed(app)["state"]["values"]["row"]["town"]["selected_option"] == TOWNS[0]


async def test_a_menu_of_many_keeps_what_earlier_lists_offered(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    known = option("poway")
    made = await in_message(web, maya, pod, menu("multi_external_select", initial_options=[known]))
    for one in TOWNS:
        offer(app, {"options": [one]})
        await made.type(one["value"])
    assert (await made.choose(selected_options=[known, *TOWNS]))["acked"]
    assert pressed(app)["actions"][0]["selected_options"] == [known, *TOWNS]
    assert (await made.choose(selected_options=[]))["acked"]
    assert (await made.choose(selected_options=[option("x")]))["error"] == "bad_choice"


async def test_a_form_carries_the_choice_and_takes_no_other(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    made = await in_modal(app, web, maya, field(menu()))
    offer(app, {"options": TOWNS})
    view_id = made.container["view_id"]

    def filled(choice: Json) -> Json:
        return {"row": {"town": {"type": "external_select", "selected_option": choice}}}

    early = await maya.do("submit", view_id=view_id, values=filled(TOWNS[0]))
    assert early["error"] == "bad_choice"
    await made.type("ram")
    offer(app, None)
    assert (await maya.do("submit", view_id=view_id, values=filled(TOWNS[0])))["ok"]
    sent = pressed(app)["view"]["state"]["values"]["row"]["town"]
    assert sent == {"type": "external_select", "selected_option": TOWNS[0]}


async def test_what_was_preselected_goes_with_the_form_untouched(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    made = await in_modal(app, web, maya, field(menu(initial_option=TOWNS[1])))
    assert (await maya.do("submit", view_id=made.container["view_id"], values={}))["ok"]
    sent = pressed(app)["view"]["state"]["values"]["row"]["town"]
    assert sent["selected_option"] == TOWNS[1]


async def test_an_input_reaches_the_app_before_its_form_only_where_it_asks_to(
    app: Listener, web: AsyncWebClient, maya: Visitor
) -> None:
    words = {"type": "plain_text_input", "action_id": "town"}
    quiet = await in_modal(app, web, maya, field(words))
    assert (await quiet.choose(value="ramona"))["error"] == "not_dispatched"
    eager = await in_modal(app, web, maya, field(words, dispatch_action=True))
    assert (await eager.choose(value="ramona"))["acked"]
    payload = pressed(app)
    assert payload["actions"][0]["value"] == "ramona"
    assert payload["view"]["state"]["values"]["row"]["town"]["value"] == "ramona"
    await eager.choose(value="")
    assert pressed(app)["actions"][0]["value"] is None
