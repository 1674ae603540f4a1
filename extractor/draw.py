"""The overlay of one page: ruling lines, labels, and each cell with what was read there and how sure it is."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractor.errors import EngineError
from extractor.printable import percent, printable
from extractor.records import Registration, Sheet
from extractor.tags import Tags
from models.field import Field, State
from models.form4 import Flag
from models.geometry import Box
from models.paths import leaf_class

Colour = tuple[int, int, int]

_RULE, _LABEL, _FITTED, _EXPECTED = (140, 175, 235), (150, 205, 150), (40, 150, 60), (190, 60, 150)
_LOOKS: dict[str, tuple[Colour, str]] = {
    "read": ((0, 100, 190), "read"),
    "repaired": ((120, 50, 180), "repaired"),
    "review": ((225, 120, 0), "for review"),
    "unreadable": ((205, 20, 40), "unreadable"),
    "blank": ((150, 150, 150), "blank"),
}
_FADE = 0.55  # how much of the page's ink is left, so that what is drawn stands out
_NO_FORM = "no form on this page: left out"


def overlay(sheet: Sheet, registration: Registration | None, fields: Sequence[Field]) -> bytes:
    """A PNG of the page with everything found on it; `fields` may be those of the whole filing, others are left out.

    Each cell says its value, footnote marks and confidence in per cent, where that covers the least print.
    """
    page = sheet.page
    unit = max(page.dpi / 100, 1.0)  # a line's width; letters are some ten of it
    faded = 255 - (255 - page.pixels.astype(np.float32)) * _FADE
    picture = Image.fromarray(faded.astype(np.uint8)).convert("RGB")
    pen = ImageDraw.Draw(picture, "RGBA")
    for line in sheet.lines:
        pen.line((line.x0, line.y0, line.x1, line.y1), fill=_RULE, width=round(unit))
    if registration is not None:
        _draw_labels(pen, registration, unit)
    cells = _by_box(fields, page.number)
    picture = _with_cells(picture, cells, unit)
    pen = ImageDraw.Draw(picture, "RGBA")
    font = _font(6.5 * unit)
    tags = Tags(page.pixels, sheet.lines, tuple(cells), gap=unit)
    for box, inside in reversed(cells.items()):  # what is doubted finds its place first
        _draw_tag(pen, box, inside, tags, font)
    if registration is None:
        _draw_left_out(picture, unit)
    out = io.BytesIO()
    _with_legend(picture, page.number, registration, unit).save(out, "PNG", dpi=(page.dpi, page.dpi))
    return out.getvalue()


def _font(size: float) -> ImageFont.FreeTypeFont:
    """Pillow's own typeface: the system's fonts make no difference."""
    font = ImageFont.load_default(size=size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise EngineError("Pillow was built without FreeType; install the package pillow from a wheel.")
    return font


def _draw_labels(pen: ImageDraw.ImageDraw, registration: Registration, unit: float) -> None:
    """Labels where they were found, and those that were not where the layout expects them."""
    for label in registration.labels:
        fitted = label.anchor in registration.inliers
        colour = _FITTED if fitted else _LABEL
        pen.rectangle(_corners(label.box.pad(unit)), fill=(*colour, 45), outline=(*colour, 255 if fitted else 120))
    for anchor in registration.layout.anchors:
        expected = registration.place(anchor.at) if anchor.at is not None else None
        if expected is not None and not registration.find(anchor.id):
            pen.rectangle(_corners(expected), outline=_EXPECTED)
            pen.line(_corners(expected), fill=_EXPECTED)


def _by_box(fields: Sequence[Field], page: int) -> dict[Box, list[Field]]:
    """The fields of the page that say something or are doubted, by where they stand; doubted ones last, on top."""
    boxes: dict[Box, list[Field]] = {}
    for field in sorted(fields, key=lambda field: field.needs_review):
        if field.page == page and field.box is not None and (field.needs_review or not _implied(field)):
            boxes.setdefault(field.box, []).append(field)
    return boxes


def _implied(field: Field) -> bool:
    """True of what is no print of its own: it follows from the code beside it."""
    return field.path.endswith(("transactionFormType", "equitySwapInvolved")) and field.value != "1"


def _with_cells(picture: Image.Image, cells: Mapping[Box, Sequence[Field]], unit: float) -> Image.Image:
    """The picture with its cells outlined and tinted by what became of their fields; doubted ones heavier."""
    import layoutparser  # brings pandas: only whoever wants pictures waits for it

    blocks = [
        layoutparser.TextBlock(layoutparser.Rectangle(*_corners(box)), type=_look(fields[-1]))
        for box, fields in cells.items()
    ]
    if not blocks:
        return picture
    heavy = [any(f.needs_review or f.state is State.UNREADABLE for f in fields) for fields in cells.values()]
    drawn = layoutparser.draw_box(
        picture,
        layoutparser.Layout(blocks),
        box_width=[round(unit * (2 if doubted else 1)) for doubted in heavy],
        box_alpha=[0.11] * len(blocks),
        color_map={look: "#{:02x}{:02x}{:02x}".format(*colour) for look, (colour, _) in _LOOKS.items()},
    )
    assert isinstance(drawn, Image.Image)
    return drawn.convert("RGB")


def _draw_tag(
    pen: ImageDraw.ImageDraw, box: Box, fields: Sequence[Field], tags: Tags, font: ImageFont.FreeTypeFont
) -> None:
    width = max(box.width, 5 * font.size)
    said = "\n".join(_fitted_to(_said(field), font, width) for field in fields if _tells(field))
    if not said:
        return
    left, top, right, bottom = pen.textbbox((0, 0), said, font=font)
    pad = font.size / 6
    x, y = tags.place(box, right - left + 2 * pad, bottom - top + 2 * pad)
    pen.rectangle((x, y, x + right - left + 2 * pad, y + bottom - top + 2 * pad), fill=(255, 255, 255, 225))
    pen.text((x + pad - left, y + pad - top), said, font=font, fill=_LOOKS[_look(fields[-1])][0])


def _tells(field: Field) -> bool:
    return field.state is not State.BLANK or field.needs_review or bool(field.footnotes)


def _fitted_to(said: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """The text in one line, else the confidence below it; the end is given up of what is wider all the same."""
    if font.getlength(said) <= width:
        return said
    value, _, sure = said.rpartition(" ")
    if font.getlength(value) <= width:
        return f"{value}\n{sure}"
    while value and font.getlength(f"{value}… {sure}") > width:
        value = value[:-1]
    return f"{value}… {sure}"


def _look(field: Field) -> str:
    if field.state is State.UNREADABLE:
        return "unreadable"
    if field.needs_review:
        return "review"
    if field.state is State.BLANK:
        return "blank"
    return "repaired" if field.repairs else "read"


def _said(field: Field) -> str:
    """Value, footnote marks and confidence in per cent; a check box is "x" or "-"."""
    value = printable(field.value) if field.value is not None else field.state.value
    if leaf_class(field.path) is Flag:
        value = {"1": "x", "0": "-"}.get(value, value)
    marks = "".join(f"({note.removeprefix('F')})" for note in field.footnotes)
    if marks and field.state is State.BLANK:
        value = ""
    return f"{value}{marks} {'?' if field.confidence is None else percent(field.confidence)}"


def _corners(box: Box) -> tuple[float, float, float, float]:
    """The box with its corners in order, whatever became of it."""
    return min(box.x0, box.x1), min(box.y0, box.y1), max(box.x0, box.x1), max(box.y0, box.y1)


def _draw_left_out(picture: Image.Image, unit: float) -> None:
    pen = ImageDraw.Draw(picture, "RGBA")
    colour, _ = _LOOKS["review"]
    pen.rectangle((0, 0, picture.width - 1, picture.height - 1), fill=(*colour, 20), outline=colour, width=round(unit))
    middle = (picture.width / 2, picture.height / 2)
    font = _font(min(30 * unit, picture.width / 20))
    pen.text(middle, _NO_FORM, font=font, fill=colour, anchor="mm", stroke_width=round(2 * unit), stroke_fill="white")


def _with_legend(picture: Image.Image, number: int, registration: Registration | None, unit: float) -> Image.Image:
    """The picture below a strip that says which layout lies on it and what the colours mean."""
    font = _font(8 * unit)
    high = round(16 * unit)
    framed = Image.new("RGB", (picture.width, picture.height + high), "white")
    framed.paste(picture, (0, high))
    pen = ImageDraw.Draw(framed)
    pen.text((6 * unit, 3 * unit), _headline(number, registration), font=font, fill="black")
    x = 14 * unit + pen.textlength(_headline(number, registration), font=font)
    for colour, said in [
        (_FITTED, "anchor found"),
        (_EXPECTED, "not found"),
        (_LABEL, "other label"),
        (_RULE, "ruling line"),
        *_LOOKS.values(),
    ]:
        pen.rectangle((x, 4 * unit, x + 8 * unit, 12 * unit), outline=colour, width=round(2 * unit))
        pen.text((x + 11 * unit, 3 * unit), said, font=font, fill=colour)
        x += pen.textlength(said, font=font) + 19 * unit
    return framed


def _headline(number: int, registration: Registration | None) -> str:
    if registration is None:
        return f"page {number}: {_NO_FORM}"
    fit = f"score {registration.score:.2f}"
    if registration.matrix is not None:
        expected = sum(anchor.at is not None for anchor in registration.layout.anchors)
        fit += f", {len(registration.inliers)} of {expected} anchors within {registration.residual:.1f} px"
    return f"page {number}: {registration.layout.id}, {fit}"
