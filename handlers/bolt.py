"""The bolt app: how it is set up, so that it costs little and every answer is ours."""

from collections.abc import Callable, Sequence
from datetime import datetime
from logging import getLogger

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.text.masking import Masker
from handlers.home import HomePage
from handlers.middleware import admit_only
from handlers.payloads import Routes
from handlers.register import register
from handlers.telling import Teller


def slack_app(
    client: AsyncWebClient,
    me: AuthorizeResult,
    routes: Sequence[Routes],
    teller: Teller,
    now: Callable[[], datetime],
    masker: Masker,
) -> AsyncApp:
    """Who we are is asked once, at start: bolt would ask `auth.test` for every cold request.

    `process_before_response`: an event that fails is answered 500 and comes again, and an
    acknowledgement is sent only once its listener is done (else bolt polls every 10 ms).
    """

    async def authorize() -> AuthorizeResult:
        return me

    app = AsyncApp(
        name="podline",
        # Without the token, which comes with `me`: bolt would warn of having two.
        client=AsyncWebClient(base_url=client.base_url, session=client.session),
        before_authorize=admit_only(str(me.team_id), me.enterprise_id),
        authorize=authorize,
        # The one door that needs it verifies signatures itself: handlers/http_events.py.
        request_verification_enabled=False,
        process_before_response=True,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        logger=getLogger("slack_bolt"),
    )
    register(app, routes, HomePage(routes, teller), teller, now, masker)
    return app
