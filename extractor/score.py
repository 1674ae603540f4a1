"""How right a filing was read, against its truth.

Rows, owners, signatures and footnotes of the reading are first laid on those of the truth by the best assignment; then
every field is judged that has a value in either. Fields that are blank in both count for nothing (an unchecked box is
blank), so that empty forms flatter nobody. What the paper does not show is left out; of what is destroyed on it, no
value is the right answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from scipy.optimize import linear_sum_assignment

from extractor.compare import canonical, kind_of, leaf_name, likeness, same
from extractor.legible import Legibility
from models.evidence import Record
from models.field import Field, State
from models.form4 import Form4
from models.paths import flatten

_ALIKE = 0.3  # rows, owners, notes less alike than this are not the same one
NEVER_PRINTED = frozenset(
    {
        *("schemaVersion", "transactionFormType", "rptOwnerCik", "issuerCik", "rptOwnerCcc", "rptOwnerGoodAddress"),
        *(
            "rptOwnerNonUSAddressFlag",
            "rptOwnerStateDescription",
            "form3HoldingsReported",
            "form4TransactionsReported",
            "noSecuritiesOwned",
        ),
    }
)
"""Element names that no look prints, or none so that they could be told: never judged."""


class Verdict(StrEnum):
    """RIGHT the same value · WRONG another · MISSED printed but not given · SPURIOUS given but not printed."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    SPURIOUS = "spurious"


class Outcome(Record):
    """One field judged. `path` is the truth's (the reading's when spurious), `at` the reading's own, `likeness` the
    edit similarity in [0, 1]. `silent`: not right, and nobody was asked to look."""

    path: str
    kind: str
    verdict: Verdict
    truth: str | None
    read: str | None
    likeness: float
    confidence: float | None = None
    needs_review: bool = False
    destroyed: bool = False
    at: str | None = None

    @property
    def silent(self) -> bool:
        return self.verdict is not Verdict.RIGHT and not self.needs_review


class Count(Record):
    """Of a set: how many the truth has, how many were read, how many of them match."""

    truth: int = 0
    read: int = 0
    matched: int = 0

    @property
    def recall(self) -> float:
        return self.matched / self.truth if self.truth else 1.0

    @property
    def precision(self) -> float:
        return self.matched / self.read if self.read else 1.0

    def __add__(self, other: Count) -> Count:
        return Count(truth=self.truth + other.truth, read=self.read + other.read, matched=self.matched + other.matched)


class Score(Record):
    """One document judged. `blanks` counts the fields that are rightly blank in rows, owners and head (no outcome);
    `kinds_wrong` the matched rows taken for a holding instead of a transaction or the reverse."""

    outcomes: tuple[Outcome, ...]
    rows: Count
    owners: Count
    notes: Count
    signatures: Count
    marks: Count
    kinds_wrong: int = 0
    blanks: int = 0

    @property
    def perfect(self) -> bool:
        """Everything printed was read, and nothing else."""
        sets = (self.rows, self.owners, self.notes, self.signatures, self.marks)
        return (
            all(outcome.verdict is Verdict.RIGHT for outcome in self.outcomes)
            and all(one.truth == one.read == one.matched for one in sets)
            and not self.kinds_wrong
        )


class _Part(dict[str, Field]):
    """The fields of one row, owner, note or signature (or the head), by their path below it."""

    def __init__(self, path: str = "") -> None:
        super().__init__()
        self.path = path  # with trailing slash; "" for the head


def fields_of(form: Form4) -> tuple[Field, ...]:
    """A filing without evidence (from XML) as fields: no confidence, nothing for review."""
    return tuple(
        Field(
            path=item.path,
            value=item.value,
            state=State.BLANK if item.value is None else State.READ,
            footnotes=() if item.path.startswith("footnotes/") else item.footnotes,
        )
        for item in flatten(form)
    )


def score(truth: Form4, read: Sequence[Field] | Form4, paper: Legibility | None = None) -> Score:
    """Judges a reading, the fields of an extraction or a bare filing, against the truth."""
    paper = paper or Legibility()
    fields = fields_of(read) if isinstance(read, Form4) else read
    ours, theirs = _parts(fields_of(truth)), _parts(fields)
    outcomes: list[Outcome] = []
    counts: dict[str, Count] = {}
    marks = Count()
    kinds_wrong = blanks = 0
    for group in ("", "reportingOwner", "nonDerivativeTable", "derivativeTable", "footnotes", "ownerSignature"):
        # What is read of a row that is destroyed as a whole, or not at all, is no question of recall.
        pairs = _aligned(ours.get(group, []), theirs.get(group, []), paper)
        for one, other in pairs:
            judged, both_blank = _judge(one, other, paper)
            outcomes += judged
            blanks += both_blank
            marks += _marks(one, other, paper)
            if one is not None and other is not None and one.path + "kind" not in paper.destroyed:
                kinds_wrong += group in ("nonDerivativeTable", "derivativeTable") and _tag(one) != _tag(other)
        if group:
            name = "rows" if group.endswith("Table") else group
            counts[name] = counts.get(name, Count()) + _count(pairs, paper)
    return Score(
        outcomes=tuple(outcomes),
        rows=counts["rows"],
        owners=counts["reportingOwner"],
        notes=counts["footnotes"],
        signatures=counts["ownerSignature"],
        marks=marks,
        kinds_wrong=kinds_wrong,
        blanks=blanks,
    )


def _parts(fields: Sequence[Field]) -> dict[str, list[_Part]]:
    """The printed fields by group, each group's members in order."""
    groups: dict[str, dict[str, _Part]] = {"": {"": _Part()}}
    for field in _as_printed(fields):
        if leaf_name(field.path) in NEVER_PRINTED:
            continue
        steps = field.path.split("/")
        group = steps[0].partition("[")[0]
        if group in ("nonDerivativeTable", "derivativeTable"):
            prefix = "/".join(steps[:2]) + "/"
        elif group in ("reportingOwner", "ownerSignature"):
            prefix = steps[0] + "/"
        elif group == "footnotes":
            prefix = field.path
        else:
            group, prefix = "", ""
        part = groups.setdefault(group, {}).setdefault(prefix, _Part(prefix))
        part[field.path[len(prefix) :]] = field
    return {group: list(parts.values()) for group, parts in groups.items()}


def _as_printed(fields: Sequence[Field]) -> list[Field]:
    """A form type of 5 on a Form 4 is printed as the V of "voluntarily early": told by the timeliness here."""
    known = {field.path: field for field in fields}
    form_type = known.get("documentType")
    number = (form_type.value if form_type else None) or "4"
    for field in fields:
        if leaf_name(field.path) == "transactionFormType" and field.value == "5" and number.startswith("4"):
            path = field.path.rsplit("/", 2)[0] + "/transactionTimeliness"
            if path not in known or known[path].value is None:
                known[path] = field.model_copy(update={"path": path, "value": "E", "footnotes": ()})
    return list(known.values())


def _tag(part: _Part) -> str:
    return part.path.rstrip("/").rpartition("/")[2].partition("[")[0]


def _hidden(part: _Part, paper: Legibility) -> bool:
    """Whether nothing of the truth's part can be read on the paper."""
    valued = [field.path for field in part.values() if canonical(field.path, field.value) is not None]
    return all(path in paper.destroyed or path in paper.invisible for path in valued)


def _count(pairs: Sequence[tuple[_Part | None, _Part | None]], paper: Legibility) -> Count:
    matched = truth = read = 0
    for one, other in pairs:
        if one is not None and _hidden(one, paper):
            continue
        matched += one is not None and other is not None
        truth += one is not None
        read += other is not None
    return Count(truth=truth, read=read, matched=matched)


def _aligned(
    truth: Sequence[_Part], read: Sequence[_Part], paper: Legibility
) -> list[tuple[_Part | None, _Part | None]]:
    """The best assignment; what has no partner stands alone. The head always has one."""
    if truth and not truth[0].path:
        return [(truth[0], read[0] if read else _Part())]
    alike = np.array([[_likeness(one, other, paper) for other in read] for one in truth]).reshape(len(truth), len(read))
    # Among equals (identical rows) the printed order decides.
    order = np.array([[-abs(i - j) for j in range(len(read))] for i in range(len(truth))]).reshape(alike.shape)
    mine, yours = linear_sum_assignment(alike + 1e-4 * order, maximize=True)
    partner = {int(i): int(j) for i, j in zip(mine, yours, strict=True) if alike[i, j] >= _ALIKE}
    taken = set(partner.values())
    pairs: list[tuple[_Part | None, _Part | None]] = [
        (one, read[partner[i]] if i in partner else None) for i, one in enumerate(truth)
    ]
    return pairs + [(None, other) for j, other in enumerate(read) if j not in taken]


def _likeness(truth: _Part, read: _Part, paper: Legibility) -> float:
    """The mean likeness of the fields that either has, in [0, 1]; hidden ones are no evidence either way."""
    total = count = 0.0
    for leaf in {*truth, *read}:
        one, other = truth.get(leaf), read.get(leaf)
        path = one.path if one else other.path if other else leaf
        if path in paper.destroyed or path in paper.invisible:
            continue
        a, b = one.value if one else None, other.value if other else None
        if canonical(path, a) is None and canonical(path, b) is None:
            continue
        count += 1
        # Numbers and dates that are nearly alike are weak evidence: 375,000 and 275,000 may well be two rows.
        near = likeness(path, a, b)
        total += 1 if same(path, a, b) else near if kind_of(path) in ("name", "signature", "footnote") else near / 2
    return total / count if count else _ALIKE


def _judge(truth: _Part | None, read: _Part | None, paper: Legibility) -> tuple[list[Outcome], int]:
    """The outcomes of one pair, and how many of its fields are rightly blank."""
    outcomes: list[Outcome] = []
    blanks = 0
    for leaf in dict.fromkeys([*(truth or ()), *(read or ())]):
        one, other = (truth or {}).get(leaf), (read or {}).get(leaf)
        path = truth.path + leaf if truth is not None else other.path if other else leaf
        if path in paper.invisible:
            continue
        a, b = one.value if one else None, other.value if other else None
        wanted, given = canonical(path, a), canonical(path, b)
        destroyed = path in paper.destroyed
        if wanted is None and given is None:
            blanks += 1
            continue
        if same(path, a, b, month=path in paper.months) or (destroyed and given is None):
            verdict = Verdict.RIGHT
        elif given is None:
            verdict = Verdict.MISSED
        else:
            verdict = Verdict.SPURIOUS if wanted is None else Verdict.WRONG
        outcomes.append(
            Outcome(
                path=path,
                kind=kind_of(path),
                verdict=verdict,
                truth=a,
                read=b,
                likeness=1.0 if verdict is Verdict.RIGHT else likeness(path, a, b),
                confidence=other.confidence if other else None,
                needs_review=other.needs_review if other else False,
                destroyed=destroyed,
                at=other.path if other else None,
            )
        )
    return outcomes, blanks


def _marks(truth: _Part | None, read: _Part | None, paper: Legibility) -> Count:
    """Footnote references of one pair."""
    total = Count()
    for leaf in {*(truth or ()), *(read or ())}:
        one, other = (truth or {}).get(leaf), (read or {}).get(leaf)
        path = truth.path + leaf if truth is not None else leaf
        if path in paper.marks_destroyed or path in paper.invisible:
            continue
        a, b = set(one.footnotes if one else ()), set(other.footnotes if other else ())
        if path in paper.destroyed:
            a &= b  # a mark on a destroyed cell may be seen or not
        total += Count(truth=len(a), read=len(b), matched=len(a & b))
    return total
