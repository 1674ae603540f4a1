"""A note's own number in front of it: print, that an engine read as part of the note."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.records import ReadCell
from extractor.shapes import letters

_GARBLED = re.compile(r"[\[({]?\S{1,2}[\])}.,:]+\s+(?=\S)")
_SAME = 12
"""Letters behind the number by which two readings are known to say the same."""


def without_own_number(read: ReadCell) -> ReadCell:
    """A note's readings without the number it stands under ("(2) These shares …" of note 2); what another reading has
    before the same words is that number, garbled ("Q) These …")."""
    number = re.compile(rf"[\[({{]?{read.cell.row}[\])}}.,:]+\s+(?=[A-Z\"“‘'(0-9$])")
    starts = {letters(reading.text[found.end() :])[:_SAME] for reading in read.readings
              if (found := number.match(reading.text))}  # fmt: skip
    if not starts:
        return read
    readings = []
    for reading in read.readings:
        found = number.match(reading.text) or _GARBLED.match(reading.text)
        rest = reading.text[found.end() :] if found else reading.text
        readings.append(reading.model_copy(update={"text": rest}) if letters(rest)[:_SAME] in starts else reading)
    return replace(read, readings=tuple(readings))
