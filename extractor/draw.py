"""The overlay of one page: ruling lines, labels, and each cell with what was read there and how sure it is."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractor.errors import EngineError
from extractor.printable import percent, printable
from extractor.records import Registration, Sheet
from models.field import Field, State
from models.form4 import Flag
from models.geometry import Box
from models.paths import leaf_class

Colour = tuple[int, int, int]

_RULE, _LABEL, _FITTED = (120, 160, 235), (150, 205, 150), (40, 150, 60)
_LOOKS: dict[str, tuple[Colour, str]] = {
    "read": ((0, 110, 190), "read"),
    "repaired": ((0, 140, 140), "repaired"),
    "review": ((225, 120, 0), "for review"),
    "unreadable": ((205, 20, 40), "unreadable"),
    "blank": ((165, 165, 165), "blank"),
}
_FADE = 0.55  # how much of the page's ink is left, so that what is drawn stands out


def overlay(sheet: Sheet, registration: Registration | None, fields: Sequence[Field]) -> bytes:
    """A PNG of the page with everything found on it; `fields` may be those of the whole filing, others are left out."""
    page = sheet.page
    unit = max(page.dpi / 100, 1.0)  # a line's width; letters are some ten of it
    faded = 255 - (255 - page.pixels.astype(np.float32)) * _FADE
    picture = Image.fromarray(faded.astype(np.uint8)).convert("RGB")
    pen = ImageDraw.Draw(picture, "RGBA")
    for line in sheet.lines:
        pen.line((line.x0, line.y0, line.x1, line.y1), fill=_RULE, width=round(unit))
    if registration is not None:
        _draw_labels(pen, registration, unit)
    font = _font(6.5 * unit)
    for box, inside in _by_box(fields, page.number).items():
        _draw_cell(pen, box, inside, font, unit)
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
    for label in registration.labels:
        fitted = label.anchor in registration.inliers
        colour = _FITTED if fitted else _LABEL
        pen.rectangle(_corners(label.box.pad(unit)), fill=(*colour, 45), outline=(*colour, 255 if fitted else 120))


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


def _draw_cell(
    pen: ImageDraw.ImageDraw, box: Box, fields: Sequence[Field], font: ImageFont.FreeTypeFont, unit: float
) -> None:
    colour, _ = _LOOKS[_look(fields[-1])]
    heavy = any(field.needs_review or field.state is State.UNREADABLE for field in fields)
    pen.rectangle(_corners(box), fill=(*colour, 28), outline=colour, width=round(unit * (2 if heavy else 1)))
    said = " / ".join(_said(field) for field in fields if field.state is not State.BLANK or field.needs_review)
    if not said:
        return
    said = _fitted_to(said, font, max(box.width - 3 * unit, 34 * unit))
    left, top, right, bottom = pen.textbbox((0, 0), said, font=font)
    width, height = right - left + 2 * unit, bottom - top + 2 * unit
    x = min(box.x0 + unit, pen.im.size[0] - width)
    y = box.y1 - height - unit if box.height > 2.2 * height else box.y1 + unit  # inside where there is room for it
    pen.rectangle((x, y, x + width, y + height), fill=(255, 255, 255, 215))
    pen.text((x + unit - left, y + unit - top), said, font=font, fill=colour)


def _fitted_to(said: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """The text, its end given up to what fits beside its neighbours; the confidence stays."""
    if font.getlength(said) <= width:
        return said
    value, _, sure = said.rpartition(" ")
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
    return f"{value}{marks} {'?' if field.confidence is None else percent(field.confidence)}"


def _corners(box: Box) -> tuple[float, float, float, float]:
    """The box with its corners in order, whatever became of it."""
    return min(box.x0, box.x1), min(box.y0, box.y1), max(box.x0, box.x1), max(box.y0, box.y1)


def _with_legend(picture: Image.Image, number: int, registration: Registration | None, unit: float) -> Image.Image:
    """The picture below a strip that says which layout lies on it and what the colours mean."""
    font = _font(8 * unit)
    high = round(16 * unit)
    framed = Image.new("RGB", (picture.width, picture.height + high), "white")
    framed.paste(picture, (0, high))
    pen = ImageDraw.Draw(framed)
    x = 6 * unit
    for colour, said in [((0, 0, 0), _headline(number, registration)), (_FITTED, "label"), (_RULE, "ruling line"),
                         *_LOOKS.values()]:
        pen.text((x, 3 * unit), said, font=font, fill=colour)
        x += pen.textlength(said, font=font) + 12 * unit
    return framed


def _headline(number: int, registration: Registration | None) -> str:
    if registration is None:
        return f"page {number}: no form on it"
    fit = f"score {registration.score:.2f}"
    if registration.matrix is not None:
        fit += f", {len(registration.inliers)} anchors within {registration.residual:.1f} px"
    return f"page {number}: {registration.layout.id}, {fit}"
