"""Who follows which thread, and who is notified of what, and why."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.conftest import ANA, DAN, MAYA, Clock, Visitor
from tests.workspace.test_presses import plain


async def following(who: Visitor, channel: str, ts: str) -> bool:
    found = (await who.look("messages", channel=channel, thread_ts=ts))["messages"]
    return bool(found[0]["following"])


async def test_a_mention_notifies_once_and_says_where(
    web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    posted = await web.chat_postMessage(channel=pod, text=f"<@{MAYA.uid}> two sites are down")
    found = (await maya.look("notifications"))["notifications"]
    assert [(one["why"], one["ts"]) for one in found] == [("mention", posted["ts"])]
    assert found[0]["title"] == "Podline in #pod-san-diego"
    assert found[0]["text"] == "@Maya Reyes two sites are down"


async def test_a_plain_message_in_a_channel_notifies_nobody(
    maya: Visitor, dan: Visitor, pod: str
) -> None:
    await maya.post(pod, "Good morning")
    assert await dan.whys() == []
    channels = (await dan.look("boot"))["channels"]
    assert [one["unread"] for one in channels if one["id"] == pod] == [1]


async def test_nobody_is_notified_of_their_own_message(maya: Visitor, pod: str) -> None:
    ts = await maya.post(pod, f"<@{MAYA.uid}> note to self")
    await maya.post(pod, "And another", thread_ts=ts)
    assert await maya.whys() == []


async def test_an_edit_notifies_nobody(
    web: AsyncWebClient, maya: Visitor, dan: Visitor, pod: str
) -> None:
    ts = await maya.post(pod, "Quiet")
    await maya.do("edit", channel=pod, ts=ts, text=f"<@{DAN.uid}> loud")
    card = (await web.chat_postMessage(channel=pod, text="Quiet"))["ts"]
    await web.chat_update(channel=pod, ts=card, text=f"<@{DAN.uid}> loud")
    assert await dan.whys() == []


async def test_a_thread_on_the_apps_card_is_followed_by_nobody_until_somebody_replies(
    web: AsyncWebClient, maya: Visitor, dan: Visitor, pod: str
) -> None:
    card = (await web.chat_postMessage(channel=pod, text="A card"))["ts"]
    await web.chat_postMessage(channel=pod, text="First", thread_ts=card)
    assert (await maya.whys(), await dan.whys()) == ([], [])
    await maya.post(pod, "I am here", thread_ts=card)
    await web.chat_postMessage(channel=pod, text="Second", thread_ts=card)
    assert (await maya.whys(), await dan.whys()) == (["thread"], [])


async def test_whoever_is_mentioned_on_the_card_follows_its_thread(
    web: AsyncWebClient, maya: Visitor, dan: Visitor, pod: str
) -> None:
    card = (await web.chat_postMessage(channel=pod, text=f"<@{MAYA.uid}> asks"))["ts"]
    await dan.post(pod, "An answer", thread_ts=card)
    assert await maya.whys() == ["mention", "thread"]


async def test_whoever_is_mentioned_in_a_thread_follows_it_from_then_on(
    web: AsyncWebClient, maya: Visitor, dan: Visitor, pod: str
) -> None:
    card = (await web.chat_postMessage(channel=pod, text="A card"))["ts"]
    await web.chat_postMessage(channel=pod, text=f"<@{DAN.uid}> can you?", thread_ts=card)
    await maya.post(pod, "Me too", thread_ts=card)
    assert await dan.whys() == ["mention", "thread"]


async def test_the_author_of_a_message_follows_its_thread(
    maya: Visitor, dan: Visitor, pod: str
) -> None:
    root = await maya.post(pod, "Question")
    await dan.post(pod, "Answer", thread_ts=root)
    assert await maya.whys() == ["thread"]
    assert await following(maya, pod, root)
    assert await following(dan, pod, root)


async def test_unfollowing_ends_it_until_one_replies_again(
    maya: Visitor, dan: Visitor, pod: str
) -> None:
    root = await maya.post(pod, "Question")
    await maya.do("unfollow", channel=pod, thread_ts=root)
    await dan.post(pod, "Answer", thread_ts=root)
    assert await maya.whys() == []
    await maya.post(pod, "Thanks", thread_ts=root)
    await dan.post(pod, "Welcome", thread_ts=root)
    assert await maya.whys() == ["thread"]


async def test_a_mention_does_not_bring_back_somebody_who_unfollowed(
    maya: Visitor, dan: Visitor, pod: str
) -> None:
    root = await maya.post(pod, "Question")
    await maya.do("unfollow", channel=pod, thread_ts=root)
    await dan.post(pod, f"<@{MAYA.uid}> look", thread_ts=root)
    await dan.post(pod, "And more", thread_ts=root)
    assert await maya.whys() == ["mention"]


async def test_following_on_purpose_is_enough(web: AsyncWebClient, dan: Visitor, pod: str) -> None:
    card = (await web.chat_postMessage(channel=pod, text="A card"))["ts"]
    await dan.do("follow", channel=pod, thread_ts=card)
    await web.chat_postMessage(channel=pod, text="News", thread_ts=card)
    assert await dan.whys() == ["thread"]


async def test_a_reply_that_also_goes_to_the_channel_tells_followers_and_counts_for_all(
    web: AsyncWebClient, maya: Visitor, dan: Visitor, pod: str
) -> None:
    root = await maya.post(pod, "Alert?")
    await dan.do("read", channel=pod, ts=root)
    await web.chat_postMessage(channel=pod, text="All clear", thread_ts=root, reply_broadcast=True)
    assert (await maya.whys(), await dan.whys()) == (["broadcast"], [])
    channels = (await dan.look("boot"))["channels"]
    assert [one["unread"] for one in channels if one["id"] == pod] == [1]


async def test_at_channel_reaches_everybody_but_not_from_inside_a_thread(
    web: AsyncWebClient, maya: Visitor, dan: Visitor, pod: str
) -> None:
    root = (await web.chat_postMessage(channel=pod, text="<!channel> outage"))["ts"]
    await web.chat_postMessage(channel=pod, text="<!channel> again", thread_ts=root)
    assert (await maya.whys(), await dan.whys()) == (["channel_mention"], ["channel_mention"])


async def test_at_here_reaches_those_who_are_active(
    web: AsyncWebClient, maya: Visitor, dan: Visitor, pod: str, clock: Clock
) -> None:
    await maya.post(pod, "I am here")
    await web.chat_postMessage(channel=pod, text="<!here> outage")
    assert (await maya.whys(), await dan.whys()) == (["channel_mention"], [])


async def test_with_blocks_only_a_mention_in_them_counts(
    web: AsyncWebClient, maya: Visitor, dan: Visitor, pod: str
) -> None:
    text = {"type": "mrkdwn", "text": f"for <@{DAN.uid}>"}
    label = plain(f"<@{MAYA.uid}>")
    blocks = [{"type": "section", "text": text}, {"type": "section", "text": label}]
    await web.chat_postMessage(channel=pod, text=f"<@{MAYA.uid}>", blocks=blocks)
    assert (await maya.whys(), await dan.whys()) == ([], ["mention"])


async def test_a_mention_of_somebody_outside_the_channel_reaches_nobody(
    web: AsyncWebClient, ana: Visitor, pod: str
) -> None:
    await web.chat_postMessage(channel=pod, text=f"<@{ANA.uid}>")
    assert await ana.whys() == []


async def test_a_private_message_notifies_nobody(
    web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    await web.chat_postEphemeral(channel=pod, user=MAYA.uid, text=f"<@{MAYA.uid}>")
    assert await maya.whys() == []


async def test_a_direct_message_notifies_also_from_its_threads(
    web: AsyncWebClient, maya: Visitor
) -> None:
    posted = await web.chat_postMessage(channel=MAYA.uid, text="A call-back is due")
    channel, ts = posted["channel"], posted["ts"]
    await web.chat_postMessage(channel=channel, text="In five minutes", thread_ts=ts)
    assert await maya.whys() == ["dm", "dm"]


async def test_reading_takes_the_marks_away(web: AsyncWebClient, maya: Visitor, pod: str) -> None:
    ts = (await web.chat_postMessage(channel=pod, text=f"<@{MAYA.uid}>"))["ts"]
    before = (await maya.look("boot"))["channels"]
    await maya.do("read", channel=pod, ts=ts)
    after = (await maya.look("boot"))["channels"]
    marks = [[(one["unread"], one["mentions"]) for one in rows if one["id"] == pod]
             for rows in (before, after)]  # fmt: skip
    assert marks == [[(1, 1)], [(0, 0)]]


async def test_comings_and_goings_are_not_unread(
    web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    await web.conversations_invite(channel=pod, users=ANA.uid)
    channels = (await maya.look("boot"))["channels"]
    assert [one["unread"] for one in channels if one["id"] == pod] == [0]


async def test_notifications_since_a_moment_leave_the_older_out(
    web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    first = (await web.chat_postMessage(channel=pod, text=f"<@{MAYA.uid}> one"))["ts"]
    second = (await web.chat_postMessage(channel=pod, text=f"<@{MAYA.uid}> two"))["ts"]
    found = (await maya.look("notifications", since=first))["notifications"]
    assert [one["ts"] for one in found] == [second]
