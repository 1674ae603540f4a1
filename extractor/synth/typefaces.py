"""The typefaces forms are printed and typed in: those this machine has, and the PDF base fonts that every reader has.

A document made on a machine with fewer fonts looks plainer but says the same, so truth never depends on them.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from extractor.synth.split import Split, drawn

Kind = Literal["serif", "sans", "narrow", "typewriter", "script"]


@dataclass(frozen=True, slots=True)
class Typeface:
    """One family, by the names reportlab knows its styles under."""

    family: str
    regular: str
    bold: str
    italic: str
    bold_italic: str

    def style(self, bold: bool = False, italic: bool = False) -> str:
        if bold:
            return self.bold_italic if italic else self.bold
        return self.italic if italic else self.regular


_BASE: dict[Kind, tuple[Typeface, ...]] = {
    "serif": (Typeface("Times", "Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),),
    "sans": (Typeface("Helvetica", "Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),),
    "narrow": (),
    "typewriter": (Typeface("Courier", "Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"),),
    "script": (),
}

# Families as fontconfig names them; only TrueType outlines can be embedded by reportlab.
_WANTED: dict[Kind, tuple[str, ...]] = {
    "serif": ("Liberation Serif", "Times New Roman", "FreeSerif", "Tinos", "DejaVu Serif Condensed"),
    "sans": ("Liberation Sans", "Arial", "FreeSans", "Arimo", "DejaVu Sans Condensed", "Bitstream Vera Sans"),
    "narrow": ("Liberation Sans Narrow", "Arial Narrow", "DejaVu Sans Condensed"),
    "typewriter": (
        "Liberation Mono",
        "Courier New",
        "FreeMono",
        "Cousine",
        "DejaVu Sans Mono",
        "Courier Prime",
        "Special Elite",
        "Nimbus Mono PS",
    ),
    "script": ("Dancing Script", "Great Vibes", "Homemade Apple", "URW Chancery L", "Z003"),
}

_REPORT = (
    *("Liberation", "Times New Roman", "Arial", "Courier New", "Tinos", "Arimo", "Cousine"),
    *("Special", "Great", "URW"),
)
"""How the families begin that are kept for reports; the others, and the base fonts, are for tuning."""

_STYLES = {
    "regular": ("Regular", "Book", "Roman", "Condensed", "Normal", "Medium"),
    "bold": ("Bold", "Condensed Bold"),
    "italic": ("Italic", "Oblique", "Condensed Italic", "Condensed Oblique"),
    "bold_italic": ("Bold Italic", "Bold Oblique", "Condensed Bold Italic", "Condensed Bold Oblique"),
}


def pick(kind: Kind, rng: random.Random) -> Typeface:
    """A typeface of that kind; a narrow or script one may be missing on a bare machine and becomes a plain one."""
    faces = _of(drawn(), available(kind))
    if not faces:
        faces = _of(drawn(), available("sans" if kind == "narrow" else "serif"))
    if not faces:
        raise ValueError(f"no {kind} typeface of the {drawn()} split is installed: install the Liberation fonts")
    return rng.choice(faces)


def _of(split: Split | None, faces: Sequence[Typeface]) -> Sequence[Typeface]:
    """The faces of that split; families that share outlines under two names are in the same one."""
    if split is None:
        return faces
    return [face for face in faces if face.family.startswith(_REPORT) == (split == "report")]


@cache
def available(kind: Kind) -> tuple[Typeface, ...]:
    """All typefaces of that kind: the base fonts, then those installed here, in a fixed order."""
    found = [face for family in _WANTED[kind] if (face := _register(family)) is not None]
    return (*_BASE[kind], *found, *(_bundled_script() if kind == "script" else ()))


def _register(family: str) -> Typeface | None:
    """Embeds a family; missing styles fall back to the regular one; None when not installed or not TrueType."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    names: dict[str, str] = {}
    for style, spellings in _STYLES.items():
        path = next((p for s in spellings if (p := _files().get((family, s))) is not None), None)
        if path is None:
            continue
        name = f"{family.replace(' ', '')}-{style}"
        try:
            pdfmetrics.registerFont(TTFont(name, str(path)))
        except (TTFError, OSError):  # CFF outlines, a broken file: do without
            continue
        names[style] = name
    if "regular" not in names:
        return None
    regular = names["regular"]
    return Typeface(
        family, regular, names.get("bold", regular), names.get("italic", regular), names.get("bold_italic", regular)
    )


def _bundled_script() -> Iterator[Typeface]:
    """The handwriting-like font some reportlab releases carry."""
    import reportlab
    from reportlab.pdfbase import pdfmetrics

    folder = Path(reportlab.__file__).parent / "fonts"
    afm, pfb = folder / "callig15.afm", folder / "callig15.pfb"
    if afm.exists() and pfb.exists():
        face = pdfmetrics.EmbeddedType1Face(str(afm), str(pfb))
        pdfmetrics.registerTypeFace(face)
        pdfmetrics.registerFont(pdfmetrics.Font("Callig15", face.name, "WinAnsiEncoding"))
        yield Typeface("Callig15", "Callig15", "Callig15", "Callig15", "Callig15")


@cache
def _files() -> dict[tuple[str, str], Path]:
    """(family, style) → file of every TrueType font fontconfig knows; empty without fontconfig."""
    if shutil.which("fc-list") is None:
        return {}
    listing = subprocess.run(
        ["fc-list", "--format", "%{file}\t%{family}\t%{style}\n"], capture_output=True, text=True, check=False
    ).stdout
    files: dict[tuple[str, str], Path] = {}
    for line in sorted(listing.splitlines()):
        file, families, styles = line.split("\t")
        if file.lower().endswith(".ttf"):
            for family in families.split(","):
                for style in styles.split(","):
                    files.setdefault((family, style), Path(file))
    return files
