"""The block diagram: nothing lies on anything else, everything is within its edges."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.charts.block_diagram import BOX_WIDTH, NAME_LENGTH, BlockPart, block_diagram

BOXES = st.builds(BlockPart, name=st.text("ab ", min_size=1, max_size=40), is_weak=st.booleans())
PARTS = st.recursive(
    BOXES,
    lambda inner: st.builds(
        BlockPart,
        name=st.just("Group"),
        note=st.just("any one"),
        is_group=st.just(True),
        is_stacked=st.booleans(),
        parts=st.lists(inner, max_size=4).map(tuple),
    ),
    max_leaves=12,
)


def inside(inner, outer):
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
    )


def apart(one, other):
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


@given(st.lists(PARTS, min_size=1, max_size=6))
def test_nothing_overlaps_and_nothing_is_cut(parts):
    drawn = block_diagram(parts)
    assert all(apart(*pair) for pair in combinations(drawn.boxes, 2))
    for pair in combinations((*drawn.boxes, *drawn.frames), 2):
        assert apart(*pair) or inside(*pair) or inside(*reversed(pair))
    for shape in (*drawn.boxes, *drawn.frames):
        assert shape.x >= 0
        assert shape.y >= 0
        assert shape.x + shape.width <= drawn.width + 1
        assert shape.y + shape.height <= drawn.height + 1


def test_series_stand_left_to_right_on_one_line():
    drawn = block_diagram([BlockPart("a"), BlockPart("b"), BlockPart("c")])
    assert [box.name for box in drawn.boxes] == ["a", "b", "c"]
    assert len({box.y for box in drawn.boxes}) == 1
    assert drawn.boxes[0].x < drawn.boxes[1].x < drawn.boxes[2].x


def test_what_is_parallel_stands_above_each_other_in_a_frame():
    group = BlockPart("Zones", is_group=True, is_stacked=True, note="any one")
    drawn = block_diagram([BlockPart("a"), _with(group, BlockPart("b"), BlockPart("c"))])
    _a, upper, lower = drawn.boxes
    assert upper.x == lower.x
    assert upper.y < lower.y
    [frame] = drawn.frames
    assert frame.caption == "Zones · any one"
    assert all(inside(box, frame) for box in (upper, lower))


def test_a_long_series_goes_on_in_the_next_line():
    drawn = block_diagram([BlockPart(f"c{n}") for n in range(12)], width=720)
    assert drawn.width <= 720
    assert len({box.y for box in drawn.boxes}) == 3  # four in a line


def test_long_names_are_cut_and_said_in_full():
    [box] = block_diagram([BlockPart("A very long name of a component")]).boxes
    assert len(box.name) <= NAME_LENGTH
    assert box.name.endswith("…")
    assert box.full == "A very long name of a component"
    assert box.width == BOX_WIDTH


@pytest.mark.parametrize("stacked", [True, False])
def test_an_empty_group_is_a_frame(stacked):
    drawn = block_diagram([BlockPart("Empty", is_group=True, is_stacked=stacked)])
    assert len(drawn.frames) == 1
    assert drawn.is_drawable


def test_nothing_is_no_diagram():
    assert not block_diagram([]).is_drawable


def _with(group, *parts):
    return BlockPart(
        group.name, note=group.note, is_group=True, is_stacked=group.is_stacked, parts=parts
    )
