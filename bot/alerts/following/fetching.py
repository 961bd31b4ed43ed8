"""One polite GET of a feed: conditional, named, bounded in time and in bytes.

Whatever is no whole document of the address that was asked for is `Unreachable`: what goes on
there is unknown then, and never nothing.
"""

import zlib
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar

from bot.alerts.feeds.errors import Unreadable
from bot.errors import PodlineError
from bot.settings_feeds import may_be_asked

MOST_BYTES: Final = 20_000_000
MOST_REDIRECTS: Final = 3
TIMEOUT: Final = ClientTimeout(total=20, connect=10, sock_read=10)
_CHUNK: Final = 65_536
_ACCEPT: Final = "application/geo+json, application/json, application/cap+xml, application/xml"
_ELSEWHERE: Final = (301, 302, 303, 307, 308)


class Unreachable(PodlineError):
    """No document came: what the source says is not known."""

    sentence = "The feed did not answer."


class Fetched(NamedTuple):
    """A document; `body` is None where it is the one that `etag` named."""

    body: bytes | None
    etag: str | None


def session_for(contact: str) -> ClientSession:
    """For all feeds. They ask whom they talk to: the Weather Service refuses whoever says not.
    What is compressed is unpacked here, within its bounds; a proxy of the environment is used.
    """
    return ClientSession(
        headers={
            "User-Agent": f"Podline (alerts for customer service; {contact})",
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip",
        },
        timeout=TIMEOUT,
        auto_decompress=False,
        cookie_jar=DummyCookieJar(),
        trust_env=True,
    )


async def fetch(session: ClientSession, address: str, etag: str | None = None) -> Fetched:
    """The document at `address`, unless it still is that of `etag`.

    Raises `Unreachable`: no answer in time, another status than 200 and 304, another host; and
    `Unreadable`: more than `MOST_BYTES`, or compressed in a way that nobody asked for.
    """
    headers = {"If-None-Match": etag} if etag else {}
    try:
        for _ in range(MOST_REDIRECTS + 1):
            async with session.get(address, headers=headers, allow_redirects=False) as answer:
                if answer.status not in _ELSEWHERE:
                    return await _read(answer, etag)
                address = _moved(address, answer.headers.get("Location", ""))
    except TimeoutError as error:
        raise Unreachable("The feed did not answer in time.") from error
    except (ClientError, OSError, ValueError) as error:
        raise Unreachable(f"The feed cannot be reached ({type(error).__name__}).") from error
    raise Unreachable("The feed sends us in a circle.")


async def _read(answer: ClientResponse, etag: str | None) -> Fetched:
    if answer.status == 304 and etag:
        return Fetched(None, etag)
    if answer.status != 200:
        raise Unreachable(f"The feed answered {answer.status}.")
    return Fetched(await _body(answer), _etag(answer.headers.get("ETag")))


async def _body(answer: ClientResponse) -> bytes:
    """Counted as it comes, and as it is unpacked: what is longer is left where it is."""
    packed = answer.headers.get("Content-Encoding", "identity").lower()
    if packed not in ("identity", "gzip", "x-gzip"):
        raise Unreadable(f"The document is packed as {packed[:20]!r}.")
    unpacking = zlib.decompressobj(16 + zlib.MAX_WBITS) if packed != "identity" else None
    body, came = bytearray(), 0
    async for chunk in answer.content.iter_chunked(_CHUNK):
        came += len(chunk)
        body += _unpacked(unpacking, chunk, MOST_BYTES + 1 - len(body)) if unpacking else chunk
        if max(came, len(body)) > MOST_BYTES:
            raise Unreadable(f"The document is longer than {MOST_BYTES} bytes.")
    if unpacking and not unpacking.eof:
        raise Unreadable("The document ends in the middle.")
    return bytes(body)


def _unpacked(unpacking: "zlib._Decompress", chunk: bytes, most: int) -> bytes:
    try:
        return unpacking.decompress(chunk, max(most, 1))
    except zlib.error as error:
        raise Unreadable("The document is not packed as it says.") from error


def _moved(address: str, to: str) -> str:
    """Where it stands now, if that is with the same host. Raises `Unreachable`."""
    new = urljoin(address, to)
    if urlsplit(new).hostname != urlsplit(address).hostname or not may_be_asked(new):
        raise Unreachable("The feed sends us to another host.")
    return new


def _etag(given: str | None) -> str | None:
    """A weak or strong one, as it came; nothing that is none, or longer than any."""
    return given if given and given.isascii() and given.isprintable() and len(given) < 200 else None
