"""Dates as people type them, to ISO: 07/19/1999 · 7/19/99 · 7-19-99 · July 19, 1999 · 19-Jul-99 · 1999-07-19 · 2/7/0 0.

A damaged date is taken apart into month, day and year at every sensible place; each part is compared with the few
texts that could have been printed there, and only days of the calendar survive.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import Levenshtein

from extractor.repair.confusions import Confusions
from extractor.repair.weigh import LIMIT, Explanation, candidates
from models.evidence import Candidate

FIRST_YEAR, LAST_YEAR = 1934, 2079
"""The Exchange Act's year, and well past any option that can run today."""

_NEAR_YEARS = 12  # a misread figure of the year that moves it farther is no candidate beside a clean reading
_CENTURY = 40  # 00-39 are the 2000s, 40-99 the 1900s
_CLEAN = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_WORN_SEPARATORS = re.compile(r"(\d{1,2})([:;,|! ])(\d{1,2})\2(\d{4})|(\d\d)(\d\d)(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:Z|[+-]\d{2}:\d{2})?")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_WORDED = re.compile(r"([A-Za-z01|!5$]{3,9})\.?[ -]{0,2}(\d{1,2})(?:st|nd|rd|th)?[, .-]{1,3}(\d{4}|\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[ -]{0,2}([A-Za-z]{3,9})\.?[ ,-]{1,3}(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2}) ?[/-] ?(\d{4}|\d{2})")
_WORD_YEAR = re.compile(r"([A-Za-z01|!5$]{3,9})\.?[ ,/-]{0,3}(\d{4}|\d{2})")
_NO_DATE = re.compile(
    r"n\.?/?a\.?|none|-{1,3}|—|–|immediate(?:ly)?|immed\.?|currently|current|vested|various|presently|exercisable|"
    r"currently exercisable|at any time|upon vesting|not applicable|see (?:foot)?notes?|\*+",
    re.IGNORECASE,
)
_WORTH_KEEPING = 6.0  # cost above the best explanation beyond which another is not worth a candidate
_CUT_YEAR = 5.5  # the last figure of a year clipped by the column's edge
_GLYPHS_OF_DATE = frozenset("0123456789/-. ")


def parse_date(text: str, confusions: Confusions) -> tuple[Candidate, ...]:
    """Candidates for a date, ISO. `text` has no footnote marks any more; empty when no date can be seen in it."""
    text = text.strip()
    if (day := _literal(text)) is not None:
        return candidates(text, _near(text, day, confusions))
    if _NO_DATE.fullmatch(text):
        return candidates(text, [Explanation(None, 0.4, "", "no-date", "words or a dash stand for no date")])
    odd = sum(c not in _GLYPHS_OF_DATE for c in text)
    return candidates(text, _explanations(text, confusions), 0.001 * 0.03 ** max(0, odd - 1))


def parse_month(text: str, confusions: Confusions) -> tuple[Candidate, ...]:
    """Candidates for a month, "YYYY-MM"; where a whole date was typed, that date."""
    text = text.strip()
    if (month := _month_literal(text)) is not None:
        return candidates(text, [Explanation(month, 0.0, text)])
    if _literal(text) is not None:
        return parse_date(text, confusions)
    found: list[Explanation] = []
    for printed, cost in confusions.decode(text, "0123456789/", width=40):
        month, glued = _month_literal(printed), re.fullmatch(r"(\d{1,2})(\d{4})", printed)
        if month is None and glued:
            month = _month_literal(f"{glued[1]}/{glued[2]}")
        if month is not None:
            lost = confusions.cost("/", "") if glued else 0.0
            found.append(Explanation(month, cost + lost, printed, "confusion"))
    return candidates(text, found) or parse_date(text, confusions)


def year_of(digits: str) -> int:
    """Four digits as they are; two by the era of these forms: 00-39 are the 2000s, 40-99 the 1900s."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < _CENTURY else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _literal(text: str) -> date | None:
    if clean := _CLEAN.fullmatch(text):
        return _day(year_of(clean[4]), int(clean[1]), int(clean[3]))
    if iso := _ISO.fullmatch(text):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if (worded := _WORDED.fullmatch(text)) and (month := _month_number(worded[1])):
        return _day(year_of(worded[3]), month, int(worded[2]))
    if (worded := _DAY_FIRST.fullmatch(text)) and (month := _month_number(worded[2])):
        return _day(year_of(worded[3]), month, int(worded[1]))
    return None


def _month_literal(text: str) -> str | None:
    if figures := _MONTH_YEAR.fullmatch(text):
        month, year = int(figures[1]), year_of(figures[2])
    elif (worded := _WORD_YEAR.fullmatch(text)) and (number := _month_number(worded[1])):
        month, year = number, year_of(worded[2])
    elif iso := re.fullmatch(r"(\d{4})-(\d{2})", text):
        month, year = int(iso[2]), int(iso[1])
    else:
        return None
    return f"{year:04}-{month:02}" if 1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR else None


@lru_cache(maxsize=512)
def _month_number(word: str) -> int | None:
    """1-12 for a month's name or abbreviation, one letter of a full name may be misread."""
    word = word.lower().translate(str.maketrans("01|!5$", "olliss"))
    for number, name in enumerate(_MONTHS, 1):
        if name.startswith(word) or (word == "sept" and number == 9):
            return number
    near = [n for n, name in enumerate(_MONTHS, 1) if len(word) > 3 and Levenshtein.distance(word, name) <= 1]
    return near[0] if len(near) == 1 else None


def _near(text: str, day: date, confusions: Confusions) -> Iterator[Explanation]:
    """The clean date itself, then what it would be with one figure misread."""
    yield Explanation(day.isoformat(), 0.0, text)
    kept = 1
    for cost, printed, reason in confusions.one_figure_off(text):
        near = _literal(printed)
        if near is not None and abs(near.year - day.year) <= _NEAR_YEARS:
            yield Explanation(near.isoformat(), cost, printed, "confusion", reason)
            kept += 1
            if kept == LIMIT:
                return


def _explanations(text: str, confusions: Confusions) -> Iterator[Explanation]:
    if len(text) > 24 or sum(c.isalpha() for c in text) > 6:
        return
    if worn := _WORN_SEPARATORS.fullmatch(text):
        month, day_text, year_text = (worn[1], worn[3], worn[4]) if worn[1] else worn.group(5, 6, 7)
        if (day := _day(int(year_text), int(month), int(day_text))) is not None:
            reason = "the strokes between month, day and year were lost or misread alike"
            yield Explanation(day.isoformat(), 0.1, f"{month}/{day_text}/{year_text}", "separator", reason)
            return
    several = [found for part in text.split() if len(part) >= 6 and (found := _literal(part)) is not None]
    if len(several) > 1:
        for nth, found in enumerate(several):
            yield Explanation(found.isoformat(), 1.0 + nth / 10, text, "several-dates", "the cell holds several dates")
        return
    compact = text.replace(" ", "")
    if (day := _literal(compact[:-1])) is not None and re.search(r"\d{5}$", compact):
        reason = "a fifth figure in the year: a raised footnote mark"
        yield Explanation(day.isoformat(), 4.0, compact[:-1], "raised-figure", reason)
    blank = 0.0 if compact == text else 0.05
    if (day := _literal(compact)) is not None:
        reason = "the date was broken by a blank"
        yield Explanation(day.isoformat(), blank, compact, "separator", reason)
    seen = compact.replace("-", "/") if re.search(r"\d-\d", compact) else compact
    yield from _taken_apart(seen, blank, confusions)


def _taken_apart(text: str, base: float, confusions: Confusions) -> list[Explanation]:
    """Every day whose month, day and year could have been printed where the parts of `text` were read."""
    found: dict[date, tuple[float, str]] = {}
    limit = math.inf
    for month_end, day_start, month_cost in _breaks(text, 0, confusions):
        months = _part_costs(text[:month_end], "month", confusions)
        for day_end, year_start, day_cost in _breaks(text, day_start, confusions) if months else ():
            days = _part_costs(text[day_start:day_end], "day", confusions)
            years = _part_costs(text[year_start:], "year", confusions) if days else ()
            for (month, m_text, m_cost), (number, d_text, d_cost) in product(months, days if years else ()):
                before = base + month_cost + day_cost + m_cost + d_cost
                for year, y_text, y_cost in years:
                    cost = before + y_cost
                    if cost > limit:
                        break
                    day = _day(year, month, number)
                    if day is not None and cost < found.get(day, (math.inf, ""))[0]:
                        found[day] = cost, f"{m_text}/{d_text}/{y_text}"
                        limit = min(limit, cost + _WORTH_KEEPING)
    return [Explanation(day.isoformat(), cost, printed, "confusion") for day, (cost, printed) in found.items()]


def _breaks(text: str, start: int, confusions: Confusions) -> Iterator[tuple[int, int, float]]:
    """(end of this part, start of the next, cost) for the places where a separator may have been printed."""
    for end in range(start + 1, min(start + 3, len(text)) + 1):
        if end < len(text):
            cost = 0.0 if text[end] == "/" else confusions.cost("/", text[end])
            if cost < 8:
                yield end, end + 1, cost
        if end - start >= 2 and len(text) - end >= 2:
            yield end, end, confusions.cost("/", "")


@lru_cache(maxsize=2048)
def _part_costs(part: str, role: str, confusions: Confusions) -> tuple[tuple[int, str, float], ...]:
    """(number, text, cost) of the months, days or years that could have been printed where `part` was read."""
    if not 1 <= len(part) <= (6 if role == "year" else 3):
        return ()
    found: dict[int, tuple[str, float]] = {}
    reach = 1 if role != "year" or len(part) < 4 else 2
    for printed, number in _PRINTED[role]:
        if abs(len(printed) - len(part)) > 1 or Levenshtein.distance(printed, part, score_cutoff=reach) > reach:
            continue
        cost = confusions.distance(printed, part, limit=14)
        if role == "year" and len(printed) == 2 and len(part) > 2:
            continue  # two figures are a year only where two were read
        if role == "year" and len(part) == 3 and printed.startswith(part):
            cost = min(cost, _CUT_YEAR)
        if role != "year" and len(printed) == 1:
            cost += 1.5  # "02" is printed more often than "2"
        if cost < 14 and (number not in found or cost < found[number][1]):
            found[number] = (printed, cost)
    ranked = sorted(((n, text, cost) for n, (text, cost) in found.items()), key=lambda item: item[2])
    return tuple(ranked[:12])


def _spellings() -> dict[str, tuple[tuple[str, int], ...]]:
    numbers = {"month": range(1, 13), "day": range(1, 32)}
    table = {
        role: tuple((text, n) for n in span for text in dict.fromkeys((f"{n:02}", str(n))))
        for role, span in numbers.items()
    }
    years = [(str(year), year) for year in range(1985, 2051)]
    table["year"] = (*years, *((text[2:], year) for text, year in years if year_of(text[2:]) == year))
    return table


_PRINTED = _spellings()
