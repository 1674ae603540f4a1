"""What stands beside the weights: where they come from and how well they read, for programs (JSON) and people (md)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.ocr.train.drawn import LEVELS
from extractor.ocr.train.faces import Part, faces
from extractor.ocr.train.measure import Tally


def families(part: Part) -> list[str]:
    """The families of a part that this machine drew with."""
    return sorted({face.family for face in faces(part)})


def scores(tallies: Mapping[str, Tally], kinds: Sequence[str]) -> dict[str, Any]:
    """Percent right by reader, kind and level, with how many."""
    told: dict[str, Any] = {}
    for reader, tally in tallies.items():
        rows: dict[str, Any] = {}
        for name, chosen in (*((kind, (kind,)) for kind in kinds), ("all", tuple(kinds))):
            row = {
                level: _share(tally, chosen, (level,)) for level in LEVELS
            } | {"all": _share(tally, chosen, LEVELS)}  # fmt: skip
            rows[name] = {level: cell for level, cell in row.items() if cell[1]}
        told[reader] = {
            "right": {name: row for name, row in rows.items() if row},
            "blanks": tally.blanks,
            "invented": tally.invented,
            "milliseconds": round(tally.milliseconds, 2),
        }
    return told


def _share(tally: Tally, kinds: Sequence[str], levels: Sequence[str]) -> tuple[float, int]:
    share, count = tally.share(kinds, levels)
    return (round(share, 2), count) if count else (0.0, 0)


def write(card: Mapping[str, Any], path: Path) -> None:
    """The card as JSON at that path and as markdown beside it."""
    path.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    path.with_suffix(".md").write_text(page(card), encoding="utf-8")


def named(weights: Path, version: str) -> None:
    """A card that says nothing but the version, which the reader asks for."""
    weights.with_suffix(".json").write_text(json.dumps({"version": version}), encoding="utf-8")


def page(card: Mapping[str, Any]) -> str:
    """The card for people."""
    lines = [
        "# The weights of our own reader",
        "",
        f"Version {card['version']}, made {card['date']} with seed {card['seed']}: {card['crops']:,} crops shown in "
        f"{card['minutes']:.0f} minutes on {card['device']}, {card['parameters']:,} parameters, {card['bytes']:,} "
        f"bytes. ONNX and PyTorch differ by at most {card['difference']:.1e} in any probability.",
        "",
        *((card["note"], "") if "note" in card else ()),
        *(f"Typefaces, {part}: {', '.join(names)}." for part, names in card["typefaces"].items()),
        "",
    ]
    for name, readers in card["scores"].items():
        lines += [f"## {name}", "", *table(readers), ""]
    return "\n".join(lines)


def table(readers: Mapping[str, Any]) -> list[str]:
    """Percent right by kind (rows) and level (columns) of every reader, one under the other."""
    lines = ["| reader | kind | " + " | ".join((*LEVELS, "all")) + " | of |", "| --- " * 2 + "| ---: " * 7 + "|"]
    for reader, told in readers.items():
        for kind, row in told["right"].items():
            cells = [f"{row[level][0]:.1f}" if level in row else "" for level in (*LEVELS, "all")]
            lines.append(f"| {reader} | {kind} | " + " | ".join(cells) + f" | {row['all'][1]} |")
    for reader, told in readers.items():
        invented = f", text invented on {told['invented']} of {told['blanks']} blanks" if told["blanks"] else ""
        lines.append(f"\n{reader}: {told['milliseconds']:.1f} ms of CPU a crop{invented}.")
    return lines
