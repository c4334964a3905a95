"""Where this server may connect to when somebody else said the address.

It may see more than whoever typed the address. So a name is resolved once, addresses inside the
network are left out unless the settings name the host, and the caller connects to one of the
addresses it was given: nothing is resolved a second time.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
_NAT64 = IPv6Network("64:ff9b::/96")


def addresses(host: str, port: int, *, may_be_private: bool = False) -> list[Address]:
    """The addresses of a host that may be connected to, each once, in the resolver's order.

    Empty when all of them are out of bounds. Raises socket.gaierror for an unknown host.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    every = dict.fromkeys(ip_address(str(each[4][0]).partition("%")[0]) for each in found)
    return [each for each in every if is_reachable(each, may_be_private=may_be_private)]


def is_reachable(address: Address, *, may_be_private: bool = False) -> bool:
    """Whether an address is open to the world, or private and allowed to be. An address that
    carries another one inside counts as that one. Link-local ones, where clouds keep the keys
    of a machine, are never reachable."""
    address = _meant(address)
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    if address.is_loopback or address.is_private:
        return may_be_private
    return address.is_global and not address.is_reserved


def _meant(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    if inner := address.ipv4_mapped or address.sixtofour:
        return inner
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
