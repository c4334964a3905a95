"""Amounts of money as they are read. Pure."""

from __future__ import annotations

from decimal import Decimal

# Currencies whose sign names only them; all others are told by their code behind the amount.
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def money(amount: Decimal, currency: str) -> str:
    """An amount with thousands separated, cents only where there are any, and a true minus.

    >>> money(Decimal(-49200), "USD")
    '−$49,200'
    >>> money(Decimal("1200.5"), "SEK")
    '1,200.50 SEK'
    """
    places = 0 if amount == amount.to_integral_value() else 2
    digits = f"{abs(amount):,.{places}f}"
    minus = "−" if amount < 0 else ""
    sign = _SIGNS.get(currency, "")
    return f"{minus}{sign}{digits}" if sign else f"{minus}{digits} {currency}"
