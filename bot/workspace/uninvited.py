"""What Slackbot says to whoever mentions the app where it is not: only they see it.

Source: general knowledge of Slack's clients, which offer the invitation beside it.
"""

from __future__ import annotations

from bot.workspace.channels import Channel
from bot.workspace.mentions import mentioned
from bot.workspace.messages import Message
from bot.workspace.people import SLACKBOT
from bot.workspace.posting import whisper
from bot.workspace.state import State


def offer_invitation(state: State, channel: Channel, message: Message) -> None:
    """Tell the author of a new message that the app, which they called, is not in the channel.

    `invite` on the private message names whom its reader may bring in; the page draws a button.
    """
    app = state.app.user
    if channel.is_im or app in channel.members or app not in mentioned(message).users:
        return
    words = f"You mentioned <@{app}>, but they're not in this channel."
    note = Message(channel.id, SLACKBOT, words, thread_ts=message.thread_ts)
    note.extra = {"invite": [app]}
    whisper(state, channel, message.user, note)
