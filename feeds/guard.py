"""Which addresses may be asked: the public internet, and loopback or a local network only when allowed twice.

A feed is hostile text: a link or a redirect in it could point at a service inside the user's network.
"""

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Iterable
from functools import lru_cache
from urllib.parse import urlsplit

import httpx

_METADATA = frozenset({"fd00:ec2::254", "100.100.100.200"})
"""Where clouds keep the keys of a machine, beside 169.254.169.254, which is link-local."""

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
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if mapped is not None and not mapped.is_global:
        return False
    return ip.is_global and not ip.is_multicast


def refusal(url: str, allow_private: bool, resolve: Resolve = resolve_host, through_proxy: bool = False) -> str | None:
    """Return why `url` must not be asked, in plain words; None when it may.

    Link-local and metadata addresses of clouds are refused also where `allow_private` lets the local network be asked.
    Through a proxy only addresses written as numbers are judged: names are resolved by the proxy.
    Raises OSError when the host name cannot be resolved.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return f"{url!r} is not a web address"
    if parts.scheme not in ("http", "https") or not host:
        return f"{url!r} is not an http or https address"
    if through_proxy and not _is_number(host):
        return None
    port = port or (443 if parts.scheme == "https" else 80)
    try:
        addresses = [host] if _is_number(host) else resolve(host, port)
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
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_link_local or str(ip) in _METADATA


@lru_cache(maxsize=4096)
def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
