"""The typefaces crops are drawn in, split so that training, tuning and reports share no family and no outlines.

Families are those of Debian's free font packages; what is not installed is done without. Families drawn from the same
outlines (Nimbus, FreeFont and TeX Gyre; Liberation and the Chrome OS fonts; Vera and DejaVu) are on the same side.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

Part = Literal["train", "tune", "report"]
Sort = Literal["typewriter", "sans", "serif"]

FAMILIES: dict[Part, dict[Sort, tuple[str, ...]]] = {
    "train": {
        "typewriter": (
            "Nimbus Mono PS", "FreeMono", "TeX Gyre Cursor", "Courier Prime", "CMU Typewriter Text", "Tlwg Typewriter",
            "Tlwg Mono", "Compagnon", "GWMonospace", "DejaVu Sans Mono", "Hack", "B612 Mono", "Fantasque Sans Mono",
            "JetBrains Mono", "mononoki", "Inconsolata", "OCR B", "IBM 3270", "Courier Prime Code", "Hermit",
            "Linux Libertine Mono O",
        ),
        "sans": (
            "Nimbus Sans", "Nimbus Sans Narrow", "FreeSans", "TeX Gyre Heros", "TeX Gyre Heros Cn", "DejaVu Sans",
            "DejaVu Sans Condensed", "CMU Sans Serif", "CMU Bright", "Open Sans", "Roboto", "Roboto Condensed", "B612",
            "Cabin", "Dustismo", "URW Gothic", "Linux Biolinum O",
        ),
        "serif": (
            "Nimbus Roman", "FreeSerif", "TeX Gyre Termes", "C059", "P052", "URW Bookman", "DejaVu Serif",
            "DejaVu Serif Condensed", "CMU Serif", "CMU Concrete", "Linux Libertine O", "Old Standard TT", "GFS Didot",
            "Dustismo Roman", "Caladea", "Rasa", "TeX Gyre Schola", "TeX Gyre Bonum", "TeX Gyre Pagella",
        ),
    },
    "tune": {
        "typewriter": ("Tlwg Typo", "Anonymous Pro", "Agave"),
        "sans": ("Lato", "Loma"),
        "serif": ("Gentium Book Basic", "Gentium Basic", "Norasi"),
    },
    "report": {
        "typewriter": ("Liberation Mono", "Cousine", "GNUTypewriter", "Go Mono", "Noto Mono"),
        "sans": ("Liberation Sans", "Arimo", "Carlito", "Liberation Sans Narrow", "Go"),
        "serif": ("Liberation Serif", "Tinos", "Caslon", "Quattrocento"),
    },
}  # fmt: skip

_STYLES = {
    "regular": ("Regular", "Book", "Roman", "Medium", "Condensed", "Light", "Semi-Condensed"),
    "bold": ("Bold", "Condensed Bold", "Demi", "Demi Bold"),
    "italic": ("Italic", "Oblique", "Condensed Italic", "Condensed Oblique"),
}
_FORMATS = (".ttf", ".otf", ".t1", ".pfb")


@dataclass(frozen=True, slots=True)
class Face:
    """One file of a family."""

    family: str
    sort: Sort
    style: str
    path: str

    def font(self, size: int) -> FreeTypeFont:
        """The font at that size in pixels."""
        return _font(self.path, size)


@lru_cache(maxsize=4096)
def _font(path: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def faces(part: Part) -> tuple[Face, ...]:
    """The faces of a part that this machine has, in a fixed order. ValueError when there are none."""
    files = _files()
    found = []
    for sort, families in FAMILIES[part].items():
        for family in families:
            for style, spellings in _STYLES.items():
                path = next((files[family, s] for s in spellings if (family, s) in files), None)
                if path is not None and _complete(path):
                    found.append(Face(family, sort, style, path))
    if not found:
        raise ValueError(f"no typeface of the {part} part is installed; see docs/recogniser.md for the packages")
    return tuple(found)


def pick(part: Part, rng: random.Random) -> Face:
    """A face: typewriters as often as all others together, regular styles mostly, families alike."""
    sort = rng.choices(("typewriter", "sans", "serif"), (46, 29, 25))[0]
    style = rng.choices(("regular", "bold", "italic"), (84, 11, 5))[0]
    for wanted in ((sort, style), (sort, "regular"), ("", "regular")):
        fitting = _of(part, *wanted)
        if fitting:
            return rng.choice(fitting)
    return rng.choice(faces(part))


@cache
def _of(part: Part, sort: str, style: str) -> tuple[Face, ...]:
    return tuple(face for face in faces(part) if sort in ("", face.sort) and face.style == style)


@cache
def _files() -> dict[tuple[str, str], str]:
    """(family, style) → file, as fontconfig knows them; empty without fontconfig."""
    if shutil.which("fc-list") is None:
        return {}
    listing = subprocess.run(
        ["fc-list", "--format", "%{file}\t%{family}\t%{style}\n"], capture_output=True, text=True, check=True
    ).stdout
    files: dict[tuple[str, str], str] = {}
    for line in sorted(listing.splitlines(), key=_by_format):
        file, families, styles = line.split("\t")
        if file.lower().endswith(_FORMATS):
            for family in families.split(","):
                for style in styles.split(","):
                    files.setdefault((family, style), file)
    return files


def _by_format(line: str) -> tuple[int, str]:
    file = line.split("\t", 1)[0].lower()
    return next((n for n, suffix in enumerate(_FORMATS) if file.endswith(suffix)), len(_FORMATS)), line


def _complete(path: str) -> bool:
    """Whether the file draws every figure and letter, each otherwise than a missing one."""
    font = _font(path, 24)
    missing = bytes(font.getmask("\uffff"))
    drawn = [bytes(font.getmask(character)) for character in "0123456789AZaz$(),./-&"]
    return all(any(one) and one != missing for one in drawn)
