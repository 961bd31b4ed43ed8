"""Whether Slack answers, and knows the bot's token."""

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.doctor.facts import Finding, ok, problem
from bot.settings import Settings

CHECK = "slack"
PATIENCE_SECONDS = 10
_NETWORK = "Check the network, or PODLINE_SLACK_API_URL."


async def look_at_slack(settings: Settings) -> list[Finding]:
    """Asks who the token belongs to, and nothing more."""
    client = AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=PATIENCE_SECONDS,
        retry_handlers=[],
    )
    try:
        me = await client.auth_test()
    except SlackApiError as error:
        return [_refused(str(error.response.get("error") or "no reason given"))]
    except (OSError, ClientError):
        said = f"Slack does not answer at {settings.slack_api_url}."
        return [problem(CHECK, said, _NETWORK)]
    return [ok(CHECK, f"Slack knows the bot's token: {me.get('user')} in {me.get('team')}.")]


def _refused(reason: str) -> Finding:
    said = f"Slack refused PODLINE_SLACK_BOT_TOKEN ({reason})."
    return problem(CHECK, said, "Copy it again from 'OAuth & Permissions' of your Slack app.")
