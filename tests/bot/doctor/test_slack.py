"""Whether Slack answers and knows the token: over the wire, on loopback."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.doctor import slack
from bot.doctor.facts import Finding, State
from bot.settings import Settings
from tests.slack_stub import SlackStub, running_stub


@pytest.fixture
async def stub() -> AsyncIterator[SlackStub]:
    async with running_stub() as stub:
        yield stub


async def looked(url: str) -> Finding:
    settings = Settings(slack_bot_token=SecretStr("xoxb-1"), slack_api_url=f"{url}/api/")
    (found,) = await slack.look_at_slack(settings)
    return found


def answers(stub: SlackStub, response: web.Response) -> None:
    async def early(method: str, asked: object) -> web.Response:
        assert method == "auth.test"
        return response

    stub.before = early


async def test_a_token_that_slack_knows_is_told_by_whom_it_is_of(stub: SlackStub) -> None:
    answers(stub, web.json_response({"ok": True, "user": "podline", "team": "Acme"}))
    found = await looked(stub.base_url)
    assert (found.state, found.do) == (State.OK, "")
    assert found.said == "Slack knows the bot's token: podline in Acme."


async def test_a_token_that_slack_refuses_says_where_to_copy_it(stub: SlackStub) -> None:
    answers(stub, web.json_response({"ok": False, "error": "invalid_auth"}))
    found = await looked(stub.base_url)
    assert found.state is State.PROBLEM
    assert found.said == "Slack refused PODLINE_SLACK_BOT_TOKEN (invalid_auth)."
    assert found.do.startswith("Copy it again from 'OAuth & Permissions'")


@pytest.mark.parametrize("status", [200, 503])
async def test_whoever_answers_no_json_is_not_slack(stub: SlackStub, status: int) -> None:
    answers(stub, web.Response(text="<html>", content_type="text/html", status=status))
    found = await looked(stub.base_url)
    assert found.state is State.PROBLEM
    assert "xoxb" not in found.said + found.do


async def test_whoever_hangs_up_does_not_answer(stub: SlackStub) -> None:
    async def hang_up(_: SlackStub, request: web.Request, *__: object) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    stub.meet("auth.test", hang_up)
    found = await looked(stub.base_url)
    assert (found.state, found.said[:20]) == (State.PROBLEM, "Slack does not answe")


async def test_without_a_network_it_is_one_line(stub: SlackStub) -> None:
    found = await looked("http://127.0.0.1:1")
    assert found.state is State.PROBLEM
    assert found.said == "Slack does not answer at http://127.0.0.1:1/api/."
    assert found.do == "Check the network, or PODLINE_SLACK_API_URL."
