"""The head of the form in a dump: which words stand in which box.

Where the dump kept its columns (pipes, or a character grid) a word belongs to the box whose label stands above it in
its lane. Where columns are lost the lines are read as sequences: labels, dates, marks and brackets tell the boxes apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.dump.labels import FoundLabel, find_labels
from extractor.dump.lines import TextLine
from extractor.dump.vocabulary import TAIL_WORDS, TITLE_WORDS, BoxId
from extractor.records import Word
from extractor.shapes import date_likeness, is_check, is_month, letters
from models.geometry import Box

_PLACE_LABEL = re.compile(
    r"\(?(?:last|first|middle|street|city|state|zip|country|zip code)\)\Z|\((?:city|zip|state|street|last|cit)\Z|\([A-Z][a-z]{2,7}\)\Z",
    re.IGNORECASE,
)
_PRINTED_BELOW = frozenset({"title", "tile", "below"})
Lane = tuple[float, BoxId]
_LEFT: frozenset[str] = frozenset({"owner", "last", "street", "city"})
_RIGHT: frozenset[str] = frozenset({"relation", "filers"})
_BREAKS: frozenset[str] = frozenset({"last", "street", "city"})


@dataclass(slots=True)
class Boxes:
    """The lines of words of each box; `owners` has one entry per name-and-address box."""

    owners: list[list[list[Word]]] = field(default_factory=list)
    texts: dict[BoxId, list[list[Word]]] = field(default_factory=dict)

    def add(self, box: BoxId, words: Sequence[Word]) -> None:
        kept = [word for word in words if word.text != "|" or (box == "issuer" and word is not words[-1])]
        if box in _LEFT:
            kept = [
                word
                for word in kept
                if not _PLACE_LABEL.match(word.text) and letters(word.text) + word.text[-1:] != ")"
            ]
            kept = [word for word in kept if fuzz.ratio(letters(word.text), "monthdayyear") < 80]
            texts = [letters(word.text) for word in kept]
            if kept and len(kept) <= 3 and all(len(text) <= 2 and not text.isdigit() for text in texts):
                return  # specks read as letters
            if not self.owners:
                self.owners.append([])
            if kept or (self.owners[-1] and self.owners[-1][-1]):
                self.owners[-1].append(kept)
        elif kept:
            self.texts.setdefault(box, []).append(kept)

    def next_owner(self) -> None:
        if not self.owners or any(self.owners[-1]):
            self.owners.append([])


def read_boxes(lines: Sequence[TextLine], columns: bool) -> Boxes:
    """The words of every box of the head. `columns`: character columns of lines outside tables are to be trusted."""
    labelled = [(line, find_labels(line)) for line in lines]
    first = next(
        (i for i, (_, labels) in enumerate(labelled) if any(label.box not in _BREAKS for label in labels)),
        len(labelled),
    )
    boxes = Boxes()
    body = labelled[first:]
    if any(line.table for line, _ in body):
        _read_table(body, boxes)
    elif columns:
        _read_lanes(body, boxes, [])
        _rescue_date(boxes)
    else:
        _read_sequence(body, boxes)
    return boxes


# ---------------------------------------------------------------------------------------------- by place


def _read_table(body: list[tuple[TextLine, list[FoundLabel]]], boxes: Boxes) -> None:
    rows = [item for item in body if item[0].table]
    outside = [item for item in body if not item[0].table]
    starts: dict[str, float] = {}
    for line, labels in rows:
        for label in labels:
            side = "left" if label.box in _LEFT else "right" if label.box in _RIGHT else "middle"
            at = line.at[label.start]
            starts[side] = min(starts.get(side, at), at)
        for at, word in zip(line.at, line.words, strict=True):
            if fuzz.ratio(letters(word.text), "director") > 85:
                starts["right"] = min(starts.get("right", at), at)
    lanes: list[Lane] = [(starts.get("left", 0.0), "owner")]
    if "middle" in starts:
        lanes.append((max(starts["middle"], lanes[0][0] + 1), "issuer"))
    if "right" in starts:
        lanes.append((starts["right"], "relation"))
    _read_outside(outside, boxes)
    _read_lanes(rows, boxes, sorted(lanes))


def _read_outside(outside: list[tuple[TextLine, list[FoundLabel]]], boxes: Boxes) -> None:
    """Lines around a table: a value directly below its label ("1. Name and Address …" / "HOROWITZ COREY M")."""
    box: BoxId | None = None
    for line, labels in outside:
        if labels:
            box = labels[-1].box
            boxes.add(box, line.words[labels[-1].end :])
        elif box == "owner" and not _is_legend(line) and len(line.words) <= 8:
            boxes.add(box, line.words)
            box = None


def _is_legend(line: TextLine) -> bool:
    folded = letters(line.text[:300])
    return any(
        fuzz.partial_ratio(folded[:60], legend) >= 80
        for legend in (
            "statementofchangesinbeneficialownershipofsecurities",
            "filedpursuanttosection16aofthesecuritiesexchangeactof1934orsection30hoftheinvestmentcompanyactof1940",
            "unitedstatessecuritiesandexchangecommissionwashingtondc20549",
            "checkthisboxifnolongersubjecttosection16form4orform5obligationsmaycontinueseeinstruction1b",
            "checkallapplicable",
            "ombapprovalombnumber32350287estimatedaverageburdenhoursperresponse",
        )
    )


def _read_lanes(body: list[tuple[TextLine, list[FoundLabel]]], boxes: Boxes, lanes: list[Lane]) -> None:
    tails: dict[BoxId, int] = {}
    for line, labels in body:
        fresh = list(lanes)
        for number, label in enumerate(labels):
            at = line.at[label.start]
            if label.box == "owner":
                boxes.next_owner()
            right = line.at[label.end - 1] + len(line.words[label.end - 1].text) if not line.table else at + 1
            if label.box in _BREAKS:
                boxes.add(label.box, ())
                if not lanes:
                    fresh.append((at, "owner"))
                continue
            nearest = max((lane for lane in fresh if lane[0] <= at + 3), default=None)
            following = line.at[labels[number + 1].start] if number + 1 < len(labels) else float("inf")
            fresh = [lane for lane in fresh if not (at - 3 <= lane[0] < min(right, following))]
            if nearest is not None and nearest in fresh and at - nearest[0] > 3 and _same_side(nearest[1], label.box):
                # a box under its neighbour's label but further right ("4. Statement for" beside "3. I.R.S."): a new lane
                pass
            fresh.append((at, label.box))
            tails[label.box] = 2
        lanes = sorted(fresh)
        taken = {at for label in labels for at in range(label.start, label.end)}
        for box, words in _by_lane(line, lanes, taken):
            kept = words
            if tails.get(box, 0) > 0:
                kept = _without_tail(words)
            tails[box] = tails.get(box, 0) - 1
            boxes.add(box, _stitched(kept, line) if line.table else kept)


def _rescue_date(boxes: Boxes) -> None:
    """A street so long that it pushed the date of the next box out of its lane: the date goes back."""
    if any(boxes.texts.get(box) for box in ("period", "month")):
        return
    for owner in boxes.owners:
        for number, line in enumerate(owner):
            if number and len(line) > 1 and date_likeness(line[-1].text) >= 0.8 and not _in_trust(line, len(line) - 1):
                boxes.add("period", [line.pop()])
                return


def _same_side(left: BoxId, right: BoxId) -> bool:
    return (left in _LEFT) == (right in _LEFT) and (left in _RIGHT) == (right in _RIGHT)


def _by_lane(line: TextLine, lanes: Sequence[Lane], taken: set[int]) -> list[tuple[BoxId, list[Word]]]:
    """The words of a line outside its labels, by the lane they stand in. A stretch of words printed without a gap stays
    together unless a lane begins inside it."""
    out: list[tuple[BoxId, list[Word]]] = []
    if not lanes:
        return out
    clipped = _clipped_labels(line, taken)
    previous_lane = -1
    for index, word in enumerate(line.words):
        if index in taken or line.cells[index] in clipped:
            previous_lane = -1
            continue
        at = line.at[index]
        if line.table:  # a value may begin a column before its label: the nearest lane
            lane = min(range(len(lanes)), key=lambda i: (abs(lanes[i][0] - at), -i))
            lane = max(lane, max((i for i, item in enumerate(lanes) if item[0] <= at), default=0))
        else:
            lane = max((i for i, item in enumerate(lanes) if item[0] <= at + 2.0), default=0)
        if out and lane == previous_lane:
            out[-1][1].append(word)
        else:
            out.append((lanes[lane][1], [word]))
        previous_lane = lane
    return out


def _stitched(words: Sequence[Word], line: TextLine) -> list[Word]:
    """A word cut by a cell's edge, with the letters both cells show: "Chairma | an" is Chairman."""
    cell = {id(word): number for word, number in zip(line.words, line.cells, strict=True)}
    out: list[Word] = []
    for word in words:
        last = out[-1] if out else None
        if last is not None and cell.get(id(word), 0) != cell.get(id(last), 0) and len(last.text) >= 4:
            piece = word.text
            if len(piece) <= 4 and piece.isalpha() and piece.islower() and last.text[-1] == piece[0] and len(piece) > 1:
                span = (last.span[0], word.span[1]) if last.span and word.span else None
                out[-1] = Word(last.text + piece[1:], Box.around((last.box, word.box)), last.page, 0.8, span)
                continue
        out.append(word)
    return out


def _clipped_labels(line: TextLine, taken: set[int]) -> set[int]:
    """Cells of a table row that hold the clipped beginning of the label in the next cell ("4. If Ar | 4. If Amendment")."""
    texts: dict[int, list[str]] = {}
    labelled: set[int] = set()
    for index, word in enumerate(line.words):
        texts.setdefault(line.cells[index], []).append(letters(word.text))
        if index in taken:
            labelled.add(line.cells[index])
    folded = {cell: "".join(parts) for cell, parts in texts.items()}
    order = sorted(folded)
    return {
        cell
        for cell, following in pairwise(order)
        if line.table
        and cell not in labelled
        and following in labelled
        and 3 <= len(folded[cell]) < len(folded[following])
        and fuzz.ratio(folded[cell], folded[following][: len(folded[cell])]) >= 75
    }


def _without_tail(words: Sequence[Word]) -> list[Word]:
    """The rest of a label that wrapped ("Line)", "(Month/Day/Year)", "Issuer") taken off the start of its next line."""
    at = 0
    while (
        at < len(words)
        and (letters(words[at].text) in TAIL_WORDS or not letters(words[at].text))
        and is_check(words[at].text) is None
    ):
        at += 1
    return list(words[at:])


# ---------------------------------------------------------------------------------------------- by sequence


def _read_sequence(body: list[tuple[TextLine, list[FoundLabel]]], boxes: Boxes) -> None:
    """Lines whose columns are lost: each has, in order, something of the left, the middle and the right box."""
    middle: BoxId = "issuer"
    issuer_open = False
    for line, labels in body:
        words = line.words
        cells = list(line.cells)
        taken = {at for label in labels for at in range(label.start, label.end)}
        right_from = _right_start(words, taken)
        free = [at for at in range(len(words)) if at not in taken and words[at].text != "|"]
        right = [words[at] for at in free if at >= right_from]
        rest = [at for at in free if at < right_from]
        for label in labels:
            if label.box == "owner":
                boxes.next_owner()
            if label.box in _BREAKS:
                boxes.add(label.box, ())
        if labels and not rest and not right:
            middle, issuer_open = _advance(labels, middle, issuer_open)
            continue
        if labels:
            # values beside labels: before the first label they belong to the left box
            first = labels[0].start
            boxes.add(
                "owner", [words[at] for at in rest if at < first and labels[0].box not in _LEFT and not issuer_open]
            )
            middle, issuer_open = _advance(labels, middle, issuer_open)
            for number, label in enumerate(labels):
                end = labels[number + 1].start if number + 1 < len(labels) else len(words)
                after = _without_tail([words[at] for at in rest if label.end <= at < end])
                target: BoxId = middle if label.box in _BREAKS else label.box
                dated = [word for word in after if date_likeness(word.text) >= 0.5 or is_month(word.text)]
                if label.box in {"period", "amended", "month"} or (label.box in _BREAKS and dated):
                    boxes.add(target, dated)
                elif label.box in {"owner", "issuer"} and after:
                    boxes.add(label.box, after)
            if right:
                boxes.add("relation" if not _is_filers(right) else "filers", right)
            continue
        if right:
            boxes.add("filers" if _is_filers(right) else "relation", right)
        if not rest:
            continue
        dates = [at for at in rest if date_likeness(words[at].text) >= 0.5 or (is_month(words[at].text))]
        if middle in {"period", "amended", "month"} and dates and not _in_trust(words, dates[-1]):
            at = dates[-1]
            boxes.add("owner", [words[i] for i in rest if i < at])
            boxes.add(middle, [words[at]])
            boxes.add("relation", [words[i] for i in rest if i > at])
        elif issuer_open:
            near = [at for at in range(len(words)) if at not in taken and at < right_from]
            while (
                near
                and (words[near[-1]].text == "|" or letters(words[near[-1]].text) in {"", "issuer"})
                and not words[near[-1]].text.endswith("]")
            ):
                near.pop()
            left, issuer = _owner_and_issuer([words[at] for at in near], [cells[at] for at in near], boxes)
            boxes.add("owner", left)
            boxes.add("issuer", issuer)
            if any(re.search(r"[\])]\Z", word.text) for word in issuer):
                issuer_open = False
        else:
            titled = _title_start([words[at] for at in rest])
            boxes.add("owner", [words[at] for at in rest[:titled]])
            boxes.add("relation", [words[at] for at in rest[titled:]])


def _advance(labels: Sequence[FoundLabel], middle: BoxId, issuer_open: bool) -> tuple[BoxId, bool]:
    for label in labels:
        if label.box == "issuer":
            middle, issuer_open = "issuer", True
        elif label.box in {"period", "amended", "month", "irs"}:
            middle, issuer_open = (label.box if label.box != "irs" else middle), False
        elif label.box in _BREAKS:
            issuer_open = False
    return middle, issuer_open


def _right_start(words: Sequence[Word], taken: set[int]) -> int:
    """Where the relationship or filing boxes begin in a line: at "Director", "Form filed by", "(Check all" … with the
    check mark before it; len(words) when nowhere."""
    for at, word in enumerate(words):
        if at in taken:
            continue
        text = letters(word.text)
        here = (
            fuzz.ratio(text, "director") >= 80
            or (
                fuzz.ratio(text, "officer") >= 80
                and any(fuzz.ratio(letters(w.text), "give") >= 75 for w in words[at : at + 3])
            )
            or (text[:2] == "fo" and at + 1 < len(words) and fuzz.ratio(letters(words[at + 1].text), "filed") >= 75)
            or (text == "check" and at + 1 < len(words) and letters(words[at + 1].text) in {"all", "ali", "applicable"})
            or (text in {"10", "below"} and ("%" in word.text or text == "below"))
            or text.startswith("xdirector")
        )
        if here:
            return _with_mark(words, at, taken)
    return len(words)


def _with_mark(words: Sequence[Word], at: int, taken: set[int]) -> int:
    """`at`, moved left over the check mark before it and over "title" of "(give title below)"."""
    while at and at - 1 not in taken:
        text = words[at - 1].text
        if letters(text) in _PRINTED_BELOW or (is_check(text) is not None and text != "|"):
            at -= 1
        elif text in {"]", ")"} and at > 1 and words[at - 2].text.lower() in {"[", "(", "[x", "(x", "x"}:
            at -= 3 if words[at - 2].text.lower() == "x" and at > 2 and words[at - 3].text in {"[", "("} else 2
        else:
            break
    return at


def _is_filers(words: Sequence[Word]) -> bool:
    return any(fuzz.ratio(letters(word.text), "filed") >= 80 for word in words)


def _in_trust(words: Sequence[Word], at: int) -> bool:
    """A date in a trust's name ("U/A/D 01/18/2010")."""
    return at > 0 and letters(words[at - 1].text) in {"uad", "dated", "dtd", "ua", "ud", "utd"}


def _title_start(words: Sequence[Word]) -> int:
    """Where an officer title begins in a line of the left and right boxes; len(words) when there is none."""
    hits = [at for at, word in enumerate(words) if letters(word.text) in TITLE_WORDS]
    if not hits or any(ch.isdigit() for word in words[: hits[0] + 1] for ch in word.text):
        return len(words)
    if letters(words[0].text) == "co" and "/" in words[0].text:
        return len(words)
    return hits[0] if hits[0] <= 2 and len(hits) * 3 >= len(words) - hits[0] else len(words)


_ENDS_NAME = frozenset(
    {"jr", "sr", "ii", "iii", "iv", "md", "phd", "esq", "lp", "llc", "inc", "trust", "plc", "ltd", "corp"}
)


def _owner_and_issuer(words: list[Word], cells: list[int], boxes: Boxes) -> tuple[list[Word], list[Word]]:
    """ "HOROWITZ COREY M NETWORK 1 SECURITY SOLUTIONS INC [NSSI-OTC]": split at a gap, else after a likely name."""
    named = bool(boxes.owners and any(boxes.owners[-1]))
    opened = next((i for i, word in enumerate(words) if re.match(r"[\[(|]", word.text)), len(words))
    issued = "".join(word.text for line in boxes.texts.get("issuer", []) for word in line)
    closing = next((i for i, word in enumerate(words) if word.text.endswith("]")), None)
    if "[" in issued and "]" not in issued and closing is not None:
        return [], words[: closing + 1]
    at = next((i for i in range(len(cells)) if cells[i] != cells[0]), len(cells))
    if at < len(cells) and at <= opened and words[at].text != "|":
        return words[:at], words[at:]
    if named and "issuer" in boxes.texts:
        return ([], words) if re.search(r"[\[\]]", words[-1].text) and len(words) <= 3 else (words, [])
    if opened <= 1:
        return [], words
    if opened == len(words) and len(words) <= 3:
        return words, []
    best = min(range(1, min(opened, 8) + 1), key=lambda at: _split_cost(words, at, opened))
    return words[:best], words[best:]


def _split_cost(words: Sequence[Word], at: int, opened: int) -> float:
    """Cost of a name of `at` words: three are usual; a single letter, "Jr." or "TRUST" ends one; initials do not begin
    an issuer's."""
    cost = abs(at - 3) * 1.0
    last = letters(words[at - 1].text)
    if len(last) == 1 or last in _ENDS_NAME:
        cost -= 2.0
    if at < opened:
        following = letters(words[at].text)
        if len(following) == 1 or following in {"jr", "sr", "ii", "iii", "md"}:
            cost += 3.0
        if words[at].text[:1].islower():
            cost += 1.0
    else:
        cost += 4.0
    return cost
