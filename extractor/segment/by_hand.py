"""Signatures on paper: a hand signs on a long rule, the name is typed below it, the date stands on a rule beside it."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from extractor.printed import is_signature_label
from extractor.records import HAND, Label, RulingLine, Word
from extractor.segment.text_lines import text_lines, text_of
from extractor.shapes import letters
from extractor.signatures import BY_HAND, date_at
from models.geometry import Box

_LONG = 0.22  # share of the page's width
_NEAR, _BELOW = 6.0, 3.4  # letter heights between a label and its rule: at most, and where none was read
_HIGH = 2.5  # letter heights that a hand stands above its rule
_RIGHT, _LEVEL, _DATE = 0.3, 0.004, (0.05, 0.25)  # shares of the page's width: where one signs, and the date's rule
_BY = frozenset({"by:", "by;", "by."})
_SAME = 60  # rapidfuzz ratio (0-100) of a name written and typed


def signing_rules(lines: Sequence[RulingLine], words: Sequence[Word], width: int) -> list[RulingLine]:
    """The rules to sign on, from the top: right of the notes, with a shorter one for the date beside each; a browser
    underlines a name and its date from end to end. `words` are the page's, `width` is its, in pixels."""
    level = [line for line in lines if line.horizontal and line.x0 > _RIGHT * width]
    return sorted(
        (
            line for line in level
            if line.x1 - line.x0 > _LONG * width
            and any(
                abs(other.y0 - line.y0) < _LEVEL * width
                and 0 < other.x0 - line.x1 < _DATE[0] * width < other.x1 - other.x0 < _DATE[1] * width
                and not (_underlines(line, words) and _underlines(other, words))
                for other in level
            )
        ),
        key=lambda line: line.y0,
    )  # fmt: skip


def unread_label(rule: RulingLine, height: float) -> Label:
    """The printed label that stands below a rule to sign on, below a name typed there in letters of that `height`."""
    y = rule.y0 + _BELOW * height
    line = Word("** Signature of Reporting Person", Box(rule.x0, y, rule.x1, y + 1), rule.page)
    return Label("signature", (line,), 0.0)


def typed_names(
    block: Sequence[Word], around: Sequence[Word], label: Box, lines: Sequence[RulingLine], width: int, height: float
) -> list[list[Word]]:
    """The lines of a signature block that count: what is typed below the rule that was signed on, with the "/s/" that
    stands for the hand (Regulation S-T, Rule 302), and the date; all lines where nobody signed on a rule.

    `around` may hold a hand that nobody can read. `label` is the printed "** Signature of Reporting Person" below the
    block, `lines` the page's, `width` the page's and `height` a letter's, in pixels. The date is given behind the first
    line of the typed name, as one line for whoever reads them.
    """
    block = [word for word in block if word.text.strip(".:*") not in {"Date", "date"}]
    rule = max(
        (
            line for line in lines
            if line.horizontal and line.x1 - line.x0 > _LONG * width and 0 < label.y0 - line.y0 < _NEAR * height
            and line.x0 < label.x1 and line.x1 > label.x0
        ),
        key=lambda line: line.y0,
        default=None,
    )  # fmt: skip
    if rule is None:
        return text_lines(block)
    dates = [word for line in text_lines(block) if (at := date_at(line)) for word in line[slice(*at)]]
    dates += [word for word in block if word not in dates and _is_date(word.text)]
    words = [word for word in block if word not in dates]
    below = [word for word in words if rule.y0 < word.box.center[1] and word.box.x0 < rule.x1]
    typed = _typed([word for word in below if any(c.isalnum() for c in word.text)])
    hand = [word for word in words if word.box.center[1] <= rule.y0]
    if not typed:
        return text_lines(block)
    if rule not in signing_rules(lines, block, width) and _type_is_underlined(hand, typed, rule.y0, lines):
        return text_lines(block)
    scribbled = [
        word for word in around
        if rule.x0 < word.box.center[0] < rule.x1 and 0 <= rule.y0 - word.box.center[1] < _HIGH * height
    ]  # fmt: skip
    first, *others = text_lines(_with_mark(typed, [*hand, *scribbled]))
    return [[*first, *sorted(dates, key=lambda word: word.box.x0)], *others]


def _is_date(text: str) -> bool:
    return sum(c.isdigit() for c in text) >= 3 and "/" in text.replace("-", "/")


def _typed(words: Sequence[Word]) -> list[Word]:
    """The typed lines below a rule, down to a printed label."""
    typed: list[Word] = []
    for line in text_lines(words):
        if is_signature_label(text_of(line)):
            break
        typed += line
    return typed


def _with_mark(typed: Sequence[Word], hand: Sequence[Word]) -> list[Word]:
    """The typed name with its "/s/" where a hand stands above it: behind the last "By:" of an entity; "By" without a
    colon is part of the sentence."""
    if not hand or any("/s/" in word.text.lower() for word in typed):
        return list(typed)
    by = max((at for at, word in enumerate(typed) if word.text.lower() in _BY), default=None)
    at, before = (0, typed[0].box) if by is None else (by + 1, typed[by].box)
    edge = before.x0 - 2 if by is None else before.x1 + 1
    mark = Word("/s/", Box(edge, before.y0, edge + 1, before.y1), typed[0].page, BY_HAND, engine=HAND)
    return [*typed[:at], mark, *typed[at:]]


def _type_is_underlined(hand: Sequence[Word], typed: Sequence[Word], rule: float, lines: Sequence[RulingLine]) -> bool:
    """Whether what stands on the rule, or below it on lines of its own, is type that a browser underlined: it goes on
    below the rule, while a hand is typed there once more."""
    if fuzz.ratio(letters(text_of(hand)), letters(text_of(typed))) >= _SAME:
        return False
    return any(line.horizontal and line.y0 >= rule and _underlines(line, [*hand, *typed]) for line in lines)


def _underlines(line: RulingLine, words: Sequence[Word]) -> bool:
    """Whether type stands on a line from its one end to the other: what a browser underlines, no rule to sign on."""
    standing = [
        word.box for word in words
        if abs(word.box.y1 - line.y0) < 0.5 * word.box.height and line.x0 < word.box.center[0] < line.x1
    ]  # fmt: skip
    if not standing:
        return False
    whole = Box.around(standing)
    covered = sum(min(box.x1, line.x1) - max(box.x0, line.x0) for box in standing)
    ends = abs(whole.x1 - line.x1) < 0.6 * whole.height or covered > 0.7 * (line.x1 - line.x0)
    return ends and abs(whole.x0 - line.x0) < 0.8 * whole.height
