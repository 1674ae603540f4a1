"""A dump cleaned: what edits turn its noise into what the form says, values as reconciled, print as printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from extractor.edits import Edit
from models.evidence import Repair
from models.field import Field
from models.form4 import Amount, Day, Flag
from models.paths import leaf_class

_MARK = re.compile(r"\(\d{1,2}\)")

Span = tuple[int, int]
"""Characters [start, end) of the dump's text."""


def edits(
    text: str, fields: Sequence[Field], mended: Callable[[str, Sequence[Span]], Sequence[Edit]]
) -> tuple[Edit, ...]:
    """The edits of the dump's text, in order, none overlapping: first values, then print around them.

    `mended` gives the edits of the form's own print, from the text and the spans that values stand in."""
    chosen = list(_of_values(text, fields))
    taken = [field.span for field in fields if field.span and field.value is not None]
    taken += [(edit.offset, edit.offset + len(edit.before)) for edit in chosen]
    chosen += mended(text, taken)
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
