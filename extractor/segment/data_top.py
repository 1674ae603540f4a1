"""Where a table's data begin: below its title and its printed header, however garbled."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median

from extractor.records import Word
from extractor.segment.headers import header_share, header_words
from extractor.segment.sections import Section
from extractor.segment.text_lines import text_lines
from models.layout import Table

_HEADER_WORDS = 4  # in a band that is a header: a row holds fewer of its words by accident


def title_bottom(section: Section) -> float:
    """Below the table's title and its "(e.g., puts, calls …)" line."""
    own = {"table2", "table2-eg"} if section.kind == "derivativeTable" else {"table1"}
    bottoms = [
        label.box.y1
        for label in section.registration.labels
        if label.anchor in own and section.y0 - 4 <= label.box.y0 < section.y1
    ]
    return max(bottoms, default=section.y0) if section.titled else section.y0


def header_bottom(
    table: Table, words: Sequence[Word], rules: tuple[float, ...], section: Section
) -> tuple[float, tuple[float, ...]]:
    """(where the data begins, the rules): below the bands whose words are the header's own."""
    top = title_bottom(section)
    vocabulary = sorted(header_words(table))
    below = [y for y in rules if y > top - 4]
    if not below:
        lowest = _lowest_header_word(words, vocabulary, top)
        return lowest, rules
    start = below[0]
    edges = [*below, section.y1]
    seen_header = False
    bands = [
        (y0, y1, [word for word in words if y0 <= word.box.center[1] < y1]) for y0, y1 in itertools.pairwise(edges)
    ]
    for index, (y0, y1, found) in enumerate(bands):
        if not found:
            if seen_header:
                break
            start = y1 if y1 != section.y1 else start
            continue
        if header_share(found, vocabulary) < 0.6:
            below_it = bands[index + 1 : index + 3]
            if not _is_data(found, vocabulary) and any(_is_header(later, vocabulary) for _, _, later in below_it):
                continue  # garbled, and the header goes on below it
            break
        seen_header = True
        data = _first_data(found, vocabulary)
        if data is not None:
            # the rule below the header is lost: the first row shares its band
            return data, tuple(sorted((*rules, data)))
        if y1 == section.y1:
            # the rule below the header is lost: begin below its lowest word
            start = _lowest_header_word(found, vocabulary, y0)
            break
        start = y1
    if not seen_header:
        first = [word for word in words if top <= word.box.center[1] < below[0]]
        if not section.titled and not _ruled(section, top, below[0]):
            return below[0], rules  # a fax header, a page number: the table begins at its first rule
        if not section.titled:
            return max(top, _columns_top(section, below[0])), rules
        start = below[0] if not first or header_share(first, vocabulary) >= 0.5 or section.titled else top
        if section.titled and len(bands) > 1 and _was_header(bands[0][2]):
            start = bands[0][1]
    return start, rules


def _is_data(words: Sequence[Word], vocabulary: Sequence[str]) -> bool:
    """Whether words are a row for certain: amounts and dates, and hardly a word of a heading."""
    figures = sum(sum(c.isdigit() for c in word.text) >= 3 for word in words)
    return figures >= 2 and header_share(words, vocabulary) < 0.3


def _is_header(words: Sequence[Word], vocabulary: Sequence[str]) -> bool:
    """Whether words are a header for certain."""
    spelled = sum(any(c.isalpha() for c in word.text) for word in words)
    return spelled >= _HEADER_WORDS and header_share(words, vocabulary) >= 0.75


def _was_header(words: Sequence[Word]) -> bool:
    """Whether what stands right below a title was its header before it became unreadable: several lines of words and
    hardly a figure, where a row has dates and amounts."""
    figures = sum(sum(c.isdigit() for c in word.text) >= 3 for word in words)
    return len(words) > _HEADER_WORDS and len(text_lines(words)) >= 2 and figures <= 0.1 * len(words)


def _lowest_header_word(words: Sequence[Word], vocabulary: Sequence[str], top: float) -> float:
    lines = text_lines(words)
    bottom = top
    for line in lines:
        if header_share(line, vocabulary) < 0.6:
            break
        bottom = max(word.box.y1 for word in line)
    return bottom + 1


def _first_data(words: Sequence[Word], vocabulary: Sequence[str]) -> float | None:
    """Above the first line of a heading's band that is data for certain, as no heading has a number of three figures;
    with the lines just above it that spell no heading (a title that wraps). None when there is none."""
    lines = text_lines(words)
    for index, line in enumerate(lines):
        figures = any(sum(c.isdigit() for c in word.text) >= 3 for word in line)
        if index == 0 or not figures or any(header_share(other, vocabulary) >= 0.6 for other in lines[index:]):
            continue  # a heading goes on below it
        first = index
        while first > 1 and header_share(lines[first - 1], vocabulary) < 0.3:
            first -= 1
        return min(word.box.y0 for word in lines[first]) - 2
    return None


def _ruled(section: Section, y0: float, y1: float) -> bool:
    """Whether upright rules pass most of a strip: only then are its words in the table."""
    passing = [
        line
        for line in section.sheet.lines
        if not line.horizontal
        and min(line.y1, y1) - max(line.y0, y0) > 0.4 * min(y1 - y0, 0.3 * section.sheet.page.dpi)
    ]
    return len(passing) >= 4


def _columns_top(section: Section, y1: float) -> float:
    """Where the upright rules that reach down to y1 begin: what stands above them is not in the table."""
    tops = [line.y0 for line in section.sheet.lines if not line.horizontal and line.y0 < y1 - 8 and line.y1 > y1 - 8]
    return median(tops) - 2 if tops else section.y0
