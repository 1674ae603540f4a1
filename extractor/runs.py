"""A second look at the doubtful text of a page: runs of ink the first engine missed or was unsure of are read again,
one by one, by another engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractor.ink import InkedPage, crop
from extractor.ocr.engine import CropReader
from extractor.records import Sheet, Word
from extractor.shapes import letters
from extractor.stretches import fitting_stretches
from extractor.upright import Pixels
from extractor.vote import across, voted
from models.geometry import Box

_SURE = 0.72  # the first engine's mean score over a run, weighted by letters, from which it is believed
_BAD = 0.55  # a single word's score in a line that is believed as a whole
_LIKELY = 0.7  # the second engine's score from which it is preferred; lone signs need more
_HOLLOW, _SOLID = 0.15, 0.7  # inked shares between which a wide piece is letters on a line, no frame and no bar
_BLANK = 0.22  # heights: less is a gap between letters
_MOST = 260  # runs read again on one page: a bound on time


def second_look(
    sheet: Sheet, page: InkedPage, reader: CropReader, known: frozenset[str] = frozenset()
) -> Sheet:
    """The sheet with the words of doubtful runs replaced by the second engine's, where that is surer of itself; words
    of prose that are not among the `known` ones give way to the first engine's that are."""
    words = list(sheet.words)
    runs = _whole(text_runs(page), words)
    inside: list[list[int]] = [[] for _ in runs]
    shared = _shared_areas(runs, words)
    for index, word in enumerate(words if runs else ()):
        run = int(shared[:, index].argmax())
        if shared[run, index] > 0.3 * word.box.area:
            inside[run].append(index)
    doubts = [
        (_trust([words[i] for i in found], box), run) for run, (box, found) in enumerate(zip(runs, inside, strict=True))
    ]
    unsure = [run for trust, run in sorted(doubts) if trust < _SURE and _is_phrase(runs[run])]
    holed = {
        run for trust, run in doubts if trust >= _SURE and _has_hole([words[i] for i in inside[run]], runs[run], page)
    }
    patchy = [run for trust, run in doubts if trust >= _SURE and any(_is_bad(words[i]) for i in inside[run])]
    patchy += sorted(holed - set(patchy))
    asked = [*unsure, *patchy][:_MOST]
    readings = reader.read_crops([crop(page, runs[run].pad(3, 2)) for run in asked], "text")
    dropped: set[int] = set()
    added: list[Word] = []
    for run, reading in zip(asked, readings, strict=True):
        text = reading.text.strip()
        signs = sum(c.isalnum() for c in text)
        mine = _trust([words[i] for i in inside[run]], runs[run])
        if not signs or reading.score < max(_LIKELY if signs > 2 else 0.85, min(mine, 0.9)):
            continue
        dropped |= set(inside[run])
        first = [words[i] for i in inside[run]]
        if (mine >= _SURE and run not in holed) or _same_letters(first, text):
            added += _mended(first, text, reading.score, reader.name)
            continue
        parts = voted(text.split(), sorted(first, key=lambda word: word.box.x0), known)
        placed = _placed(parts, runs[run], page)
        added += [Word(part, box, sheet.page.number, reading.score, engine=reader.name) for part, box in placed]
    kept = [word for index, word in enumerate(words) if index not in dropped]
    kept = [word for word in kept if not any(_is_same(word, other) for other in added)]
    return replace(sheet, words=tuple(kept + added))


def _is_same(word: Word, other: Word) -> bool:
    """Whether two readings of one place say the same, as where the first engine's word spans a run and its
    neighbour."""
    wide = min(word.box.x1, other.box.x1) - max(word.box.x0, other.box.x0)
    high = min(word.box.y1, other.box.y1) - max(word.box.y0, other.box.y0)
    shared = wide * high if min(wide, high) > 0 else 0.0
    return shared > 0.5 * min(word.box.area, other.box.area) and letters(word.text) == letters(other.text) != ""


def _whole(runs: list[Box], words: Sequence[Word]) -> list[Box]:
    """Runs that one word of the first engine spans, as one: or the word would stay beside its own second reading."""
    if not runs or not words:
        return runs
    run_areas = np.array([box.area for box in runs])[:, None]
    word_areas = np.array([word.box.area for word in words])[None, :]
    touching = _shared_areas(runs, words) > 0.3 * np.minimum(run_areas, word_areas)
    group = list(range(len(runs)))
    for index in np.flatnonzero(touching.sum(axis=0) > 1):
        touched = np.flatnonzero(touching[:, index])
        if _one_line([runs[run] for run in touched]):
            joined = {group[run] for run in touched}
            group = [min(joined) if one in joined else one for one in group]
    members: dict[int, list[Box]] = {}
    for run, one in enumerate(group):
        members.setdefault(one, []).append(runs[run])
    return [Box.around(boxes) for boxes in members.values()]


def _is_bad(word: Word) -> bool:
    """A word of a well read line that the engine was not sure of."""
    return word.score < _BAD and sum(c.isalpha() for c in word.text) >= 3


def _has_hole(words: Sequence[Word], box: Box, page: InkedPage) -> bool:
    """Whether letters of a run lie outside all its words: the engine lost the end of a word."""
    y0, y1, x0, x1 = int(box.y0), int(box.y1), int(box.x0), int(box.x1)
    inked = np.asarray((page.ink[y0:y1, x0:x1] > 0).sum(axis=0) >= 2)
    for word in words:
        inked[max(0, int(word.box.x0) - x0 - 3) : max(0, int(word.box.x1) - x0 + 4)] = False
    return bool(inked.sum() > 0.9 * box.height)


def _same_letters(words: Sequence[Word], text: str) -> bool:
    """Whether both engines read the same, blanks aside, which recognisers of lines tend to drop."""
    return "".join(word.text for word in words) == "".join(text.split())


def _mended(words: Sequence[Word], text: str, score: float, engine: str) -> list[Word]:
    """The first engine's words, those it was not sure of spelt as the second engine has them at the same place."""
    ordered = sorted(words, key=lambda word: word.box.x0)
    other = "".join(text.split())
    steps = Levenshtein.opcodes("".join(word.text for word in ordered), other)
    result, at = [], 0
    for word in ordered:
        begin, end = at, at + len(word.text)
        at = end
        spelt = other[across(steps, begin) : across(steps, end)]
        if spelt == word.text:
            result.append(replace(word, score=max(word.score, score)))
        elif word.score < _BAD and spelt and fuzz.ratio(spelt.lower(), word.text.lower()) >= 50:
            result.append(replace(word, text=spelt, score=score, engine=engine))
        else:
            result.append(word)
    return result


def _is_phrase(box: Box) -> bool:
    """Wider than a lone letter or mark: those are read again in their cells, where their alphabet is known."""
    return box.width >= 1.8 * box.height


def _one_line(boxes: Sequence[Box]) -> bool:
    """Whether boxes follow each other on one line, no farther apart than a blank or two."""
    ordered = sorted(boxes, key=lambda box: box.x0)
    return all(
        min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5 * min(a.height, b.height) and b.x0 - a.x1 < max(a.height, b.height)
        for a, b in pairwise(ordered)
    )


def _shared_areas(runs: Sequence[Box], words: Sequence[Word]) -> NDArray[np.float64]:
    """The area each run (row) shares with each word (column)."""
    a = np.array(runs, np.float64).reshape(-1, 1, 4)
    b = np.array([word.box for word in words], np.float64).reshape(1, -1, 4)
    wide = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
    high = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    return np.asarray(np.clip(wide, 0, None) * np.clip(high, 0, None))


def text_runs(page: InkedPage) -> list[Box]:
    """Boxes of runs of letters: components of letter size, joined across the gaps of a phrase."""
    letters = _letters(page)
    if letters is None:
        return []
    mask, height = letters
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, max(3, round(0.9 * height))), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = []
    for x, y, width, tall, area in stats[1:count]:
        if tall < 0.45 * height or area < 0.25 * height * height or tall > 4 * height:
            continue
        boxes.append(Box(float(x), float(y), float(x + width), float(y + tall)))
    return _levelled(boxes, height)


def _letters(page: InkedPage) -> tuple[Pixels, float] | None:
    """(ink of letter-sized components, their typical height); None on a page without any."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(page.ink, connectivity=8)
    heights = stats[:, cv2.CC_STAT_HEIGHT]
    widths = stats[:, cv2.CC_STAT_WIDTH]
    sized = (heights >= 0.035 * page.dpi) & (heights <= 0.2 * page.dpi) & (widths <= 1.2 * page.dpi)
    sized[0] = False
    if count < 2 or sized.sum() < 5:
        return None
    typical = float(np.median(heights[sized]))
    filled = stats[:, cv2.CC_STAT_AREA] / np.maximum(1, heights * widths)
    # letters that stand on an underline are one piece with it on a bold copy
    underlined = (heights >= 0.8 * typical) & (filled > _HOLLOW) & (filled < _SOLID)
    small = (heights <= 2.2 * typical) & ((widths <= 1.2 * page.dpi) | underlined)
    small &= np.maximum(heights, widths) >= 0.012 * page.dpi
    small[0] = False
    return small[labels].astype(np.uint8) * 255, typical


def _levelled(boxes: list[Box], height: float) -> list[Box]:
    """Boxes of one line with a small gap joined (an i's dot, a comma, a raised mark stays its own)."""
    result: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.x0, box.y0)):
        for index in range(len(result) - 1, max(-1, len(result) - 40), -1):
            other = result[index]
            overlap = min(box.y1, other.y1) - max(box.y0, other.y0)
            if -height < box.x0 - other.x1 < 0.9 * height and overlap > 0.6 * min(box.height, other.height):
                result[index] = Box.around((box, other))
                break
        else:
            result.append(box)
    return result


def _trust(words: Sequence[Word], box: Box) -> float:
    """Mean score of a run's words weighted by their letters, less when they are too few letters for its width."""
    signs = sum(len(word.text) for word in words)
    if not signs:
        return 0.0
    mean = sum(word.score * len(word.text) for word in words) / signs
    expected = box.width / max(0.75 * box.height, 1)
    return mean * min(1.0, signs / max(0.55 * expected, 1))


def _placed(parts: Sequence[str], run: Box, page: InkedPage) -> list[tuple[str, Box]]:
    """The words of a run's text with boxes: where its ink is as wide as they are long, else at its widest gaps when
    those are enough, else by their length alone."""
    if len(parts) == 1:
        return [(parts[0], run)]
    y0, y1, x0, x1 = int(run.y0), int(run.y1), int(run.x0), int(run.x1)
    columns: NDArray[np.bool_] = np.asarray((page.ink[y0:y1, x0:x1] > 0).any(axis=0))
    stretches = fitting_stretches(columns, [len(part) for part in parts], _BLANK * run.height)
    if stretches is not None:
        return [
            (part, Box(run.x0 + start, run.y0, run.x0 + end, run.y1))
            for part, (start, end) in zip(parts, stretches, strict=True)
        ]
    gaps = _widest_gaps(columns, len(parts) - 1)
    if gaps is None:
        total = sum(len(part) for part in parts) + len(parts) - 1
        at, boxes = run.x0, []
        for part in parts:
            width = run.width * len(part) / total
            boxes.append(Box(at, run.y0, at + width, run.y1))
            at += width + run.width / total
        return list(zip(parts, boxes, strict=True))
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(columns)]
    return [
        (part, Box(run.x0 + start, run.y0, run.x0 + end, run.y1))
        for part, start, end in zip(parts, starts, ends, strict=True)
    ]


def _widest_gaps(columns: NDArray[np.bool_], wanted: int) -> list[tuple[int, int]] | None:
    """The widest empty stretches, left to right; None when there are not that many clear ones."""
    edges = np.flatnonzero(np.diff(np.concatenate([[1], columns.astype(np.int8), [1]])))
    gaps = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 3]
    if len(gaps) < wanted:
        return None
    return sorted(sorted(gaps, key=lambda gap: gap[0] - gap[1])[:wanted])
