"""The canvas that a picture is drawn on: its width, letters, colours, title and foot.

All that is known of matplotlib's figures is known here; it is imported when a canvas is made.
Lengths are inches from the lower left corner, text is wrapped to its measured width.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from threading import RLock
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from bot.exports.context import MissingPartError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

Kind = Literal["png", "svg"]

WIDTH = 5.4
DOTS = 200
"""An inch: 1,080 pixels across, which is a phone's width, and sharp in print."""
MARGIN = 0.25
SIZE, SMALL, LARGE = 10.0, 9.0, 13.0
"""In points: what can be read on a phone that shows the whole width."""
LINE = 1.3 / 72
"""The height of a line, in inches for each point."""

INK, FAINT, PALE = "#000000", "#555555", "#dddddd"
# Okabe and Ito's colours, of unlike brightness; each also has a pattern of its own.
BLUE, ORANGE, SKY, VERMILION = "#0072B2", "#E69F00", "#56B4E9", "#D55E00"

_ONE_AT_A_TIME = RLock()
_STYLE: dict[Any, Any] = {
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],
    "font.size": SIZE,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "none",  # letters stay letters: they can be selected and searched
    "svg.hashsalt": "bedside",
    "svg.id": None,
}


@contextmanager
def own_style() -> Iterator[None]:
    """Draw in one style, whatever this machine's settings of matplotlib are, one picture at a time.

    Raises:
        MissingPartError: matplotlib is not installed.
    """
    try:
        import matplotlib as mpl  # noqa: PLC0415 - large, and not needed to screen
    except ImportError as error:
        raise MissingPartError("matplotlib") from error
    with _ONE_AT_A_TIME, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield


class Area(NamedTuple):
    """A rectangle of the canvas."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.bottom + self.height

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width


class Heading(NamedTuple):
    """The texts above and below a picture."""

    title: str
    subtitle: Sequence[str]
    notes: Sequence[str] = ()


class Canvas:
    """A picture with its title and its foot; between them is the body."""

    def __init__(self, heading: Heading, height: float) -> None:
        """Make a canvas; only inside of `own_style`.

        Args:
            heading: the texts above and below.
            height: how high the body is.
        """
        from matplotlib.figure import Figure  # noqa: PLC0415 - see `own_style`

        inside = WIDTH - 2 * MARGIN
        title = wrapped(heading.title, inside, LARGE, bold=True)
        subtitle = [line for text in heading.subtitle for line in wrapped(text, inside, SIZE)]
        notes = [line for text in heading.notes for line in wrapped(text, inside, SMALL)]
        top = (len(title) * LARGE + len(subtitle) * SIZE) * LINE + 0.15
        foot = len(notes) * SMALL * LINE + (0.12 if notes else 0)
        self.height = height + top + foot + 2 * MARGIN
        self.body = Area(MARGIN, MARGIN + foot, inside, height)
        self.figure = Figure(figsize=(WIDTH, self.height), dpi=DOTS, facecolor="white")
        self.whole = self.axes(Area(0, 0, WIDTH, self.height))
        self.whole.set_axis_off()
        self.whole.set_xlim(0, WIDTH)
        self.whole.set_ylim(0, self.height)
        below = self.text(MARGIN, self.height - MARGIN, title, size=LARGE, bold=True)
        self.text(MARGIN, below, subtitle, size=SIZE)
        self.text(MARGIN, MARGIN + foot - 0.12, notes, size=SMALL, colour=FAINT)

    def axes(self, place: Area) -> Axes:
        """Return axes that fill a rectangle."""
        size = (WIDTH, self.height, WIDTH, self.height)
        left, bottom, width, height = (
            part / whole for part, whole in zip(place, size, strict=True)
        )
        return self.figure.add_axes((left, bottom, width, height))

    def text(  # noqa: PLR0913 - how a text looks, by name
        self,
        x: float,
        top: float,
        lines: Sequence[str],
        *,
        size: float = SIZE,
        bold: bool = False,
        colour: str = INK,
        align: Literal["left", "center", "right"] = "left",
    ) -> float:
        """Write lines below a height; return the height below them."""
        for line in lines:
            self.whole.text(
                x,
                top - size * LINE / 2,
                line,
                fontsize=size,
                fontweight="bold" if bold else "normal",
                color=colour,
                horizontalalignment=align,
                verticalalignment="center_baseline",
                parse_math=False,
            )
            top -= size * LINE
        return top

    def box(self, place: Area, face: str = "white", hatch: str = "") -> None:
        """Draw a rectangle."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415 - see `own_style`

        corner = (place.left, place.bottom)
        self.whole.add_patch(
            Rectangle(
                corner,
                place.width,
                place.height,
                facecolor=face,
                edgecolor=INK,
                linewidth=1,
                hatch=hatch,
            )
        )

    def arrow(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw an arrow."""
        style = {"arrowstyle": "-|>", "color": INK, "shrinkA": 0, "shrinkB": 0, "linewidth": 1}
        self.whole.annotate("", end, start, arrowprops=style)

    def written(self, kind: Kind) -> bytes:
        """Return the picture as a file; the same picture is the same bytes."""
        file = BytesIO()
        undated = {"Software": None} if kind == "png" else {"Date": None, "Creator": None}
        self.figure.savefig(file, format=kind, dpi=DOTS, metadata=undated)
        return file.getvalue()


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Measure a line, in inches."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - see `own_style`
    from matplotlib.textpath import text_to_path  # noqa: PLC0415 - see `own_style`

    letters = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(text, letters, ismath=False)
    return float(width) / 72


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Cut a text into lines of at most a width; a longer word is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if width_of(longer, size, bold=bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *cut, line = _cut(word, width, size, bold=bold)
        lines += cut
    return [*lines, line] if line else lines


def _cut(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    """Cut a word that is wider than a line; behind a stroke, where it has one that fits."""
    parts = []
    while width_of(word, size, bold=bold) > width and len(word) > 1:
        fits = max(
            (at for at in range(1, len(word)) if width_of(word[:at], size, bold=bold) <= width),
            default=1,
        )
        stroke = max(word.rfind("/", 0, fits), word.rfind("-", 0, fits)) + 1
        parts.append(word[: stroke or fits])
        word = word[stroke or fits :]
    return [*parts, word]
