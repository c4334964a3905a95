"""A reliability block diagram: what is in series stands left to right, what is in parallel one
above the other, a group in a frame. Pure arithmetic.

A part says what it is; `block_diagram` gives every box, frame and line its place. The outermost
series goes on in the next line where it would be wider than asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reviews.charts.numbers import path, rounded

BOX_WIDTH, BOX_HEIGHT = 152.0, 62.0
GAP_X, GAP_Y = 26.0, 14.0
PAD, CAPTION = 14.0, 26.0
RAIL = 18.0  # between the frame's line and what is in parallel
FLAG = 20.0  # room above a box for what marks it
END = 14.0  # from an end of the diagram to its first box
TURN = 30.0  # between two lines of the outermost series
CHARACTER = 6.9  # width of one, about
NAME_LENGTH = 18


@dataclass(frozen=True, slots=True)
class BlockPart:
    """A component, or a group of parts. value, note, caption: ready to read."""

    name: str
    value: str = ""
    note: str = ""
    number: int = 0
    is_group: bool = False
    is_stacked: bool = False  # a group whose parts stand above each other
    is_weak: bool = False
    is_unknown: bool = False
    parts: tuple[BlockPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A component in its place. name: cut to fit; full: all of it."""

    x: float
    y: float
    name: str
    full: str
    value: str
    note: str
    number: int
    is_weak: bool
    is_unknown: bool
    width: float = BOX_WIDTH
    height: float = BOX_HEIGHT

    @property
    def center(self) -> float:
        """Where its texts stand."""
        return rounded(self.x + self.width / 2)

    @property
    def text_ys(self) -> tuple[float, float, float]:
        """The lines of name, value and note."""
        offsets = (20, 38, 53) if self.note else (26, 46, 0)
        first, second, third = (rounded(self.y + each) for each in offsets)
        return first, second, third

    @property
    def flag_y(self) -> float:
        """The line of its mark, above it."""
        return rounded(self.y - 7)


@dataclass(frozen=True, slots=True)
class Frame:
    """A group's frame in its place, with its caption."""

    x: float
    y: float
    width: float
    height: float
    caption: str
    full: str
    is_unknown: bool

    @property
    def text_x(self) -> float:
        """Where the caption begins."""
        return rounded(self.x + PAD)

    @property
    def text_y(self) -> float:
        """The line of the caption."""
        return rounded(self.y + 18)


@dataclass(frozen=True, slots=True)
class BlockDiagram:
    """Everything to draw. lines: SVG points; ends: where it begins and ends."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    frames: tuple[Frame, ...]
    lines: tuple[str, ...]
    ends: tuple[tuple[float, float], ...]

    @property
    def is_drawable(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.boxes or self.frames)


@dataclass(slots=True)
class _Sheet:
    boxes: list[Box] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def line(self, *spots: tuple[float, float]) -> None:
        """A line through these points."""
        self.lines.append(path((rounded(x), rounded(y)) for x, y in spots))


@dataclass(frozen=True, slots=True)
class _Size:
    """Room a part needs: its width, and how far it reaches above and below its line."""

    width: float
    above: float
    below: float

    @property
    def height(self) -> float:
        return self.above + self.below


def block_diagram(parts: Sequence[BlockPart], *, width: int = 1000) -> BlockDiagram:
    """The diagram of parts in series, at most about `width` wide where parts allow it."""
    sheet = _Sheet()
    ends: list[tuple[float, float]] = []
    top, reached, last = 4.0, 0.0, (0.0, 0.0)
    rows = list(_rows(parts, width - 2 * END))
    for index, row in enumerate(rows):
        size = _series(row)
        y = top + size.above
        if index == 0:
            ends.append((rounded(END / 2), rounded(y)))
        else:
            half = rounded(top - TURN / 2)
            out = last[0] + END / 2
            sheet.line(last, (out, last[1]), (out, half), (END / 2, half), (END / 2, y))
        sheet.line((END / 2, y), (END, y))
        _draw_series(sheet, row, END, y)
        last = (END + size.width, y)
        reached = max(reached, END + size.width + END)
        top += size.height + TURN
    if rows:
        sheet.line(last, (last[0] + END / 2, last[1]))
        ends.append((rounded(last[0] + END / 2), rounded(last[1])))
    return BlockDiagram(
        width=round(reached),
        height=round(top - TURN + 4.0) if rows else 0,
        boxes=tuple(sheet.boxes),
        frames=tuple(sheet.frames),
        lines=tuple(sheet.lines),
        ends=tuple(ends),
    )


def _rows(parts: Sequence[BlockPart], width: float) -> Iterator[list[BlockPart]]:
    row: list[BlockPart] = []
    for part in parts:
        if row and _series([*row, part]).width > width:
            yield row
            row = []
        row.append(part)
    if row:
        yield row


def _size(part: BlockPart) -> _Size:
    if not part.is_group:
        above = BOX_HEIGHT / 2 + (FLAG if part.is_weak else 0)
        return _Size(BOX_WIDTH, above, BOX_HEIGHT / 2)
    inner = _inside(part)
    wanted = len(_caption(part)) * CHARACTER
    return _Size(max(inner.width, wanted) + 2 * PAD, inner.above + PAD + CAPTION, inner.below + PAD)


def _inside(part: BlockPart) -> _Size:
    if not part.parts:
        return _Size(BOX_WIDTH, GAP_Y, GAP_Y)
    if not part.is_stacked:
        return _series(part.parts)
    sizes = [_size(each) for each in part.parts]
    height = sum(size.height for size in sizes) + GAP_Y * (len(sizes) - 1)
    return _Size(max(size.width for size in sizes) + 2 * RAIL, height / 2, height / 2)


def _series(parts: Sequence[BlockPart]) -> _Size:
    sizes = [_size(part) for part in parts]
    return _Size(
        sum(size.width for size in sizes) + GAP_X * (len(sizes) - 1),
        max(size.above for size in sizes),
        max(size.below for size in sizes),
    )


def _draw(sheet: _Sheet, part: BlockPart, x: float, y: float) -> None:
    size = _size(part)
    if not part.is_group:
        top = rounded(y - BOX_HEIGHT / 2)
        sheet.boxes.append(
            Box(
                rounded(x), top, _cut(part.name), part.name, part.value, part.note, part.number,
                part.is_weak, part.is_unknown,
            )
        )  # fmt: skip
        return
    caption = _caption(part)
    full = ": ".join(filter(None, (part.name, part.note, part.value)))
    sheet.frames.append(
        Frame(
            rounded(x), rounded(y - size.above), rounded(size.width), rounded(size.height),
            caption, full, part.is_unknown,
        )
    )  # fmt: skip
    left, right = x + PAD, x + size.width - PAD
    sheet.line((x, y), (left, y))
    sheet.line((right, y), (x + size.width, y))
    if not part.parts:
        sheet.line((left, y), (right, y))
    elif part.is_stacked:
        _draw_stack(sheet, part.parts, left, right, y)
    else:
        room = (right - left - _series(part.parts).width) / 2
        sheet.line((left, y), (left + room, y))
        sheet.line((right - room, y), (right, y))
        _draw_series(sheet, part.parts, left + room, y)


def _draw_series(sheet: _Sheet, parts: Sequence[BlockPart], x: float, y: float) -> None:
    for index, part in enumerate(parts):
        if index:
            sheet.line((x, y), (x + GAP_X, y))
            x += GAP_X
        _draw(sheet, part, x, y)
        x += _size(part).width


def _draw_stack(
    sheet: _Sheet, parts: Sequence[BlockPart], left: float, right: float, y: float
) -> None:
    top = y - (sum(_size(part).height for part in parts) + GAP_Y * (len(parts) - 1)) / 2
    for part in parts:
        size = _size(part)
        at = top + size.above
        x = (left + right - size.width) / 2
        sheet.line((left, y), (left, at), (x, at))
        sheet.line((x + size.width, at), (right, at), (right, y))
        _draw(sheet, part, x, at)
        top += size.height + GAP_Y


def _caption(part: BlockPart) -> str:
    return " · ".join(filter(None, (_cut(part.name), part.note, part.value)))


def _cut(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1].rstrip()}…"
