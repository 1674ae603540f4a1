"""Who belongs together: filings of one owner and issuer, and documents that hold the same filing.

Nothing here depends on the order in which documents are given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

from rapidfuzz import fuzz

from extractor.link.portraits import Portrait, Row
from extractor.link.rows import paired, telling
from extractor.repair import columns as at
from extractor.repair.lexicons import load_lexicons
from extractor.shapes import fold

ALIKE = 86.0
"""Likeness (0 to 100) of names from which two owners, or two issuers, are one read twice."""

LEAD = 4.0
"""How much more alike than another, different name the right one must be: near ties are nobody."""

KNOWN_BY_SYMBOL = 60.0
"""Likeness of issuers' names that is enough where both have the same symbol."""

TWINS, NEAREST = 4, 24
"""Documents with the same filing, and documents at all, that are asked about one; of more, those of the nearest
days."""

MOST_OWNERS = 10

_LETTER_OF = str.maketrans("015826", "olsbzg")


@dataclass(frozen=True, slots=True)
class Kin:
    """Numbers of the filings kin to one: other documents with the same filing, copies of its own document's reading
    (no second opinion), other filings of its owner and issuer, each with the owners that are the same (ours → its)."""

    twins: tuple[int, ...] = ()
    copies: tuple[int, ...] = ()
    siblings: tuple[int, ...] = ()
    owners: Mapping[int, Mapping[int, int]] = field(default_factory=dict)


def kin(portraits: Sequence[Portrait]) -> tuple[Kin, ...]:
    """The kin of every filing, in their order."""
    @cache
    def one_filing(i: int, j: int) -> bool:
        return portraits[i].sha256 == portraits[j].sha256 or same_filing(portraits[i], portraits[j])

    def same(i: int, j: int) -> bool:
        return one_filing(min(i, j), max(i, j))

    likeness: list[dict[int, float]] = [{} for _ in portraits]
    shared: dict[tuple[int, int], dict[int, int]] = {}
    names = [_Names(one) for one in portraits]
    for i, j in combinations(range(len(portraits)), 2):
        owner, owners = _owners(names[i], names[j])
        # One owner does not report the same figures of two issuers: a name that was lost is no other name then.
        if owner >= ALIKE and (_issuer(names[i], names[j]) >= ALIKE or same(i, j)):
            likeness[i][j] = likeness[j][i] = owner
            shared[i, j], shared[j, i] = owners, {theirs: ours for ours, theirs in owners.items()}
    return tuple(_kin(i, portraits, likeness, shared, same) for i in range(len(portraits)))


def _kin(
    i: int, portraits: Sequence[Portrait], likeness: Sequence[Mapping[int, float]],
    shared: Mapping[tuple[int, int], Mapping[int, int]], same: Callable[[int, int], bool],
) -> Kin:
    mine = portraits[i]

    def order(j: int) -> tuple[int, str, str]:
        other = portraits[j]
        days = abs((other.day - mine.day).days) if other.day and mine.day else 10**6
        return days, other.sha256, other.document

    near = sorted(likeness[i], key=order)[:NEAREST]
    near = [j for j in near if not any(_rivalled(*pair, likeness, shared) for pair in ((i, j), (j, i)))]
    alike = [j for j in near if same(i, j)]
    copies = [j for j in alike if copied(mine, portraits[j])]
    twins = [j for j in alike if j not in copies]
    distinct = [j for at, j in enumerate(twins) if not any(copied(portraits[j], portraits[k]) for k in twins[:at])]
    others = [j for j in near if j not in alike]
    once = [j for at, j in enumerate(others) if not any(same(j, k) for k in others[:at])]
    return Kin(tuple(distinct[:TWINS]), tuple(copies), tuple(once), {j: shared[i, j] for j in (*distinct, *once)})


def _rivalled(
    i: int, j: int, likeness: Sequence[Mapping[int, float]], shared: Mapping[tuple[int, int], Mapping[int, int]]
) -> bool:
    """Whether another name, not that of `j`, comes about as close to the same owner of `i`: then nobody knows whose
    filing it is."""
    others = likeness[i].keys() - likeness[j].keys() - {j}
    return any(
        likeness[i][j] - likeness[i][k] < LEAD and shared[i, j].keys() & shared[i, k].keys() for k in others
    )


def same_filing(one: Portrait, other: Portrait) -> bool:
    """Whether two filings of one owner and issuer are one filing, read from two documents: the same form with the same
    rows, of the same day or with the same days in its rows. An amendment is not the filing that it amends."""
    if one.kind != other.kind or (one.day != other.day and not _days(one) & _days(other)):
        return False
    if one.rows == other.rows:
        return any(one.rows.values())
    mine, its = _figures(one), _figures(other)
    if len(mine & its) * 3 < min(len(mine), len(its)):
        return False  # what follows takes its time
    compared = matched = dated = 0
    for table, rows in one.rows.items():
        theirs = other.rows.get(table, ())
        if abs(len(rows) - len(theirs)) > max(1, max(len(rows), len(theirs)) // 4):
            return False
        compared += max(len(rows), len(theirs))
        same = [(rows[i], theirs[j]) for i, j in paired(rows, theirs).items() if _one_row(rows[i], theirs[j])]
        matched += len(same)
        dated += sum(at.DATE in row and row.get(at.DATE) == its.get(at.DATE) for row, its in same)
    days = one.day is not None and one.day == other.day
    return matched > 0 and matched * 3 >= compared * 2 and (days or dated * 2 > matched)


def _figures(filing: Portrait) -> frozenset[str]:
    return frozenset(
        value for rows in filing.rows.values() for row in rows for field, value in row.items() if telling(field, value)
    )


def _days(filing: Portrait) -> frozenset[str]:
    return frozenset(row[at.DATE] for rows in filing.rows.values() for row in rows if at.DATE in row)


def _one_row(one: Row, other: Row) -> bool:
    """Whether most of what tells rows apart, figures and days, is the same in both."""
    facts = [
        one[field] == other[field]
        for field in one.keys() & other.keys()
        if telling(field, one[field]) or field == at.DATE
    ]
    figures = any(telling(field, one[field]) and one[field] == other.get(field) for field in one)
    return figures and sum(facts) * 2 > len(facts)


def copied(one: Portrait, other: Portrait) -> bool:
    """Whether two documents come from one another, so that neither is a second opinion: the same bytes, the same
    words throughout, or damage at the same places alike. Damage that is not shared is nobody's but its own."""
    if one.sha256 == other.sha256:
        return True
    if dict(one.raws) == dict(other.raws):
        return True
    odd = one.damaged | other.damaged
    alike = sum(path in one.raws and one.raws[path] == other.raws.get(path) for path in odd)
    return len(odd) >= 3 and alike * 2 > len(odd)


class _Names:
    """The names of a filing prepared for comparison."""

    def __init__(self, filing: Portrait) -> None:
        self.issuer, self.issuer_cik = skeleton(filing.issuer), filing.issuer_cik
        self.symbol = re.sub("[^A-Z]", "", filing.symbol.upper())
        self.owners = [(skeleton(name), cik) for name, cik in filing.owners[:MOST_OWNERS]]


def _issuer(one: _Names, other: _Names) -> float:
    """How alike the issuers are, 0 to 100."""
    likeness = _alike(one.issuer, one.issuer_cik, other.issuer, other.issuer_cik)
    symbol = len(one.symbol) > 1 and one.symbol == other.symbol and one.symbol not in ("NONE", "NA")
    return ALIKE if KNOWN_BY_SYMBOL <= likeness < ALIKE and symbol else likeness


def _owners(one: _Names, other: _Names) -> tuple[float, dict[int, int]]:
    """How alike the best pair of owners is, 0 to 100, and the owners that are the same (ours → its)."""
    pairs = sorted(_owner_pairs(one, other), key=lambda pair: (-pair[0], pair[1:]))
    owners: dict[int, int] = {}
    for _, ours, theirs in pairs:
        if ours not in owners and theirs not in owners.values():
            owners[ours] = theirs
    return pairs[0][0] if pairs else 0.0, owners


def _owner_pairs(one: _Names, other: _Names) -> Iterator[tuple[float, int, int]]:
    for ours, mine in enumerate(one.owners, start=1):
        for theirs, its in enumerate(other.owners, start=1):
            score = _alike(*mine, *its)
            if score >= ALIKE:
                yield score, ours, theirs


def _alike(one: str, one_cik: str, other: str, other_cik: str) -> float:
    """Likeness of two prepared names; numbers settle it where both are printed. Short words and figures tell people
    and funds apart ("Fund II", "Fund III"): they must be the same."""
    if one_cik and other_cik:
        return 100.0 if one_cik == other_cik else 0.0
    if len(one) < 4 or len(other) < 4:
        return 0.0
    if one == other:
        return 100.0
    if _within(one, other) or _within(other, one):
        return ALIKE
    if _short(one) != _short(other) or _two_names(one, other):
        return 0.0
    return fuzz.ratio(one, other)


def _within(one: str, other: str) -> bool:
    """Whether the other is this name with a neighbour's words run into it: words no name is made of, as far as one
    knows, and not a letter or two ("Jr", "II"), which would make another name of it."""
    if len(one) < 8 or " " not in one or f" {one} " not in f" {other} ":
        return False
    more = f" {other} ".replace(f" {one} ", " ", 1).split()
    listed = load_lexicons().words.get("name", frozenset())
    return any(len(word) > 3 for word in more) and not any(word in listed for word in more)


def _two_names(one: str, other: str) -> bool:
    """Whether the names differ in words that are both known, each by itself: neither is the other misread."""
    words = load_lexicons().words
    known = words.get("given", frozenset()) | words.get("name", frozenset())
    pairs = zip(one.split(), other.split(), strict=False)
    return one.count(" ") == other.count(" ") and any(a != b and a in known and b in known for a, b in pairs)


def _short(name: str) -> list[str]:
    return sorted(word for word in name.split() if len(word) <= 3)


def skeleton(name: str) -> str:
    """The words of a name in lower case without signs; figures among letters as the letters they are misread for."""
    words = "".join(sign if sign.isalnum() else " " for sign in fold(name).replace("'", "")).split()
    return " ".join(
        word.translate(_LETTER_OF) if sum(sign.isalpha() for sign in word) * 2 > len(word) else word for word in words
    )
