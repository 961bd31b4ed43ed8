"""The Common Alerting Protocol's XML, read without trusting it: elements become plain texts.

CAP 1.1 and 1.2 (OASIS, docs.oasis-open.org/emergency/cap). No DTD is read, so that there are no
entities to expand and nothing is fetched; whatever else a document has is left out.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.alerts.feeds.errors import Unreadable
from bot.alerts.feeds.reading import MOST_PARTS, check_size

# A tenth of a second for each 100,000 bytes; the largest real one is 30,000.
MOST_XML: Final = 2_000_000
NAMESPACES: Final = tuple(f"urn:oasis:names:tc:emergency:cap:1.{minor}" for minor in (1, 2))


class Node(NamedTuple):
    """One element of CAP: its texts and its parts, each by name in the document's order."""

    texts: dict[str, list[str]]
    parts: dict[str, list["Node"]]

    def text(self, name: str) -> str:
        """The first that is not empty; empty for none."""
        return next((text for text in self.texts.get(name, []) if text), "")

    def named(self, name: str) -> Iterator[tuple[str, str]]:
        """The pairs of a geocode, an event code or a parameter."""
        for pair in self.parts.get(name, []):
            key, value = pair.text("valueName"), pair.text("value")
            if key and value:
                yield key, value


def looks_like_cap(body: bytes) -> bool:
    """By its first bytes only."""
    head = body[:8_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"<") and b"urn:oasis:names:tc:emergency:cap:1." in head


def alerts_of(body: bytes) -> list[Node]:
    """The `<alert>`s: one, or several within an envelope such as Atom.

    Raises Unreadable: too large, no XML, with a DTD (the entity bomb, XXE), or without an alert
    of CAP 1.1 or 1.2.
    """
    check_size(body, MOST_XML)
    try:
        root = fromstring(body, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable("The document has a DTD, which no CAP document needs.") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable("The document is no XML.") from error
    except RecursionError as error:
        raise Unreadable("The document is nested too deep.") from error
    found = [_node(each, depth=0) for each in _alerts(root)]
    if not found:
        raise Unreadable("The document is no alert of CAP 1.1 or 1.2.")
    return found


def _alerts(root: Element) -> Iterator[Element]:
    wanted = {f"{{{namespace}}}alert" for namespace in NAMESPACES}
    every = (element for element in root.iter() if element.tag in wanted)
    yield from (element for _, element in zip(range(MOST_PARTS), every, strict=False))


def _node(element: Element, depth: int) -> Node:
    """Nothing of CAP is deeper than alert, info, area, geocode, value."""
    node = Node({}, {})
    for child in element:
        namespace, _, name = str(child.tag).rpartition("}")
        if namespace.removeprefix("{") not in NAMESPACES:
            continue
        if len(child) and depth < 4:
            node.parts.setdefault(name, []).append(_node(child, depth + 1))
        else:
            node.texts.setdefault(name, []).append((child.text or "").strip())
    return node
