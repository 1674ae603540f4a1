"""A dump cleaned: what edits turn its noise into what the form says, values as reconciled, print as printed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.edits import Edit
from models.evidence import Repair
from models.field import Field
from models.form4 import Amount, Day, Flag
from models.layout import Layout
from models.paths import leaf_class

_WORD = re.compile(r"[^\W_]+")
_MARK = re.compile(r"\(\d{1,2}\)")
_GAP = 12  # characters: words further apart than this stand in different cells or paragraphs
_EXACT = 0.6  # share of a phrase's words that must stand there letter by letter before the others are mended
_TELLING = 4  # so many words in a row tell a text of the form, also where it was cut short or across cells
_ALIKE = 50  # of 100: a word less like the printed one is another word

_PRINTED = (
    "Form filed by One Reporting Person",
    "Form filed by More than One Reporting Person",
    "Officer (give title below) Other (specify below)",
    "Check this box if no longer subject to Section 16. Form 4 or Form 5 obligations may continue. See Instruction "
    "1(b).",
    "Filed pursuant to Section 16(a) of the Securities Exchange Act of 1934 or Section 30(h) of the Investment Company "
    "Act of 1940",
    "OMB Number: 3235-0287 Estimated average burden hours per response",
    "(Check all applicable)",
    "(Print or Type Responses)",
)
"""Print of every Form 4 that the layouts need no anchor for."""


class _Token(NamedTuple):
    """A word of the dump: folded, where it stands, and whether it belongs to the same cell as the word before it."""

    folded: str
    start: int
    end: int
    joined: bool


def edits(text: str, fields: Sequence[Field], layouts: Iterable[Layout]) -> tuple[Edit, ...]:
    """The edits of the dump's text, in order, none overlapping: first values, then print around them."""
    chosen = list(_of_values(text, fields))
    values = [field.span for field in fields if field.span and field.value is not None]
    tokens = _tokens(text, [*values, *((edit.offset, edit.offset + len(edit.before)) for edit in chosen)])
    chosen += _of_print(text, tokens, sorted({tuple(_WORD.findall(said)) for said in _said(layouts)}))
    kept: list[Edit] = []
    for edit in sorted(chosen, key=lambda edit: edit.offset):
        if not kept or kept[-1].offset + len(kept[-1].before) <= edit.offset:
            kept.append(edit)
    return tuple(kept)


def _of_values(text: str, fields: Sequence[Field]) -> Iterator[Edit]:
    """What was repaired in a value, written as the value is written there."""
    for field in fields:
        if field.span is None or field.value is None or not field.repairs or leaf_class(field.path) is Flag:
            continue
        inside = text[slice(*field.span)]
        if "|" in inside or "\n" in inside:
            continue  # in pieces: it can be read, but not put back
        numeric = leaf_class(field.path) in (Amount, Day)
        done = False
        for repair in field.repairs:
            at = inside.find(repair.before) if repair.before else -1
            mark = _MARK.fullmatch(repair.after) is not None
            if at < 0 or (done and numeric and not mark):
                continue
            after = as_printed(field, repair) if numeric and not mark else repair.after
            done = done or not mark
            if after != repair.before:
                yield Edit(offset=field.span[0] + at, before=repair.before, after=after, rule=repair.rule)


def as_printed(field: Field, repair: Repair) -> str:
    """The value of a date or an amount in the style of what stood there: separators, dollar sign, order of the date."""
    value, before = field.value or "", repair.before
    if leaf_class(field.path) is Day:
        year, month, day = value[:10].split("-")
        if re.match(r"\d{4}\D", before):
            return value[:10]
        return f"{month}-{day}-{year}" if "-" in before and "/" not in before else f"{month}/{day}/{year}"
    sign = re.match(r"\D{0,8}", before)
    plain = re.fullmatch(r"\D{0,8}\d{4,}(\.\d+)?\D{0,8}", before) is not None
    number = Decimal(value)
    return (sign.group() if sign else "") + (f"{number:f}" if plain else f"{number:,f}")


def _said(layouts: Iterable[Layout]) -> Iterator[str]:
    """All closed text of the layouts."""
    yield from _PRINTED
    for layout in layouts:
        yield from (anchor.text for anchor in layout.anchors)
        yield from layout.boilerplate
        for table in layout.tables:
            yield from (said for column in table.columns for said in (column.header, column.under))


def _tokens(text: str, taken: Iterable[tuple[int, int]]) -> list[_Token]:
    """The words that are no part of a value."""
    values = sorted(taken)
    tokens: list[_Token] = []
    index, end = 0, -_GAP
    for word in _WORD.finditer(text):
        while index < len(values) and values[index][1] <= word.start():
            index += 1
        if index < len(values) and values[index][0] < word.end():
            continue
        between = text[max(end, 0) : word.start()] if word.start() - end <= _GAP else "|"
        tokens.append(_Token(word.group().casefold(), word.start(), word.end(), "|" not in between))
        end = word.end()
    return tokens


class _Stretch(NamedTuple):
    """Tokens [first, last) that are words of the phrase beginning at token `start` (which may lie before the first
    token of the dump); `agree` of them letter by letter."""

    agree: int
    first: int
    last: int
    start: int
    phrase: tuple[str, ...]

    def printed(self, index: int) -> str:
        return self.phrase[index - self.start]


def _of_print(text: str, tokens: Sequence[_Token], phrases: Sequence[tuple[str, ...]]) -> Iterator[Edit]:
    """Words that stand where the form's own text has others, most of that text being there letter by letter."""
    claimed: set[int] = set()
    for stretch in sorted(_found(tokens, phrases), key=lambda stretch: (-stretch.agree, stretch.first)):
        free = [index for index in range(stretch.first, stretch.last) if index not in claimed]
        claimed.update(free)
        for index in free:
            token, printed = tokens[index], stretch.printed(index)
            if _misread(token.folded, printed.casefold()) and _beside(tokens, index, stretch):
                before = text[token.start : token.end]
                yield Edit(offset=token.start, before=before, after=printed, rule="printed-text")


def _misread(read: str, printed: str) -> bool:
    """True when `read` is `printed` garbled: not another word, a number, a word glued to the next or the tail of one
    that was cut in two."""
    if read == printed or read.isdigit() or read.rstrip("0123456789") == printed:
        return False
    glued = len(read) - len(printed) >= 3 and (read.startswith(printed) or read.endswith(printed))
    tail = len(printed) - len(read) >= 3 and printed.endswith(read)
    return not glued and not tail and fuzz.ratio(read, printed) >= _ALIKE


def _found(tokens: Sequence[_Token], phrases: Sequence[tuple[str, ...]]) -> Iterator[_Stretch]:
    """Every stretch of print, found by a pair of its words."""
    pairs: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    folded = [tuple(word.casefold() for word in phrase) for phrase in phrases]
    for number, phrase in enumerate(folded):
        for place in range(len(phrase) - 1 if len(phrase) >= 3 else 0):
            pairs[phrase[place], phrase[place + 1]].append((number, place))
    seen: set[tuple[int, int]] = set()
    for index in range(len(tokens) - 1):
        for number, place in pairs.get((tokens[index].folded, tokens[index + 1].folded), ()):
            start = index - place
            if (number, start) not in seen:
                seen.add((number, start))
                first, last = max(start, 0), min(start + len(folded[number]), len(tokens))
                agreeing = [tokens[at].folded == folded[number][at - start] for at in range(first, last)]
                low, high, agree = _best_run(agreeing)
                if agree >= min(_TELLING, max(2, _EXACT * len(folded[number]))):
                    low, high = max(low - 1, 0), min(high + 1, len(agreeing))  # a garbled word at either end
                    yield _Stretch(agree, first + low, first + high, start, phrases[number])


def _best_run(agreeing: Sequence[bool]) -> tuple[int, int, int]:
    """[low, high) of the run in which most agree, never less than the share `_EXACT`, and how many agree in it."""
    loss = _EXACT / (1 - _EXACT)
    best, low, high, total, begin = 0.0, 0, 0, 0.0, 0
    for index, agrees in enumerate(agreeing):
        if total <= 0:
            total, begin = 0.0, index
        total += 1.0 if agrees else -loss
        if total > best:
            best, low, high = total, begin, index + 1
    return low, high, sum(agreeing[low:high])


def _beside(tokens: Sequence[_Token], index: int, stretch: _Stretch) -> bool:
    """True when a neighbour is as printed: one in the same cell, or any where the stretch is long enough to be sure."""
    sure = stretch.agree >= _TELLING
    before, after = index - 1, index + 1
    return (before >= stretch.first and (sure or tokens[index].joined) and _agrees(tokens, before, stretch)) or (
        after < stretch.last and (sure or tokens[after].joined) and _agrees(tokens, after, stretch)
    )


def _agrees(tokens: Sequence[_Token], index: int, stretch: _Stretch) -> bool:
    return tokens[index].folded == stretch.printed(index).casefold()
