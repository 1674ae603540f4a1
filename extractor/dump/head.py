"""The head of the form in a dump: which words stand in which box.

Where the dump kept its columns (pipes, or a character grid) a word belongs to the box whose label stands above it in
its lane. Where columns are lost the lines are read as sequences (sequence.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.boxes import GUESSED
from extractor.dump.gathered import BREAKS, LEFT, RIGHT, Boxes
from extractor.dump.labels import FoundLabel, find_labels, in_trust, tail_of, without_tail, words_of
from extractor.dump.lines import TextLine
from extractor.dump.owner_issuer import has_symbol, part_by_care_of
from extractor.dump.sequence import read_sequence
from extractor.dump.vocabulary import TAIL_WORDS, BoxId
from extractor.records import Word
from extractor.shapes import date_likeness, letters
from models.geometry import Box

Lane = tuple[float, BoxId]
_SHIFT = 9.0
"""Characters that a value may stand left of its label where lines were moved."""


def labelled_lines(lines: Sequence[TextLine]) -> list[tuple[TextLine, list[FoundLabel]]]:
    """Lines with the labels of boxes found in each; "One Reporting Person" behind that of box 6 is none of box 1."""
    return [(part, _beyond_filers(find_labels(part))) for line in lines for part in line.unfolded()]


def _beyond_filers(labels: list[FoundLabel]) -> list[FoundLabel]:
    filers = next((at for at, label in enumerate(labels) if label.box == "filers"), len(labels))
    return [label for at, label in enumerate(labels) if at < filers or label.box != "owner"]


def read_boxes(
    labelled: Sequence[tuple[TextLine, list[FoundLabel]]], columns: bool, names: frozenset[str] = frozenset()
) -> Boxes:
    """The words of every box of the head, from its lines and their labels. `columns`: character columns of lines
    outside tables are to be trusted. `names`: folded words of those who signed, for telling owner from issuer."""
    first = next(
        (i for i, (_, labels) in enumerate(labelled) if any(label.box not in BREAKS for label in labels)),
        len(labelled),
    )
    boxes = Boxes()
    body = [(line, labels) for line, labels in labelled[first:] if labels or line.table or not _is_legend(line)]
    if any(line.table for line, _ in body):
        _read_table(body, boxes)
    elif columns:
        _read_lanes(body, boxes, [])
        _rescue_date(boxes)
    else:
        read_sequence(body, boxes, names)
        part_by_care_of(boxes)
        _rescue_date(boxes)
    _part_dates(boxes, body)
    _rescue_issuer(boxes)
    return boxes


def _part_dates(boxes: Boxes, body: Sequence[tuple[TextLine, list[FoundLabel]]]) -> None:
    """A second date in the box of the period, where the label of the box below it is lost, is that of the amended
    filing."""
    dates = [line for line in boxes.texts.get("period", []) if date_likeness(line[0].text) >= 0.8]
    if len(dates) == 2 and not any(label.box == "amended" for _, labels in body for label in labels):
        boxes.texts["period"].remove(dates[1])
        boxes.texts["amended"] = [dates[1]]


# ---------------------------------------------------------------------------------------------- by place


def _read_table(body: Sequence[tuple[TextLine, list[FoundLabel]]], boxes: Boxes) -> None:
    rows = [item for item in body if item[0].table]
    outside = [item for item in body if not item[0].table]
    starts: dict[str, float] = {}
    for line, labels in rows:
        for label in labels:
            side = "left" if label.box in LEFT else "right" if label.box in RIGHT else "middle"
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
    above = _owners_among([item for item in outside if item[0].number < rows[0][0].number])
    below = _owners_among([item for item in outside if item[0].number > rows[-1][0].number], below=True)
    taken = {line.number for line, _ in (*above, *below)}
    _read_outside([item for item in outside if item[0].number not in taken], boxes)
    _read_lanes(rows, boxes, sorted(lanes))
    _read_lanes(above, boxes, [])
    _read_lanes(below, boxes, [])  # the boxes of further owners, down the page


def _owners_among(
    items: list[tuple[TextLine, list[FoundLabel]]], below: bool = False
) -> list[tuple[TextLine, list[FoundLabel]]]:
    """The lines of whole boxes of owners (name and address) among lines outside the table; none when there are none.
    `below` the table a box may begin with a name whose label is lost."""
    first = next((at for at, (_, labels) in enumerate(items) if any(label.box == "owner" for label in labels)), None)
    if below:
        last = next((at for at, (_, labels) in enumerate(items) if any(label.box == "last" for label in labels)), 0)
        first = last - 1 if last and (first is None or last < first) else first
    return items[first : _last_place(items) + 1] if first is not None else []


def _last_place(items: Sequence[tuple[TextLine, list[FoundLabel]]]) -> int:
    """The last line with a label of an address: where the last owner's box ends."""
    return max((at for at, (_, labels) in enumerate(items) if any(label.box in BREAKS for label in labels)), default=-1)


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
    return len(folded) >= 16 and any(
        fuzz.partial_ratio(folded[:60], legend, score_cutoff=80)
        for legend in (
            "statementofchangesinbeneficialownershipofsecurities",
            "filedpursuanttosection16aofthesecuritiesexchangeactof1934orsection30hoftheinvestmentcompanyactof1940",
            "unitedstatessecuritiesandexchangecommissionwashingtondc20549",
            "checkthisboxifnolongersubjecttosection16form4orform5obligationsmaycontinueseeinstruction1b",
            "ombapprovalombnumber32350287estimatedaverageburdenhoursperresponse",
        )
    )


def _read_lanes(body: list[tuple[TextLine, list[FoundLabel]]], boxes: Boxes, lanes: list[Lane]) -> None:
    tails: dict[BoxId, tuple[int, frozenset[str]]] = {}
    lost = _lost_lanes(body) if not lanes else {}
    for line, labels in body:
        fresh = sorted([*lanes, *((at, box) for at, box in lost.get(line.number, ()))])
        for number, label in enumerate(labels):
            at = line.at[label.start]
            if label.box == "owner":
                boxes.next_owner()
            right = line.at[label.end - 1] + len(line.words[label.end - 1].text) if not line.table else at + 1
            if label.box in BREAKS:
                boxes.add(label.box, ())
                if not lanes:
                    fresh.append((at, "owner"))
                continue
            following = line.at[labels[number + 1].start] if number + 1 < len(labels) else float("inf")
            fresh = [lane for lane in fresh if not (at - 3 <= lane[0] < min(right, following))]
            fresh.append((at, label.box))
            tails[label.box] = (2, tail_of(label.box)) if label.whole else (3, words_of(label.box))
        lanes = sorted(fresh)
        taken = {at for label in labels for at in range(label.start, label.end)}
        # a name in the cell of the label below it, beside the cell of the label above
        below = [label for label in labels if label.box in BREAKS and line.table]
        own: list[Lane] = [(line.at[label.start], "owner") for label in below]
        for box, words in _by_lane(line, sorted([*lanes, *own]), taken):
            kept = words
            lines_left, more = tails.get(box, (0, TAIL_WORDS))
            if lines_left > 0:
                kept = without_tail(words, more)
            tails[box] = (0 if kept else lines_left - 1, more)
            boxes.add(box, _stitched(kept, line) if line.table else kept)


def _lost_lanes(body: Sequence[tuple[TextLine, list[FoundLabel]]]) -> dict[int, list[Lane]]:
    """Lanes whose label is lost, by the number of the line they begin in: the first owner's above "(Last) (First)
    (Middle)", the issuer's at a name with its ticker in square brackets, the relationship's at "(Check all applicable)"
    or the first of its options."""
    labelled = {label.box for _, labels in body for label in labels}
    out: dict[int, list[Lane]] = {}
    left = next(((line, label) for line, labels in body for label in labels if label.box in LEFT), None)
    if left is not None and left[1].box == "last":
        out[body[0][0].number] = [(left[0].at[left[1].start], "owner")]
    for line, labels in body[:12]:
        taken = {at for label in labels for at in range(label.start, label.end)}
        for first, last in _stretches(line):
            words = line.words[first:last]
            lane: BoxId | None = None
            if "issuer" not in labelled and first and first not in taken and has_symbol(words):
                lane = "issuer"
            elif "relation" not in labelled and first and _is_option(words):
                lane = "relation"
            if lane is not None:
                labelled.add(lane)
                out.setdefault(line.number, []).append((line.at[first], lane))
    return out


def _stretches(line: TextLine) -> list[tuple[int, int]]:
    """[first, end) of the words of each stretch without a gap."""
    starts = [at for at in range(len(line.words)) if not at or line.cells[at] != line.cells[at - 1]]
    return list(pairwise([*starts, len(line.words)]))


def _is_option(words: Sequence[Word]) -> bool:
    """Begins with "(Check all applicable)" or with "Director" and its mark."""
    first = [letters(word.text) for word in words[:3]]
    director = any(fuzz.ratio(text.lstrip("x"), "director") >= 85 for text in first[:2])
    return director or fuzz.ratio("".join(first), "checkallapplicable") >= 80


def _rescue_date(boxes: Boxes) -> None:
    """A street so long that it pushed the date of the next box out of its lane, or a date above the name, where its own
    label is lost: the date goes back."""
    if any(boxes.texts.get(box) for box in ("period", "month")):
        return
    for owner in boxes.owners:
        for number, line in enumerate(owner):
            alone = len(line) == 1 and not number
            pushed = len(line) > 1 and number and not in_trust(line, len(line) - 1)
            if (alone or pushed) and date_likeness(line[-1].text) >= 0.8:
                boxes.add("period", [line.pop()])
                if alone:
                    owner.remove(line)
                return


def _rescue_issuer(boxes: Boxes) -> None:
    """A line of a name and its symbol among the dates or in an address, where the label above it is lost: it goes to
    its box."""
    if "issuer" not in boxes.texts:
        dated: tuple[BoxId, ...] = ("period", "month", "amended")
        places = [boxes.texts.get(box, []) for box in dated] + boxes.owners[:1]
        found = [(place, line) for place in places for line in place if has_symbol(line)]
        for lines, line in found[:1]:
            lines.remove(line)
            boxes.add("issuer", line)


def _by_lane(line: TextLine, lanes: Sequence[Lane], taken: set[int]) -> list[tuple[BoxId, list[Word]]]:
    """The words of a line outside its labels, by the lane they stand in. A stretch of words printed without a gap stays
    together unless a lane begins inside it."""
    out: list[tuple[BoxId, list[Word]]] = []
    if not lanes:
        return out
    clipped = _clipped_labels(line, taken)
    previous_lane = -1
    shifted = _shifted(line, lanes) if not line.table else {}
    for index, word in enumerate(line.words):
        if index in taken or line.cells[index] in clipped:
            previous_lane = -1
            continue
        at = shifted.get(line.cells[index], line.at[index])
        if line.table:  # a value may begin a column before its label: the nearest lane
            lane = min(range(len(lanes)), key=lambda i: (abs(lanes[i][0] - at), -i))
            lane = max(lane, max((i for i, item in enumerate(lanes) if item[0] <= at), default=0))
        else:
            lane = max((i for i, item in enumerate(lanes) if item[0] <= at + 2.0), default=0)
        if out and previous_lane >= 0 and lanes[lane][1] == lanes[previous_lane][1]:
            out[-1][1].append(word)
        else:
            out.append((lanes[lane][1], [word]))
        previous_lane = lane
    return out


def _shifted(line: TextLine, lanes: Sequence[Lane]) -> dict[int, float]:
    """Stretches of a line that begin a little left of their lane, with something else or much room before them: where
    their lane begins, by the number of the stretch. One that runs on from far left holds two boxes."""
    out: dict[int, float] = {}
    for index, cell in enumerate(line.cells):
        if index and line.cells[index - 1] == cell:
            continue
        at = line.at[index]
        near = next((start for start, _ in lanes[1:] if 2.0 < start - at <= _SHIFT), None)
        if near is None:
            continue
        end = max(line.at[i] + len(line.words[i].text) for i in range(index, len(line.cells)) if line.cells[i] == cell)
        room = at - (line.at[index - 1] + len(line.words[index - 1].text) if index else 0.0)
        if room >= _SHIFT and (end > near or room >= 2 * _SHIFT):
            out[cell] = near
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
            if piece[0].isalpha() and last.text[-1] == piece[0]:  # "THERAPE | EUTICS", or two words
                out[-1] = replace(last, score=min(last.score, GUESSED))
        out.append(word)
    return out


def _clipped_labels(line: TextLine, taken: set[int]) -> set[int]:
    """Cells of a table row that hold the clipped start of the label in the next cell ("4. If Ar | 4. If Amendment")."""
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
