"""Charts as coordinates and words, drawn by templates as SVG and always followed by a table of their values.

Pure functions: numbers in, a frozen dataclass out, drawn by `{% chart … %}`. Bars start at zero; sparklines
do not. One line per chart, no legend where a direct label fits, no animation.
"""

from apps.look.charts.bars import BarChart, StackedBar, bars, stacked
from apps.look.charts.line import LineChart, line
from apps.look.charts.ranges import AgreementChart, RangeChart, Share, agreement, ranges
from apps.look.charts.shapes import Data
from apps.look.charts.spark import DotLine, Sparkline, dots, sparkline

Chart = Sparkline | LineChart | BarChart | StackedBar | DotLine | RangeChart | AgreementChart

__all__ = ["Chart", "Data", "Share", "agreement", "bars", "dots", "line", "ranges", "sparkline", "stacked"]
