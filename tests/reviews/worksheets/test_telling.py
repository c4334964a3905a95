"""Numbers look alike wherever people read them; they are stored and sent as plain digits."""

from decimal import Decimal
from fractions import Fraction

import pytest

from reviews.telling import words
from reviews.worksheets.exact import brief
from reviews.worksheets.wording import Number, Said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (Number(Decimal("1090.50"), "ms"), "1,090.5 ms"),
        (Number(Decimal("99.9"), "%"), "99.9%"),
        (Number(Decimal(-49200)), "−49,200"),
        (Number(Decimal("1E+6")), "1,000,000"),
        (brief(Fraction(1, 1000), 2, "kWh"), "< 0.01 kWh"),
        (brief(Fraction(65, 10), 1, "%", is_change=True), "+6.5%"),
        (brief(Fraction(-8), 1, "%", is_change=True), "−8%"),
    ],
)
def test_thousands_are_grouped_and_units_stand_apart_but_percent(number, said):
    assert words(number) == said
    assert words(Said("It is %(n)s.", {"n": number})) == f"It is {said}."
