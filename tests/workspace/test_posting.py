"""Posting, editing and deleting through the Web API, and what Slack refuses."""

from __future__ import annotations

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.workspace.conftest import ANA, MAYA, Clock, Json, Visitor, make_channel, refusal

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Two sites are down"}}


async def test_a_post_has_the_app_as_its_author(web: AsyncWebClient, pod: str) -> None:
    posted = await web.chat_postMessage(channel=pod, text="Good morning")
    message = posted["message"]
    assert (message["text"], posted["channel"]) == ("Good morning", pod)
    assert (message["bot_id"][0], message["app_id"][0]) == ("B", "A")
    assert message["bot_profile"]["name"] == "Podline"


async def test_time_stamps_never_repeat_even_when_the_clock_stands_still(
    web: AsyncWebClient, pod: str
) -> None:
    stamps = [(await web.chat_postMessage(channel=pod, text="x"))["ts"] for _ in range(4)]
    assert stamps == sorted(set(stamps))


async def test_loose_angle_brackets_are_escaped_and_tokens_stay(
    web: AsyncWebClient, pod: str
) -> None:
    posted = await web.chat_postMessage(channel=pod, text="a < b & <@U0DAN> &amp; <!here> > c")
    assert posted["message"]["text"] == "a &lt; b &amp; <@U0DAN> &amp; <!here> &gt; c"


async def test_a_post_to_a_person_opens_their_direct_message(
    web: AsyncWebClient, maya: Visitor
) -> None:
    posted = await web.chat_postMessage(channel=MAYA.uid, text="Privately")
    assert posted["channel"].startswith("D")
    assert await maya.whys() == ["dm"]


async def test_metadata_shows_only_when_asked_for(web: AsyncWebClient, pod: str) -> None:
    metadata = {"event_type": "podline_row", "event_payload": {"row": "42"}}
    await web.chat_postMessage(channel=pod, text="With a note", metadata=metadata)
    plain = await web.conversations_history(channel=pod, limit=1)
    whole = await web.conversations_history(channel=pod, limit=1, include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert whole["messages"][0]["metadata"] == metadata


async def test_an_update_keeps_blocks_and_metadata_that_it_does_not_name(
    web: AsyncWebClient, pod: str
) -> None:
    metadata = {"event_type": "podline_row", "event_payload": {"row": "42"}}
    posted = await web.chat_postMessage(
        channel=pod, text="Old", blocks=[SECTION], metadata=metadata
    )
    await web.chat_update(channel=pod, ts=posted["ts"], text="New")
    whole = await web.conversations_history(channel=pod, limit=1, include_all_metadata=True)
    message = whole["messages"][0]
    assert message["text"] == "New"
    assert message["edited"]["user"]
    assert message["blocks"][0]["text"] == SECTION["text"]
    assert message["metadata"] == metadata


async def test_an_empty_list_of_blocks_takes_the_blocks_away(web: AsyncWebClient, pod: str) -> None:
    posted = await web.chat_postMessage(channel=pod, text="Words", blocks=[SECTION])
    changed = await web.chat_update(channel=pod, ts=posted["ts"], text="Words", blocks=[])
    assert "blocks" not in changed["message"]


async def test_a_deleted_message_is_gone_from_the_history(web: AsyncWebClient, pod: str) -> None:
    posted = await web.chat_postMessage(channel=pod, text="Wrong room")
    await web.chat_delete(channel=pod, ts=posted["ts"])
    found = await web.conversations_history(channel=pod)
    assert posted["ts"] not in [message["ts"] for message in found["messages"]]


async def test_a_deleted_root_with_replies_stays_as_a_tombstone(
    web: AsyncWebClient, pod: str, maya: Visitor
) -> None:
    posted = await web.chat_postMessage(channel=pod, text="The card")
    await maya.post(pod, "A reply", thread_ts=posted["ts"])
    await web.chat_delete(channel=pod, ts=posted["ts"])
    found = await web.conversations_replies(channel=pod, ts=posted["ts"])
    root, reply = found["messages"]
    assert (root["subtype"], root["user"]) == ("tombstone", "USLACKBOT")
    assert reply["text"] == "A reply"


async def test_a_private_message_is_in_no_history(
    web: AsyncWebClient, pod: str, maya: Visitor
) -> None:
    await web.chat_postEphemeral(channel=pod, user=MAYA.uid, text="Only you see this")
    found = await web.conversations_history(channel=pod)
    assert "Only you see this" not in [message["text"] for message in found["messages"]]
    seen = (await maya.look("messages", channel=pod))["messages"]
    assert [one["text"] for one in seen if one["ephemeral"]] == ["Only you see this"]


async def test_the_permalink_of_a_reply_names_its_thread(web: AsyncWebClient, pod: str) -> None:
    root = (await web.chat_postMessage(channel=pod, text="Root"))["ts"]
    reply = (await web.chat_postMessage(channel=pod, text="Reply", thread_ts=root))["ts"]
    link = (await web.chat_getPermalink(channel=pod, message_ts=reply))["permalink"]
    assert link.endswith(f"/archives/{pod}/p{reply.replace('.', '')}?thread_ts={root}&cid={pod}")


async def test_a_very_long_text_is_cut_off(web: AsyncWebClient, pod: str) -> None:
    posted = await web.chat_postMessage(channel=pod, text="x" * 50_000)
    assert len(posted["message"]["text"]) == 40_000


BAD_METADATA = [
    ({"event_type": "x"}, "invalid_metadata_format"),
    ("{not json", "invalid_metadata_format"),
    ({"event_type": "9 x", "event_payload": {}}, "invalid_metadata_schema"),
    ({"event_type": "x", "event_payload": {"a": "y" * 70_000}}, "metadata_too_large"),
]


@pytest.mark.parametrize(("metadata", "code"), BAD_METADATA)
async def test_metadata_that_breaks_the_rules_is_refused(
    web: AsyncWebClient, pod: str, metadata: object, code: str
) -> None:
    body = {"channel": pod, "text": "x", "metadata": metadata}
    assert await refusal(web.api_call("chat.postMessage", json=body)) == code


REFUSED_POSTS = [
    ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
    ({"text": ""}, "no_text"),
    ({"text": "  "}, "no_text"),
    ({"text": "x", "blocks": "not json"}, "invalid_blocks_format"),
    ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
    ({"text": "x", "blocks": [{"type": "no_such_block"}]}, "invalid_blocks"),
    ({"text": "x", "thread_ts": "1.000001"}, "cannot_reply_to_message"),
    ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
    ({"text": "x", "username": "Somebody else"}, "missing_scope"),
    ({"text": "x", "no_such_argument": "1"}, "invalid_arguments"),
    ({"text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
]


@pytest.mark.parametrize(("body", "code"), REFUSED_POSTS)
async def test_a_post_that_breaks_a_rule_is_refused(
    web: AsyncWebClient, pod: str, body: dict[str, object], code: str
) -> None:
    assert await refusal(web.api_call("chat.postMessage", json={"channel": pod} | body)) == code


async def test_bad_blocks_come_back_with_what_is_wrong(web: AsyncWebClient, pod: str) -> None:
    body = {"channel": pod, "text": "x", "blocks": [{"type": "no_such_block"}]}
    answer = await _raw(web, "chat.postMessage", body)
    assert answer["response_metadata"]["messages"] == answer["errors"]
    assert "/blocks/0" in answer["errors"][0]


async def test_too_much_text_in_all_blocks_together_is_refused(
    web: AsyncWebClient, pod: str
) -> None:
    text = {"type": "mrkdwn", "text": "x" * 2999}
    blocks = [{"type": "section", "text": text} for _ in range(5)]
    code = await refusal(web.chat_postMessage(channel=pod, text="x", blocks=blocks))
    assert code == "msg_blocks_too_long"


async def test_a_reply_to_a_reply_is_refused(web: AsyncWebClient, pod: str) -> None:
    root = (await web.chat_postMessage(channel=pod, text="Root"))["ts"]
    reply = (await web.chat_postMessage(channel=pod, text="Reply", thread_ts=root))["ts"]
    code = await refusal(web.chat_postMessage(channel=pod, text="x", thread_ts=reply))
    assert code == "cannot_reply_to_message"


async def test_the_app_cannot_post_where_it_is_not(
    web: AsyncWebClient, workspace: Workspace
) -> None:
    public = await make_channel(web, "lobby", False, ANA.uid)
    private = await make_channel(web, "leaders", True, ANA.uid)
    await web.conversations_leave(channel=public)
    await web.conversations_leave(channel=private)
    assert await refusal(web.chat_postMessage(channel=public, text="x")) == "not_in_channel"
    assert await refusal(web.chat_postMessage(channel=private, text="x")) == "channel_not_found"


async def test_an_archived_channel_takes_no_posts(web: AsyncWebClient, pod: str) -> None:
    await web.conversations_archive(channel=pod)
    assert await refusal(web.chat_postMessage(channel=pod, text="x")) == "is_archived"


async def test_the_app_changes_no_message_of_a_person(
    web: AsyncWebClient, pod: str, maya: Visitor
) -> None:
    ts = await maya.post(pod, "Mine")
    assert await refusal(web.chat_update(channel=pod, ts=ts, text="x")) == "cant_update_message"
    assert await refusal(web.chat_delete(channel=pod, ts=ts)) == "cant_delete_message"


async def test_updates_and_deletions_of_nothing_are_refused(web: AsyncWebClient, pod: str) -> None:
    ghost = "1700000000.000001"
    assert await refusal(web.chat_update(channel=pod, ts=ghost, text="x")) == "message_not_found"
    assert await refusal(web.chat_delete(channel=pod, ts=ghost)) == "message_not_found"
    permalink = web.chat_getPermalink(channel=pod, message_ts=ghost)
    assert await refusal(permalink) == "message_not_found"


async def test_an_update_takes_at_most_4000_characters(web: AsyncWebClient, pod: str) -> None:
    ts = (await web.chat_postMessage(channel=pod, text="x"))["ts"]
    await web.chat_update(channel=pod, ts=ts, text="y" * 4000)
    assert await refusal(web.chat_update(channel=pod, ts=ts, text="y" * 4001)) == "msg_too_long"


async def test_a_private_message_needs_somebody_who_is_there(web: AsyncWebClient, pod: str) -> None:
    call = web.chat_postEphemeral(channel=pod, user=ANA.uid, text="x")
    assert await refusal(call) == "user_not_in_channel"


async def test_a_private_message_cannot_be_updated(
    web: AsyncWebClient, pod: str, clock: Clock
) -> None:
    ts = (await web.chat_postEphemeral(channel=pod, user=MAYA.uid, text="x"))["message_ts"]
    assert await refusal(web.chat_update(channel=pod, ts=ts, text="y")) == "message_not_found"


async def _raw(web: AsyncWebClient, method: str, body: Json) -> Json:
    assert web.session is not None
    headers = {"Authorization": f"Bearer {web.token}"}
    address = web.base_url + method
    async with web.session.post(address, json=body, headers=headers) as response:
        return dict(await response.json())
