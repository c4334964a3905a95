"""Numbers become shapes: honest, inside their frame, and the same in every language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reviews import charts

counts = st.dictionaries(st.sampled_from(charts.RISKS), st.integers(0, 5000))


@given(counts)
def test_a_bar_fills_its_width_and_no_more(numbers: dict[str, int]) -> None:
    bar = charts.stacked_bar(numbers)
    assert bar.total == sum(numbers.values())
    assert [segment.risk for segment in bar.segments] == [
        risk for risk in charts.RISKS if numbers.get(risk)
    ]
    if bar.segments:
        last = bar.segments[-1]
        assert bar.segments[0].x == 0
        assert last.x + last.width == pytest.approx(bar.width, abs=0.02)
    assert all(segment.width >= 2 for segment in bar.segments)


@given(counts)
def test_segments_of_a_bar_do_not_overlap(numbers: dict[str, int]) -> None:
    segments = charts.stacked_bar(numbers).segments
    for one, other in pairwise(segments):
        assert one.x + one.width < other.x


def test_a_bar_keeps_zeros_for_its_table() -> None:
    assert dict(charts.stacked_bar({"high": 2}).counts) == {
        risk: 2 if risk == "high" else 0 for risk in charts.RISKS
    }


def test_a_bar_refuses_a_risk_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="severe"):
        charts.stacked_bar({"severe": 1})


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 57, 0), (1, 1000, 1), (31, 57, 54), (999, 1000, 99), (57, 57, 100), (0, 0, 0), (5, 0, 0)],
)
def test_percent_is_honest_at_both_ends(part: int, whole: int, percent: int) -> None:
    assert charts.percent(part, whole) == percent
    assert charts.ring(part, whole).percent == percent


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_ring_is_one_circumference(part: int, whole: int) -> None:
    ring = charts.ring(part, whole)
    assert ring.dash + ring.gap == pytest.approx(2 * 3.14159265 * ring.radius, abs=0.02)
    assert ring.dash >= 0
    assert ring.gap >= 0


points = st.lists(
    st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 900)),
    max_size=12,
    unique_by=lambda point: point[0],
)


@given(st.lists(points, max_size=4))
def test_a_trend_stays_inside_its_frame(lines: list[list[tuple[date, int]]]) -> None:
    trend = charts.trend([charts.Series(f"line {i}", line) for i, line in enumerate(lines)])
    for line in trend.lines:
        for dot in line.dots:
            assert trend.left <= dot.x <= trend.right
            assert trend.top <= dot.y <= trend.bottom
    ticks = [tick.at for tick in trend.y_ticks]
    assert ticks[0] == trend.bottom
    assert 3 <= len(ticks) <= 6


def test_a_trend_sorts_its_points_and_tells_what_is_missing() -> None:
    first, second = date(2026, 1, 1), date(2026, 3, 1)
    trend = charts.trend(
        [charts.Series("High", [(second, 4), (first, 9)]), charts.Series("Medium", [(first, 2)])]
    )
    assert [dot.value for dot in trend.lines[0].dots] == [9, 4]
    assert trend.rows == ((first, (9, 2)), (second, (4, None)))


def test_labels_of_a_trend_do_not_overlap_and_stay_above_the_axis() -> None:
    day, later = date(2026, 1, 1), date(2026, 2, 1)
    trend = charts.trend([charts.Series(name, [(day, 3), (later, 0)]) for name in "abcd"])
    heights = sorted(line.label_y for line in trend.lines)
    assert all(low - high >= 15 for high, low in pairwise(heights))
    assert heights[-1] <= trend.bottom


@pytest.mark.parametrize(
    ("highest", "steps"),
    [
        (0, [0, 1, 2, 3, 4]),
        (7, [0, 2, 4, 6, 8]),
        (24, [0, 10, 20, 30]),
        (41, [0, 20, 40, 60]),
        (900, [0, 500, 1000]),
    ],
)
def test_the_scale_of_a_trend_has_round_steps(highest: int, steps: list[int]) -> None:
    trend = charts.trend([charts.Series("High", [(date(2026, 1, 1), highest)])])
    assert [tick.value for tick in trend.y_ticks] == steps


def test_a_trend_of_one_day_or_none_is_drawn() -> None:
    assert charts.trend([]).rows == ()
    assert len(charts.trend([charts.Series("High", [(date(2026, 1, 1), 3)])]).x_ticks) == 1


def test_a_spark_needs_two_numbers_and_starts_from_zero() -> None:
    assert charts.spark([4]) is None
    spark = charts.spark([8, 4, 0])
    assert spark is not None
    assert spark.points == "3,3 48,14 93,25"
    assert (spark.first, spark.last) == (8, 0)


@given(st.lists(st.floats(0, 1), min_size=3, max_size=9))
def test_a_radar_stays_inside_its_frame(shares: list[float]) -> None:
    radar = charts.radar([(f"axis {i}", share) for i, share in enumerate(shares)])
    assert radar.is_drawable
    for axis in radar.axes:
        assert 0 <= axis.dot_x <= radar.width
        assert 0 <= axis.dot_y <= radar.height


def test_a_radar_compares_with_before() -> None:
    radar = charts.radar([("a", 0.5), ("b", 1), ("c", 0)], before=(0.25, 0.5, 0))
    assert radar.rows[0] == ("a", (50, 25))
    with pytest.raises(ValueError, match="one fraction per axis"):
        charts.radar([("a", 0.5)], before=(0.1, 0.2))


def test_a_radar_of_two_axes_is_a_table_only() -> None:
    radar = charts.radar([("a", 0.5), ("b", 1)])
    assert not radar.is_drawable
    assert "<svg" not in draw("radar.svg", radar)


def test_a_heat_map_has_a_square_for_every_place() -> None:
    cell = charts.HeatCell(3, "medium")
    heat = charts.heat_map(["shop", "lake"], ["Ops", "Sec"], [[cell, None], [None, cell]])
    assert len(heat.squares) == 4
    assert heat.rows == (("shop", (3, None)), ("lake", (None, 3)))
    last = heat.squares[-1]
    assert last.x + heat.cell_width <= heat.width
    assert last.y + heat.cell_height <= heat.height


def test_a_heat_map_refuses_missing_cells() -> None:
    with pytest.raises(ValueError, match="one cell per row"):
        charts.heat_map(["shop"], ["Ops", "Sec"], [[None]])


# --- As drawn -------------------------------------------------------------------------------


def draw(template: str, chart: Any) -> str:
    return render_to_string(f"charts/{template}", {"chart": chart, "label": "Risk & more"})


def history_of(values: list[int | Fraction], limits: list[Fraction], **more: Any) -> Any:
    points = [
        charts.Point(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n), Fraction(value),
                     f"{value} ms", f"moment {n}", f"day {n}")
        for n, value in enumerate(values)
    ]  # fmt: skip
    held = [charts.Limit(f"Limit {limit}", limit, "high") for limit in limits]
    return charts.history([charts.Course("Latency", points)], held, **more)


def drawn() -> dict[str, str]:
    """Every kind of chart as SVG."""
    days = [date(2025, 1, 10), date(2025, 6, 2), date(2026, 5, 4)]
    series = [
        charts.Series("High", list(zip(days, (14, 11, 6), strict=True)), "high"),
        charts.Series("All", list(zip(days, (30, 31, 29), strict=True))),
    ]
    cell = charts.HeatCell(3, "medium")
    return {
        "bar": draw("stacked_bar.svg", charts.stacked_bar({"high": 1, "none": 6})),
        "empty": draw("stacked_bar.svg", charts.stacked_bar({})),
        "ring": draw("ring.svg", charts.ring(31, 57)),
        "trend": draw("trend.svg", charts.trend(series)),
        "spark": draw("spark.svg", charts.spark([5, 3, 4])),
        "radar": draw("radar.svg", charts.radar([("a", 0.5), ("b", 1), ("c", 0.123)])),
        "history": draw("history.svg", history_of([1, 3], [Fraction(2)])),
        "heat": draw("heat_map.svg", charts.heat_map(["x"], ["y", "z"], [[cell, None]])),
    }


def test_every_shape_has_a_class_and_a_plain_colour() -> None:
    shape = r"<(?:rect|circle|line|polyline|polygon|text)\b[^>]*>"
    for kind, svg in drawn().items():
        shapes = re.findall(shape, svg)
        assert shapes, kind
        for tag in shapes:
            assert "class=" in tag, (kind, tag)
            assert re.search(r'(fill|stroke)="#[0-9a-f]{6}"', tag), (kind, tag)


def test_every_chart_says_what_it_is() -> None:
    for kind, svg in drawn().items():
        assert 'role="img" aria-label="Risk &amp; more"' in svg, kind
        assert "<title>Risk &amp; more</title>" in svg, kind
        assert kind == "spark" or "<desc>" in svg, kind


def test_coordinates_have_decimal_points_in_every_language() -> None:
    with translation.override("de"):
        german = drawn()
    for kind, svg in german.items():
        attributes = re.findall(r'\b(?:x\d?|y\d?|cx|cy|width|height|r)="([^"]*)"', svg)
        assert attributes, kind
        assert [value for value in attributes if not re.fullmatch(r"-?[\d.]+%?", value)] == [], kind


def test_the_numbers_of_a_chart_are_there_as_a_table() -> None:
    trend = charts.trend([charts.Series("High", [(date(2026, 1, 5), 3), (date(2026, 3, 5), 2)])])
    page = render_to_string(
        "components/chart.html", {"kind": "trend", "chart": trend, "label": "Risks"}
    )
    assert "<table" in page
    assert "5 Jan 2026" in page
    assert '<td class="table__number">3</td>' in page


def test_the_bars_table_names_every_risk() -> None:
    rows = [("Security", charts.stacked_bar({"high": 2}))]
    page = render_to_string("charts/bars.html", {"rows": rows, "label": "Pillars"})
    for word in ("High", "Medium", "Low", "No risk", "Not applicable", "Unanswered"):
        assert word in page


NAMES = dict.fromkeys(charts.STACKED, "Name")


@given(st.lists(counts, max_size=30), st.booleans())
def test_columns_stand_on_the_ground_inside_their_frame(
    points: list[dict[str, int]], has_keys: bool
) -> None:
    drawn = charts.stacked_columns(
        [(f"{n}", numbers) for n, numbers in enumerate(points)], names=NAMES, has_keys=has_keys
    )
    for stack, numbers in zip(drawn.stacks, points, strict=True):
        ground = drawn.bottom
        for piece in stack.pieces:
            assert piece.y + piece.height == pytest.approx(ground, abs=0.03)
            assert drawn.left <= piece.x <= piece.x + piece.width <= drawn.right + 0.01
            ground = piece.y
        assert ground >= 19.9
        assert stack.total == sum(numbers.get(risk, 0) for risk in charts.STACKED)
    assert drawn.rows == tuple(
        (f"{n}", tuple(numbers.get(risk, 0) for risk in charts.STACKED))
        for n, numbers in enumerate(points)
    )


@given(counts)
def test_every_risk_of_a_column_has_a_texture_of_its_own(numbers: dict[str, int]) -> None:
    text = render_to_string(
        "charts/columns.svg",
        {"chart": charts.stacked_columns([("Now", numbers)], names=NAMES), "label": "Risks"},
    )
    assert "<title>Risks</title>" in text
    assert text.count("stroke-dasharray") == 1 + bool(numbers.get("unanswered"))


def test_textures_stay_inside_their_box() -> None:
    (stack,) = charts.stacked_columns([("Now", {"medium": 7, "low": 3})], names=NAMES).stacks
    medium = stack.pieces[0]
    numbers = [float(n) for n in re.findall(r"[\d.]+", medium.texture)]
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        assert medium.x - 0.01 <= x <= medium.x + medium.width + 0.01
        assert medium.y - 0.01 <= y <= medium.y + medium.height + 0.01


def test_labels_of_many_columns_do_not_touch_and_the_last_one_is_there() -> None:
    drawn = charts.stacked_columns(
        [(f"{n} · Jan 2026", {"high": 1}) for n in range(20)], names=NAMES
    )
    shown = [stack.x for stack in drawn.stacks if stack.is_labelled]
    assert drawn.stacks[-1].is_labelled
    assert all(b - a > 80 for a, b in pairwise(shown))


def test_levels_grow_with_the_level_and_mark_the_target() -> None:
    drawn = charts.levels(["Doors"], ["1", "2", "Target"], [[1, None, 5]])
    assert [(spot.level, spot.is_target) for spot in drawn.spots] == [(1, False), (5, True)]
    assert drawn.spots[0].radius < drawn.spots[1].radius
    assert drawn.rows == (("Doors", (1, None, 5)),)
    with pytest.raises(ValueError, match="one cell"):
        charts.levels(["Doors"], ["1"], [[]])


def test_lines_are_told_apart_without_colour() -> None:
    day = date(2026, 1, 1)
    drawn = charts.trend([charts.Series(f"{n}", [(day, n)]) for n in range(4)])
    assert len({line.shape for line in drawn.lines}) == 4
    assert len({line.dash for line in drawn.lines}) == 4


fractions = st.fractions(-1000, 10**6, max_denominator=10**6)


@given(
    st.lists(fractions, min_size=1, max_size=40),
    st.lists(fractions, max_size=2),
)
def test_a_history_with_its_limits_stays_inside_its_frame(values: Any, limits: Any) -> None:
    chart = history_of(values, limits)
    for dot in chart.lines[0].dots:
        assert chart.left <= dot.x <= chart.right
        assert chart.top <= dot.y <= chart.bottom
    for line in chart.limits:
        assert chart.top <= line.y <= chart.bottom
    heights = sorted(line.label_y for line in chart.limits)
    assert all(low - high > 13.9 for high, low in pairwise(heights))
    assert 2 <= len(chart.y_ticks) <= 6


def test_availabilities_are_drawn_near_each_other_and_not_above_a_hundred() -> None:
    values = [Fraction("99.95"), Fraction("99.99"), Fraction(100)]
    chart = history_of(values, [Fraction("99.9")], most=Fraction(100))
    assert [tick.said for tick in chart.y_ticks] == ["99.9", "99.95", "100"]


def test_a_history_begins_at_zero_where_that_is_near() -> None:
    assert [tick.said for tick in history_of([120, 310], []).y_ticks] == ["0", "200", "400"]


def test_many_values_have_one_dot_and_all_of_them_are_in_the_table_newest_first() -> None:
    chart = history_of(list(range(1, 61)), [])
    assert [dot.said for dot in chart.lines[0].dots] == ["60 ms"]
    assert chart.rows[0][1] == ("60 ms",)
    assert len(chart.rows) == 60


def test_a_history_without_values_is_none_and_one_value_is_drawn() -> None:
    assert charts.history([charts.Course("Latency", [])]) is None
    assert [tick.said for tick in history_of([5], []).x_ticks] == ["day 0"]


def test_how_it_should_be_is_drawn_but_not_listed() -> None:
    points = history_of([1, 2], []).rows
    ideal = charts.Course("Even", [charts.Point(datetime(2026, 1, 1, tzinfo=UTC), Fraction(1),
                          "1", "m", "d")], is_ideal=True)  # fmt: skip
    chart = charts.history([charts.Course("Left", ideal.points), ideal])
    assert chart is not None
    assert chart.columns == ("Left",)
    assert [line.is_ideal for line in chart.lines] == [False, True]
    assert len(points) == 2
