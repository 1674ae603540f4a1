"""What the stages hand to each other: frozen records, in memory only (pixels are left out of repr and equality)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from models.evidence import Candidate, Reading
from models.geometry import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractor.ink import InkedPage
    from models.layout import Layout

Kind = Literal[
    "text",
    "name",
    "street",
    "city",
    "state",
    "zip",
    "ticker",
    "title",
    "nature",
    "date",
    "month",
    "shares",
    "money",
    "code",
    "letter",
    "checkbox",
    "footnote",
    "remarks",
    "signature",
    "form",
]
"""How a cell's content is spelt: the only behaviour a template selects."""

Group = Literal["", "reportingOwner", "nonDerivativeTable", "derivativeTable", "footnotes", "ownerSignature"]
"""The repeating part of the form a cell belongs to; "" when the field stands alone."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it came in. `media` is what its content is, whatever its name says.

    `text` (dumps only) has one character for every character of `data` decoded by `encoding` with "surrogateescape":
    offsets into it are offsets into the document; a byte-order mark and control characters other than tab, line feed,
    carriage return and form feed are blanks in it, undecodable bytes U+FFFD. `pages` is how many pages the file says it
    has; `damage` says, as a sentence's predicate, what is plainly missing of the file ("" when nothing is).
    """

    name: str
    sha256: str
    kind: Literal["scan", "pdf", "dump"]
    media: str
    data: bytes = field(repr=False)
    text: str | None = field(default=None, repr=False)
    encoding: str | None = None
    password: str | None = field(default=None, repr=False)
    pages: int = 1
    damage: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One upright sheet. `number` counts from 1 in the source; `pixels` is uint8 (H, W), 0 = ink, 255 = paper. `layer`
    are the words that a PDF brings with it, where its page stands as it was drawn."""

    number: int
    dpi: float
    pixels: NDArray[np.uint8] = field(repr=False, compare=False)
    layer: tuple[Word, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Word:
    """One word. On a scan `box` is in pixels of the upright page; on a dump it lies on the character grid
    (x column, y line) and `span` is its place in the source text. `score` in [0, 1].
    `engine` names who read it when that was not the engine of the page pass."""

    text: str
    box: Box
    page: int
    score: float = 1.0
    span: tuple[int, int] | None = None
    engine: str = ""


HAND = "hand"
"""The `engine` of the "/s/" that stands for a signature by hand: it is seen, not read, and no crop shows it."""


@dataclass(frozen=True, slots=True)
class RulingLine:
    """A printed straight line of the form; for a horizontal one y0 ~ y1, for a vertical one x0 ~ x1."""

    x0: float
    y0: float
    x1: float
    y1: float
    page: int

    @property
    def horizontal(self) -> bool:
        return abs(self.x1 - self.x0) >= abs(self.y1 - self.y0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A place where one value of the filing may stand, with the words found there.

    `field` is the path below `group`/row: "issuer/issuerName" (group ""), "reportingOwnerId/rptOwnerName" (group
    "reportingOwner", row 2 = the second owner), "transactionAmounts/transactionShares" (group "nonDerivativeTable",
    row = running number over transactions and holdings alike), "footnote" (group "footnotes", row = the note's number),
    "signatureName" (group "ownerSignature"). In Table II the amount has two columns, "…/transactionShares:A" and ":D".
    Two check boxes have no place in the XML: "groupFiling:one" and "groupFiling:many".
    The same address may come from several cells (box 1 and the Reporting Owners table): each is an opinion.
    `row` counts from 1 and is 0 outside repeating groups.
    """

    field: str
    kind: Kind
    group: Group = ""
    row: int = 0
    words: tuple[Word, ...] = ()
    page: int | None = None
    box: Box | None = None
    span: tuple[int, int] | None = None

    @property
    def address(self) -> tuple[str, int, str]:
        return self.group, self.row, self.field


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell with the opinions of what it says, best trusted first. `ink` False: nothing is there (a true blank);
    `ink` True with no readings, or only empty ones: something is there that nobody could read."""

    cell: Cell
    readings: tuple[Reading, ...]
    ink: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one address may say: candidates best first (value None = blank), footnote references found beside the value.

    `footnotes` are marks read for certain ("F1"); `marks` are traces of a superscript that could not be read ("[©]"),
    for the reconciliation to tie to a note nobody refers to. `raw` is the first reading as it was.
    `agreement`: how many independent readings gave the first candidate, of how many (n, of). `fixed`: a person said so,
    and no rule proposes anything else.
    """

    cell: Cell
    raw: str
    candidates: tuple[Candidate, ...]
    footnotes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    agreement: tuple[int, int] = (1, 1)
    readings: tuple[Reading, ...] = ()
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label found on a page: the layout's anchor, the words that spell it, similarity in [0, 1]."""

    anchor: str
    words: tuple[Word, ...]
    score: float

    @property
    def box(self) -> Box:
        return Box.around(word.box for word in self.words)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with what was spotted on it; `ink` is the page prepared for looking into cells, where that was done."""

    page: Page
    lines: tuple[RulingLine, ...]
    words: tuple[Word, ...]
    ink: InkedPage | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Registration:
    """A layout laid on one page. `matrix` (3x3 rows, layout unit -> page pixel) is None on a page without the form's
    head; `residual` is the root mean square distance of the inlier anchors in pixels, `score` in [0, 1] how much of
    what the layout promises was found."""

    layout: Layout
    page: int
    labels: tuple[Label, ...]
    matrix: tuple[tuple[float, float, float], ...] | None
    residual: float
    inliers: tuple[str, ...]
    score: float

    def find(self, anchor: str) -> tuple[Label, ...]:
        """The places of an anchor on this page, top to bottom."""
        return tuple(label for label in self.labels if label.anchor == anchor)

    def place(self, box: Box) -> Box | None:
        """A box in layout units, in page pixels; None without a matrix."""
        if self.matrix is None:
            return None
        (a, _, c), (_, e, f), _ = self.matrix
        return Box(a * box.x0 + c, e * box.y0 + f, a * box.x1 + c, e * box.y1 + f)


@dataclass(frozen=True, slots=True)
class RegisteredFiling:
    """The pages of one filing in order, each with its registration, and the pages left out among them."""

    layout: Layout
    score: float
    sheets: tuple[Sheet, ...]
    registrations: tuple[Registration, ...]
