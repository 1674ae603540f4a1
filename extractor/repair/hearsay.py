"""What other filings of the same owner and issuer bring into the reconciliation of one: rules, and now and then a
spelling.

A text with a word that nobody knows, or with a neighbour's words around it, is left open between itself and what other
filings say, where one text alone comes that close and more filings say it. Nothing else is: a name that is not close to
what was read is nobody's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from extractor.compare import canonical
from extractor.records import Proposal
from extractor.repair import columns as at
from extractor.repair.balances import account_of, buckets, first_of, last_of, one_security
from extractor.repair.confusions import load_confusions
from extractor.repair.fields import Choice
from extractor.repair.lexicons import load_lexicons
from extractor.repair.opinions import best
from extractor.repair.rows import Row
from extractor.repair.rules.elsewhere import Carried, Opening, Worded
from extractor.repair.rules.rule import Rule, parsed, shown
from extractor.repair.sense import CUT, sense
from extractor.repair.sheet import Sheet
from extractor.siblings import Account, Saying, Siblings
from models.evidence import Candidate
from models.extraction import Issue

TITLES = (at.TITLE, at.UNDERLYING_TITLE, at.NATURE)
REACH, CLIPPED = 2, 3
"""Letters of a word that may be misread, and that may be cut off."""

KNOWN = 7.2
"""Cost (-ln probability) of one known misreading (see closeness.py)."""

OPEN = 0.5
"""Score of a reading that other filings contradict, and of what they say."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One text as other filings have it."""

    text: str
    documents: tuple[str, ...]
    sure: bool


def heard(sheet: Sheet, siblings: Siblings) -> tuple[Sheet, tuple[Rule, ...]]:
    """The sheet with the texts left open that other filings spell otherwise, and the rules that other filings add."""
    cells = dict(sheet.cells)
    rules: list[Rule] = []
    for path, proposal in sheet.cells.items():
        said = _sayings(siblings.texts.get(_place(path), ()), path)
        if said and not proposal.fixed:
            cells[path] = _opened(path, proposal, said)
            rules.append(Worded({key: one.documents for key, one in said.items()}, (path,)))
    return replace(sheet, cells=cells), (*rules, *_balances(sheet, siblings))


def supported(rules: Sequence[Rule], choices: Mapping[str, Choice], sheet: Sheet) -> tuple[Issue, ...]:
    """A note for each field that another filing bears out, with its arithmetic or its words."""
    notes = []
    for rule in rules:
        values = tuple(
            parsed(sheet.cells[path].cell.kind, candidate.value) if (candidate := choices[path].candidate) else None
            for path in rule.cells
        )
        if rule.holds(values):
            path = rule.cells[rule.blames]
            notes.append(Issue(code=rule.name, severity="note", path=path, page=sheet.cells[path].cell.page,
                               message=f"{rule.words(values)}."))  # fmt: skip
    return tuple(notes)


def _place(path: str) -> str:
    tail = path.rpartition("]/")[2]
    return tail if tail in TITLES else path


def _sayings(sayings: Sequence[Saying], path: str) -> dict[str, _Said]:
    """The texts of other filings by what they say (see `canonical`), each document heard once for each."""
    by_key: dict[str, list[Saying]] = {}
    for saying in sayings:
        key = canonical(path, saying.value)
        if key:
            by_key.setdefault(key, []).append(saying)
    out = {}
    for key, same in by_key.items():
        texts = Counter(saying.value for saying in same)
        text = min(texts, key=lambda text: (-texts[text], text))
        documents = tuple(dict.fromkeys(saying.document for saying in sorted(same, key=lambda one: one.document)))
        out[key] = _Said(text, documents, any(saying.sure for saying in same))
    return out


def _opened(path: str, proposal: Proposal, said: Mapping[str, _Said]) -> Proposal:
    """The proposal, its text left open when other filings spell it otherwise, they are more, and one alone is near."""
    first = best(proposal)
    if first is None or first.value is None or proposal.cell.kind == "checkbox":
        return proposal
    own = canonical(path, first.value) or ""
    backing = len(said[own].documents) if own in said else 0
    near = [
        one for key, one in said.items()
        if key != own and (one.sure or len(one.documents) > 1) and _close(proposal, first.value, one.text)
    ]
    agree, asked = proposal.agreement
    whole = sense(proposal.cell.kind, proposal.cell.field, first.value) != CUT
    clean = whole and agree == asked and first.score >= 0.8 and not first.repairs
    votes = 1 + backing if clean else backing
    if len(near) != 1 or len(near[0].documents) <= votes:
        return proposal
    held = {candidate.value: candidate for candidate in proposal.candidates}
    mine = first.model_copy(update={"score": min(first.score, OPEN)})
    theirs = held.get(near[0].text) or Candidate(value=near[0].text, score=OPEN)
    theirs = theirs.model_copy(update={"score": min(mine.score, max(theirs.score, mine.score * 0.9))})
    rest = tuple(
        one.model_copy(update={"score": min(one.score, theirs.score)})
        for one in proposal.candidates[1:]
        if one.value != theirs.value
    )
    return replace(proposal, candidates=(mine, theirs, *rest))


def _close(proposal: Proposal, read: str, said: str) -> bool:
    """Whether `said` may have been printed where `read` was read: with a word of it misread or cut off, or, when `read`
    makes no sense as a whole, with a neighbour's words around it."""
    ours, theirs = read.upper().split(), said.upper().split()
    if len(ours) > len(theirs) > 1:
        kind, field = proposal.cell.kind, proposal.cell.field
        inside = any(ours[at : at + len(theirs)] == theirs for at in range(len(ours) - len(theirs) + 1))
        return inside and sense(kind, field, read) == CUT != sense(kind, field, said)
    if len(ours) != len(theirs):
        return False
    changed = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return len(changed) == 1 and _damaged(*changed[0])


def _damaged(read: str, said: str) -> bool:
    """Whether a word nobody knows may be another misread, by one known misreading, or cut off."""
    if len(said) < 4 or read.strip(".,").lower() in load_lexicons().everything or any(c.isdigit() for c in said):
        return False
    if len(read) >= len(said) - CLIPPED and len(read) > 1 and (said.endswith(read) or said.startswith(read)):
        return True
    near = Levenshtein.distance(read, said, score_cutoff=REACH) <= REACH
    return near and load_confusions().distance(said, read, KNOWN) <= KNOWN


def _balances(sheet: Sheet, siblings: Siblings) -> Iterator[Rule]:
    holdings = ((row,) for row in sheet.rows if row.kind == "holding" and at.OWNED in row.cells)
    for rows in (*buckets(sheet), *holdings):
        first, last = first_of(sheet, rows), last_of(sheet, rows)
        for account in siblings.before:
            if first is None or account.closing is None or not _holds(account, sheet, first):
                continue
            said = f"{account.document} of {shown(account.day)} says was owned in the end"
            cells = (first.path(at.AMOUNT), first.path(at.ACQUIRED_DISPOSED), first.path(at.OWNED))
            if first.kind == "holding":
                yield Carried(account.closing, said, cells[2:])
            else:
                yield Opening(account.closing, said, cells)
        for account in siblings.after:
            if account.opening is not None and _holds(account, sheet, last):
                said = f"{account.document} of {shown(account.day)} shows was owned before"
                yield Carried(account.opening, said, (last.path(at.OWNED),))


def _holds(account: Account, sheet: Sheet, row: Row) -> bool:
    """Whether the row tells of that account."""
    title, *rest = account_of(sheet, row)
    nature = "".join(sign for sign in account.nature.lower() if sign.isalnum())
    return rest == [account.table, nature, *account.series] and one_security(title, account.title)
