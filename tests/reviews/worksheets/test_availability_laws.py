"""What holds of every availability model, whatever its numbers."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod

from hypothesis import given
from hypothesis import strategies as st

from reviews.worksheets.availability_model import (
    EXACT,
    Part,
    another,
    at_least,
    of_copies,
    with_chance,
    with_copies,
    work,
)

CHANCES = st.integers(0, 100_000).map(lambda n: Decimal(n) / 100_000)
MANY = st.lists(CHANCES, min_size=1, max_size=8)


@st.composite
def groups(draw, depth=2):
    """A group of any kind, with groups in it."""
    inner = st.builds(lambda chance: Part(0, "", chance), CHANCES)
    if depth:
        inner |= groups(depth=depth - 1)
    parts = tuple(draw(st.lists(inner, min_size=1, max_size=4)))
    needed = draw(st.integers(1, len(parts)))
    return Part(0, "", needed=needed, parts=parts, is_group=True)


@st.composite
def models(draw):
    """A group whose components are numbered."""
    counted = iter(range(1, 1000))

    def numbered(part):
        return replace(
            part, number=next(counted), parts=tuple(numbered(each) for each in part.parts)
        )

    return numbered(draw(groups()))


def set_chance(part, number, chance):
    """The model with another chance of one component."""
    if part.number == number:
        return replace(part, chance=chance)
    return replace(part, parts=tuple(set_chance(each, number, chance) for each in part.parts))


def turned(part):
    """The model with every group's parts the other way round."""
    return replace(part, parts=tuple(turned(each) for each in reversed(part.parts)))


def enumerated(needed, chances):
    """k of n by every way they can work and fail, in fractions."""
    exact = [Fraction(chance) for chance in chances]
    return sum(
        prod(p if works else 1 - p for p, works in zip(exact, way, strict=True))
        for way in product((False, True), repeat=len(exact))
        if sum(way) >= needed
    )


@given(models(), CHANCES, st.data())
def test_a_better_component_never_makes_the_whole_worse(model, chance, data):
    part = data.draw(st.sampled_from([each.part for each in work(model).components()]))
    better, worse = max(chance, part.chance), min(chance, part.chance)
    high = work(set_chance(model, part.number, better)).chance
    assert work(set_chance(model, part.number, worse)).chance <= high


@given(models())
def test_the_order_of_the_parts_does_not_matter(model):
    assert work(turned(model)).chance == work(model).chance


@given(MANY)
def test_in_parallel_it_is_at_least_as_good_as_the_best(chances):
    assert at_least(1, chances) >= max(chances)


@given(MANY)
def test_in_series_it_is_at_most_as_good_as_the_worst(chances):
    whole = at_least(len(chances), chances)
    assert whole <= min(chances)
    assert whole == prod(map(Fraction, chances))


@given(MANY, st.data())
def test_some_of_many_is_what_counting_every_way_gives(chances, data):
    needed = data.draw(st.integers(1, len(chances)))
    assert at_least(needed, chances) == enumerated(needed, chances)


@given(st.integers(1, 12), st.data(), CHANCES)
def test_copies_are_a_group_of_equal_ones(copies, data, chance):
    needed = data.draw(st.integers(1, copies))
    assert of_copies(needed, copies, chance) == at_least(needed, [chance] * copies)


@given(models())
def test_every_chance_is_between_never_and_always(model):
    def all_of(found):
        yield found.chance
        for each in found.parts:
            yield from all_of(each)

    assert all(0 <= chance <= 1 for chance in all_of(work(model)))


@given(models(), st.data())
def test_the_weight_of_a_part_is_what_the_whole_changes_by(model, data):
    found = work(model)
    part = data.draw(st.sampled_from(list(found.components())))
    ends = [work(set_chance(model, part.part.number, Decimal(end))).chance for end in (0, 1)]
    assert part.weight == EXACT.subtract(ends[1], ends[0])
    assert with_chance(found.chance, part, Decimal(1)) == ends[1]


@given(models(), st.data())
def test_another_copy_is_what_the_model_with_another_copy_gives(model, data):
    found = work(model)
    part = data.draw(st.sampled_from(list(found.components())))
    then = work(with_copies(model, [part.part.number])).chance
    assert another(found.chance, part) == then >= found.chance


@given(models(), st.data())
def test_a_single_point_of_failure_takes_the_whole_down_alone(model, data):
    found = work(model)
    part = data.draw(st.sampled_from(list(found.components())))

    def all_up(each):
        up = None if each.is_group else Decimal(1)
        return replace(each, chance=up, parts=tuple(map(all_up, each.parts)))

    alone = work(set_chance(all_up(model), part.part.number, Decimal(0))).chance
    assert part.is_single == (alone == 0)
