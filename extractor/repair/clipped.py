"""Values of which another one of the filing shows more: an amount without its first or last figures, the title of what
underlies a derivative without some of its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from extractor.repair import columns as at
from extractor.repair.fields import Choice, value_of
from extractor.repair.rows import Row
from extractor.repair.sheet import Sheet
from extractor.shapes import letters
from models.extraction import Issue


def clipped(sheet: Sheet, choices: Mapping[str, Choice]) -> tuple[dict[str, Choice], tuple[Issue, ...]]:
    """The choices, those in doubt that seem to lack something, and an issue for each of them."""
    out, issues = dict(choices), []
    for path, whole in (*_amounts(sheet, choices), *_titles(sheet, choices)):
        out[path] = replace(choices[path], doubtful=True)
        issues.append(Issue(code="value.clipped", severity="doubt", path=path,
                            message=f"A part of it seems to be lost: “{whole}” stands elsewhere."))
    return out, tuple(issues)


def _amounts(sheet: Sheet, choices: Mapping[str, Choice]) -> Iterator[tuple[str, str]]:
    """What underlies a derivative is mostly as much as the row's amount, or, of a holding, as is owned."""
    for row in sheet.rows:
        if row.table != at.TABLE_TWO:
            continue
        other = at.OWNED if row.kind == "holding" else at.AMOUNT
        pair = [(path, value_of(choices.get(path))) for path in (row.path(at.UNDERLYING), row.path(other))]
        (path, short), (_, long) = sorted(pair, key=lambda one: len(one[1]))
        if short and _is_clipped(_figures(short), _figures(long)):
            yield path, long


def _is_clipped(short: str, long: str) -> bool:
    """Whether figures are the first or last of others; noughts behind them are a ratio of 1 to 10."""
    if short == long:
        return False
    return long.endswith(short) or (long.startswith(short) and bool(long[len(short):].strip("0")))


def _figures(value: str) -> str:
    return "".join(sign for sign in value if sign.isdigit())


def _titles(sheet: Sheet, choices: Mapping[str, Choice]) -> Iterator[tuple[str, str]]:
    """A security that underlies another is oftenest one of Table I's."""
    ones = _of(sheet.rows, at.TABLE_ONE, at.TITLE, choices)
    under = _of(sheet.rows, at.TABLE_TWO, at.UNDERLYING_TITLE, choices)
    known = {letters(title) for title in ones.values()}
    for path, title in under.items():
        whole = next((other for other in (*ones.values(), *under.values()) if _lacks_words(title, other)), "")
        if whole and letters(title) not in known:
            yield path, whole


def _of(rows: tuple[Row, ...], table: str, field: str, choices: Mapping[str, Choice]) -> dict[str, str]:
    paths = [row.path(field) for row in rows if row.table == table]
    return {path: value for path in paths if (value := value_of(choices.get(path)))}


def _lacks_words(title: str, other: str) -> bool:
    """Whether all words of a title stand in another one, in their order, among more; a par value or what stands in
    brackets filers leave out themselves."""
    if other[len(title):].lstrip()[:1] in {",", "("} and other.startswith(title):
        return False
    words, more = ([letters(word) for word in text.split()] for text in (title, other))
    rest = iter(more)
    return len(words) < len(more) and all(word in rest for word in words)
