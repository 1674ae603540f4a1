"""Lay a layout on the pages: find the printed labels, tell the revision by them, fit the head, group pages to filings.

Labels alone suffice when rules are destroyed; the fit lets a lost label be replaced by its nominal place.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz

from extractor.labels import LabelMatch, best_apart, find_labels, phrases
from extractor.records import Label, RegisteredFiling, Registration, RulingLine, Sheet
from extractor.revision import revision
from extractor.shapes import letters
from models.layout import Anchor, Layout

_HEAD_SHARE = 0.35  # of a layout's head labels: fewer, and the page is not a first page
_EVERYWHERE = "SECURITIES AND EXCHANGE COMMISSION"  # fax covers and powers of attorney name it too
_INSTRUCTIONS = (  # what no filed page has
    "whenformmustbefiled", "whereformmustbefiled", "thecommissionisauthorizedtosolicittheinformation"
)  # fmt: skip


def register(
    sheets: Sequence[Sheet], layouts: Sequence[Layout]
) -> tuple[tuple[RegisteredFiling, ...], tuple[int, ...]]:
    """(the filings in order of their first page, numbers of the pages that belong to none).

    A page with the head of a form begins a filing; the pages after it that carry any of the form's print, or go on with
    its tables or notes, belong to it. Without any head, such pages make one filing.
    """
    texts = sorted({anchor.text for layout in layouts for anchor in layout.anchors})
    matches = [find_labels(phrases(sheet.words), texts) for sheet in sheets]
    begins = [_begins(page, layouts) for page in matches]
    first = begins.index(True) if True in begins else 0
    groups: list[list[int]] = []
    left_out: list[int] = []
    instructing = False
    for index in range(first, len(sheets)):
        before = sheets[groups[-1][-1]] if groups else None
        instructing = not begins[index] and (instructing or _instructs(sheets[index]))
        if begins[index]:
            groups.append([index])
        elif not instructing and _continues(sheets[index], matches[index], before):
            groups[-1:] = [[*(groups[-1] if groups else ()), index]]
        else:
            left_out.append(index)
    for index in reversed(range(first)):
        # before the first head stand covers, or the pages of a stack that was scanned from its end
        if len(_long_labels(matches[index])) >= 2:
            groups[0].append(index)
        else:
            left_out.append(index)
    filings = tuple(_filing([sheets[i] for i in group], [matches[i] for i in group], layouts) for group in groups)
    return filings, tuple(sheets[index].page.number for index in sorted(left_out))


def _filing(
    sheets: Sequence[Sheet], matches: Sequence[Sequence[LabelMatch]], layouts: Sequence[Layout]
) -> RegisteredFiling:
    everything = [match for page in matches for match in page]
    layout, score = revision(sheets, everything, layouts)
    registrations = tuple(
        _registration(layout, sheet, page, head=index == 0)
        for index, (sheet, page) in enumerate(zip(sheets, matches, strict=True))
    )
    return RegisteredFiling(layout, max(0.0, min(1.0, score)), tuple(sheets), registrations)


def _begins(matches: Sequence[LabelMatch], layouts: Sequence[Layout]) -> bool:
    """Whether a page carries the head of a form: its title or enough of its numbered boxes."""
    for layout in layouts:
        heads = [anchor for anchor in layout.anchors if anchor.id.startswith("box") or anchor.id == "title"]
        found = {match.text for match in best_apart(_own(layout, matches)) if match.score >= 0.85}
        weights = sum(anchor.weight for anchor in heads if anchor.text in found)
        boxes = sum(anchor.id.startswith("box") and anchor.text in found for anchor in heads)
        if boxes >= 2 and weights / sum(anchor.weight for anchor in heads) >= _HEAD_SHARE:
            return True
    return False


def _instructs(sheet: Sheet) -> bool:
    """Whether the SEC's instructions begin on a page: a blank form comes with ten pages of them, numbered like notes.
    What follows them, up to the next head of a form, is instructions too."""
    text = letters(" ".join(word.text for word in sheet.words))
    return any(fuzz.partial_ratio(title, text, score_cutoff=90) > 0 for title in _INSTRUCTIONS)


def _continues(sheet: Sheet, matches: Sequence[LabelMatch], before: Sheet | None) -> bool:
    """Whether a page without a head goes on with the form."""
    if _long_labels(matches):
        return True
    text = " ".join(word.text for word in sheet.words).lower()
    if ("name:" in text and "address:" in text) or "joint filer" in text:
        return True
    if before is None:
        return False
    if sum(not line.horizontal and line.y1 - line.y0 > 0.3 * sheet.page.dpi for line in sheet.lines) >= 8:
        return True  # a table that goes on without its header
    first = sheet.words[0].text if sheet.words else ""
    return first.startswith("(") and first.strip("()").isdigit()


def _long_labels(matches: Sequence[LabelMatch]) -> set[str]:
    """The labels found that no other paper has."""
    return {
        match.text
        for match in matches
        if match.score >= 0.85 and len(match.words) >= 3 and not match.text.upper().endswith(_EVERYWHERE)
    }


def _own(layout: Layout, matches: Sequence[LabelMatch]) -> list[LabelMatch]:
    texts = {anchor.text for anchor in layout.anchors}
    return [match for match in matches if match.text in texts]


def _registration(layout: Layout, sheet: Sheet, matches: Sequence[LabelMatch], head: bool) -> Registration:
    by_text = {anchor.text: anchor for anchor in layout.anchors}
    labels = tuple(
        Label(by_text[match.text].id, match.words, match.score) for match in best_apart(_own(layout, matches))
    )
    found = sum(anchor.weight for anchor in layout.anchors if any(label.anchor == anchor.id for label in labels))
    score = found / sum(anchor.weight for anchor in layout.anchors)
    if not head:
        return Registration(layout, sheet.page.number, labels, None, 0.0, (), score)
    matrix, residual, inliers = _fit(layout, labels, sheet)
    return Registration(layout, sheet.page.number, labels, matrix, residual, inliers, score)


def _fit(
    layout: Layout, labels: Sequence[Label], sheet: Sheet
) -> tuple[tuple[tuple[float, float, float], ...] | None, float, tuple[str, ...]]:
    """Scale and shift in both directions (the page is upright): the robust fit of anchors to their nominal corners,
    then the ends of the widest rules for x."""
    pairs: list[tuple[Anchor, Label]] = []
    for anchor in layout.anchors:
        places = [label for label in labels if label.anchor == anchor.id]
        if anchor.at is not None and places:
            pairs.append((anchor, max(places, key=lambda label: (label.score, -label.box.y0))))
    if len(pairs) < 3:
        return None, 0.0, ()
    nominal = np.array([(a.at.x0, a.at.y0) for a, _ in pairs if a.at is not None])
    actual = np.array([(label.box.x0, label.box.y0) for _, label in pairs])
    width, height = sheet.page.pixels.shape[::-1]
    tolerance = 0.035 * max(width, height)
    frame = _frame(sheet.lines, width)
    x_scale, x_shift, x_in = _robust(nominal[:, 0], actual[:, 0], tolerance, frame)
    y_scale, y_shift, y_in = _robust(nominal[:, 1], actual[:, 1], tolerance, (x_scale, None))
    keep = x_in & y_in
    offsets = np.stack([x_scale * nominal[:, 0] + x_shift, y_scale * nominal[:, 1] + y_shift], axis=1) - actual
    residual = float(np.sqrt(np.square(offsets[keep]).sum(axis=1).mean())) if keep.any() else 0.0
    matrix = ((x_scale, 0.0, x_shift), (0.0, y_scale, y_shift), (0.0, 0.0, 1.0))
    return matrix, residual, tuple(anchor.id for (anchor, _), inside in zip(pairs, keep, strict=True) if inside)


def _frame(lines: Sequence[RulingLine], width: float) -> tuple[float, float | None] | None:
    """(width, left end) of the form by its widest horizontal rules; None when the page has none."""
    wide = [line for line in lines if line.horizontal and line.x1 - line.x0 > 0.6 * width]
    if len(wide) < 2:
        return None
    left = float(np.median([line.x0 for line in wide]))
    return float(np.median([line.x1 for line in wide])) - left, left


def _robust(
    nominal: np.ndarray, actual: np.ndarray, tolerance: float, known: tuple[float, float | None] | None
) -> tuple[float, float, np.ndarray]:
    """(scale, shift, inlier mask) with the most inliers, refined on them; `known` (scale, shift) is one more guess and,
    when complete and as good, the answer."""
    guesses: list[tuple[float, float]] = []
    if known is not None and known[1] is not None:
        guesses.append((known[0], known[1]))
    if known is not None and known[1] is None:
        guesses += [(known[0], float(a - known[0] * n)) for n, a in zip(nominal, actual, strict=True)]
    for i in range(len(nominal)):
        for j in range(i):
            span = nominal[i] - nominal[j]
            if abs(span) > 0.08:
                scale = float((actual[i] - actual[j]) / span)
                if scale > 0:
                    guesses.append((scale, float(actual[i] - scale * nominal[i])))
    best = max(guesses or [(1.0, 0.0)], key=lambda g: _support(nominal, actual, g, tolerance))
    inside = np.abs(best[0] * nominal + best[1] - actual) < tolerance
    if guesses and best == guesses[0] and known is not None and known[1] is not None:
        return best[0], best[1], inside
    if inside.sum() >= 3 and np.ptp(nominal[inside]) > 0.08:
        scale, shift = np.polyfit(nominal[inside], actual[inside], 1)
        return float(scale), float(shift), inside
    return best[0], best[1], inside


def _support(nominal: np.ndarray, actual: np.ndarray, guess: tuple[float, float], tolerance: float) -> float:
    distance = np.abs(guess[0] * nominal + guess[1] - actual)
    return float(np.clip(1 - distance / tolerance, 0, None).sum())
