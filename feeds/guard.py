"""Which addresses may be asked: the public internet, and loopback or a local network only when allowed twice.

A feed is hostile text: a link or a redirect in it could point at a service inside the user's network.
"""

import ipaddress
import queue
import re
import socket
import threading
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from urllib.parse import urlsplit

import httpx

_METADATA = frozenset({"fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "168.63.129.16", "192.0.0.192"})
"""Where clouds keep the keys of a machine, beside 169.254.169.254, which is link-local."""

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_IPV4_AT_THE_END = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
"""NAT64 (RFC 6052), and the older forms of IPv4 in IPv6."""
_CLOSED = tuple(map(ipaddress.ip_network, ("3fff::/20", "2001::/23", "192.0.0.0/24", "192.88.99.0/24")))
"""Special purposes (IANA registries) that python's versions do not agree on."""

_OLD_NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}")

Resolve = Callable[[str, int], Iterable[str]]
"""From host name and port to IP addresses. Raises OSError when the name is not known."""


def resolve_host(host: str, port: int) -> tuple[str, ...]:
    """Return the IP addresses of `host`, as the system resolves it. Raises OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[4][0]) for address in found))


def resolve_within(seconds: float, resolve: Resolve, host: str, port: int) -> tuple[str, ...]:
    """Return what `resolve` finds, waiting at most `seconds`: the system's resolver knows no deadline.

    Raises TimeoutError when it takes longer, OSError or UnicodeError when there is no such name.
    """
    answers: queue.SimpleQueue[tuple[str, ...] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(tuple(resolve(host, port)))
        except Exception as error:
            answers.put(error)  # raised again below, where somebody waits for it

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=max(0.0, seconds))
    except queue.Empty:
        raise TimeoutError(f"{host} was not resolved within {seconds:g} seconds") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def is_public(address: str) -> bool:
    """Return whether an IP address lies in the public internet (IANA special-purpose registries)."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    ip = _ipv4_within(ip) or ip
    if str(ip) in _METADATA or not ip.is_global or ip.is_multicast:
        return False
    # python's own lists miss what was given a purpose since, or had one before.
    return not any(ip in network for network in _CLOSED) and (ip.version == 4 or ip in _GLOBAL_UNICAST)


def _ipv4_within(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 one stands for: a gateway, or the system itself, would ask that."""
    if ip.version == 4:
        return None
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if any(ip in network for network in _IPV4_AT_THE_END):
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return None


def refusal(url: str, allow_private: bool, resolve: Resolve = resolve_host, through_proxy: bool = False) -> str | None:
    """Return why `url` must not be asked, in plain words; None when it may.

    Link-local and metadata addresses of clouds are refused also where `allow_private` lets the local network be asked.
    Through a proxy only addresses written as numbers, in whatever form, and localhost are judged: the proxy resolves
    other names.
    Raises OSError when the host name cannot be resolved.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return f"{url!r} is not a web address"
    if parts.scheme not in ("http", "https") or not host:
        return f"{url!r} is not an http or https address"
    number = host if _is_number(host) else _told_without_asking(host) if through_proxy else None
    if through_proxy and number is None:
        return None
    port = port or (443 if parts.scheme == "https" else 80)
    try:
        addresses = resolve(host, port) if number is None else [number]
    except socket.gaierror:
        if allow_private:
            return None  # a name that leads nowhere leads to nothing closed; connecting says the rest
        raise
    judged = _is_metadata if allow_private else _is_not_public
    refused = next((address for address in addresses if judged(address)), None)
    return None if refused is None else private_reason(host, refused)


def pinned(url: str, address: str | None) -> tuple[httpx.URL, dict[str, str], dict[str, str]]:
    """Return the address to connect to, with the Host header and the TLS name that keep `url` what is asked for.

    A name resolved a second time, when connecting, could lead elsewhere than where it was judged to lead.
    """
    target = _parsed(url)
    if address is None or target.host == address:
        return target, {}, {}
    names = {"sni_hostname": target.raw_host.decode("ascii")}
    return target.copy_with(host=address), {"Host": target.netloc.decode("ascii")}, names


@lru_cache(maxsize=4096)
def _parsed(url: str) -> httpx.URL:
    # The addresses of sources come again at each poll, and to parse one takes a tenth of the time of asking it.
    return httpx.URL(url)


def private_reason(host: str, address: str) -> str:
    """Return the words for a host that leads into a private network."""
    return f"{host} leads to {address}, which is not in the public internet; casewatch does not go there"


def _is_not_public(address: str) -> bool:
    return not is_public(address)


def _is_metadata(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    ip = _ipv4_within(ip) or ip
    return ip.is_link_local or str(ip) in _METADATA


@lru_cache(maxsize=4096)
def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _told_without_asking(host: str) -> str | None:
    """Return the IPv4 address a host stands for in the old forms (one number, hexadecimal, octal) or as localhost."""
    plain = unicodedata.normalize("NFKC", host).rstrip(".").lower()
    if plain.rsplit(".", 1)[-1] in ("localhost", "localdomain"):  # RFC 6761, 6.3
        return "127.0.0.1"
    try:
        return socket.inet_ntoa(socket.inet_aton(plain)) if _OLD_NUMBER.fullmatch(plain) else None
    except OSError:
        return None
