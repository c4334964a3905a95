"""Numbers become shapes: what templates/charts/*.svg draw on pages and in PDF.

Pure arithmetic. Knows nothing of requests, settings, the database, languages or colours: a shape
names its risk, the template chooses the class and the plain fill.
"""

from reviews.charts.bars import RISKS, Ring, Segment, StackedBar, percent, ring, stacked_bar
from reviews.charts.columns import STACKED, Columns, Stack, stacked_columns
from reviews.charts.diverging import Amount, Diverging, diverging
from reviews.charts.grids import (
    Axis,
    HeatCell,
    HeatMap,
    HeatSquare,
    Radar,
    heat_map,
    radar,
)
from reviews.charts.histories import Course, History, Limit, Point, history
from reviews.charts.levels import Levels, levels
from reviews.charts.trends import Dot, Series, Spark, Tick, Trend, TrendLine, spark, trend

__all__ = [
    "RISKS",
    "STACKED",
    "Amount",
    "Axis",
    "Columns",
    "Course",
    "Diverging",
    "Dot",
    "HeatCell",
    "HeatMap",
    "HeatSquare",
    "History",
    "Levels",
    "Limit",
    "Point",
    "Radar",
    "Ring",
    "Segment",
    "Series",
    "Spark",
    "Stack",
    "StackedBar",
    "Tick",
    "Trend",
    "TrendLine",
    "diverging",
    "heat_map",
    "history",
    "levels",
    "percent",
    "radar",
    "ring",
    "spark",
    "stacked_bar",
    "stacked_columns",
    "trend",
]
