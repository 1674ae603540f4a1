"""Where the values of the tables stand on a rendered page: what damage may aim at, and must own up to."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.synth.printed import Entry
from models.geometry import Box

_LEAVES = {
    "title": "title",
    "date": "trans_date",
    "deemed": "deemed_date",
    "code": "code",
    "v": "voluntary",
    "amount": "shares",
    "acquired": "shares",
    "disposed": "shares",
    "ad": "ad",
    "price": "price",
    "following": "following",
    "di": "di",
    "nature": "nature",
    "strike": "conv_price",
    "exercisable": "exercise_date",
    "expiration": "expiration_date",
    "underlying": "underlying_title",
    "underlying_amount": "underlying_shares",
}
"""Column key → the short name of what stands there (see `extractor.legible`)."""


@dataclass(slots=True)
class Places:
    """Short name of a value → its page (counted from 1) and box there, in points from the top left corner; `texts` says
    what is printed there, footnote marks included."""

    boxes: dict[str, tuple[int, Box]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def add(self, table: str, row: int, key: str, held: Entry, page: int, box: Box) -> None:
        """A value of "non_derivative" or "derivative", row counted from 0; its footnote marks count as one more."""
        if held.text:
            self.boxes[f"{table}[{row}].{_LEAVES[key]}"] = (page, box)
            self.texts[f"{table}[{row}].{_LEAVES[key]}"] = held.text + held.marks
        if held.notes:
            self.boxes[f"{table}[{row}].fn.{_LEAVES[key]}"] = (page, box)

    def pixels(self, dpi: float) -> dict[str, tuple[int, Box]]:
        """The same in pixels of pages rasterized at that resolution."""
        scale = dpi / 72
        return {name: (page, Box(*(edge * scale for edge in box))) for name, (page, box) in self.boxes.items()}
