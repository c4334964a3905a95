"""Numbers become shapes: what templates/charts/*.svg draw on pages and in PDF.

Pure arithmetic. Knows nothing of requests, settings, the database, languages or colours: a shape
names its risk, the template chooses the class and the plain fill.
"""

from reviews.charts.bars import RISKS, Ring, Segment, StackedBar, percent, ring, stacked_bar
from reviews.charts.grids import (
    Axis,
    HeatCell,
    HeatMap,
    HeatSquare,
    Radar,
    heat_map,
    radar,
)
from reviews.charts.trends import Dot, Series, Spark, Tick, Trend, TrendLine, spark, trend

__all__ = [
    "RISKS",
    "Axis",
    "Dot",
    "HeatCell",
    "HeatMap",
    "HeatSquare",
    "Radar",
    "Ring",
    "Segment",
    "Series",
    "Spark",
    "StackedBar",
    "Tick",
    "Trend",
    "TrendLine",
    "heat_map",
    "percent",
    "radar",
    "ring",
    "spark",
    "stacked_bar",
    "trend",
]
