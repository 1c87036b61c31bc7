"""What a site lets machines read: its robots.txt, and a newspaper's reservation of text and data mining."""

import json
import re
import string
from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit

import lxml.html

Rule = tuple[bool, str]
"""Whether it allows, and the pattern of paths it is about."""

_OCTETS = re.compile(r"%[0-9A-Fa-f]{2}|[^\x00-\x7f]+")
_UNRESERVED = frozenset(string.ascii_letters + string.digits + "-._~")


def may_read(robots: str, user_agent: str, url: str) -> bool:
    """Return whether a robots.txt lets this user agent read `url`: the longest pattern decides (RFC 9309, 2.2.2)."""
    path = _path_of(url)
    token = re.split(r"[/\s]", user_agent.strip(), maxsplit=1)[0].lower()
    matching = [rule for rule in _rules(robots, token) if _is_at(_one_spelling(rule[1]), path)]
    return max(matching, key=lambda rule: (len(rule[1]), rule[0]))[0] if matching else True


def is_reserved(headers: Iterable[tuple[str, str]], body: bytes) -> bool:
    """Return whether a page reserves text and data mining, by the TDM Reservation Protocol: header or <meta>.

    Article 4(3) of Directive (EU) 2019/790 wants such a reservation to be machine-readable, and obeyed.
    """
    if any(name.lower() == "tdm-reservation" and value.strip() == "1" for name, value in headers):
        return True
    if b"tdm-reservation" not in body.lower():
        return False
    try:
        metas = lxml.html.document_fromstring(body).iter("meta")
    except (lxml.etree.ParserError, ValueError):
        return True  # it says something of the kind, in a form we cannot read
    return any(
        (meta.get("name") or "").lower() == "tdm-reservation" and (meta.get("content") or "").strip() == "1"
        for meta in metas
    )


def is_reserved_at(reservations: str, url: str) -> bool:
    """Return whether a site's tdmrep.json reserves text and data mining at `url`: the first matching place decides.

    A file that is there and cannot be read reserves: whoever writes one mostly means to.
    """
    if not reservations.strip():
        return False
    try:
        places = json.loads(reservations)
    except (ValueError, RecursionError):
        return True
    path = _path_of(url)
    for place in places if isinstance(places, list) else (places,):
        if isinstance(place, dict) and _is_at(_one_spelling(str(place.get("location", "/"))), path):
            return str(place.get("tdm-reservation")) == "1"
    return False


def _rules(robots: str, token: str) -> list[Rule]:
    groups: dict[str, list[Rule]] = {}
    agents: list[str] = []
    in_rules = False
    for line in robots.removeprefix("\ufeff").splitlines():
        key, _, value = line.split("#", 1)[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            agents = [value.lower()] if in_rules else [*agents, value.lower()]
            in_rules = False
            groups.setdefault(value.lower(), [])
        elif key in ("allow", "disallow"):
            in_rules = True
            for agent in agents if value else ():
                groups[agent].append((key == "allow", value))
    return groups.get(token, groups.get("*", []))


def _path_of(url: str) -> str:
    parts = urlsplit(url)
    return _one_spelling((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _one_spelling(path: str) -> str:
    """Return a path in which an octet is written in one way only (RFC 9309, 2.2.2; RFC 3986, 6.2.2)."""

    def spelled(found: re.Match[str]) -> str:
        if not found[0].startswith("%"):
            return quote(found[0], errors="replace")
        letter = unquote(found[0])
        return letter if letter in _UNRESERVED else found[0].upper()

    return _OCTETS.sub(spelled, path)


def _is_at(pattern: str, path: str) -> bool:
    """Return whether a path begins with a pattern, where `*` is anything and a last `$` is the end (RFC 9309, 2.2.3).

    Part by part, each where it first fits: a regular expression of many stars would try for ever.
    """
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = others.pop() if ends and others else None
    for part in others:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return at == len(path) or not ends
