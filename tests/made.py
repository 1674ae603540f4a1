"""A small extraction with one of everything, for tests of what happens after reading."""

from __future__ import annotations

from models.evidence import Candidate, Repair
from models.extraction import Extraction, Issue, PageLayout, SourceInfo
from models.field import Field, State
from models.paths import from_paths

_ROW = "nonDerivativeTable/nonDerivativeTransaction[1]/"
_HOLDING = "nonDerivativeTable/nonDerivativeHolding[1]/"
_OPTION = "derivativeTable/derivativeTransaction[1]/"

LEAVES: tuple[tuple[str, str | None, tuple[str, ...]], ...] = (
    ("documentType", "4", ()),
    ("periodOfReport", "2011-03-09", ()),
    ("issuer/issuerName", "QUARRY LIGHT CORP", ()),
    ("issuer/issuerTradingSymbol", "QLTC", ()),
    ("reportingOwner[1]/reportingOwnerId/rptOwnerName", "DOE JANE Q", ()),
    ("reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet1", "12 ELM ROAD", ()),
    ("reportingOwner[1]/reportingOwnerAddress/rptOwnerCity", "DAYTON", ()),
    ("reportingOwner[1]/reportingOwnerAddress/rptOwnerState", "OH", ()),
    ("reportingOwner[1]/reportingOwnerAddress/rptOwnerZipCode", "45402", ()),
    ("reportingOwner[1]/reportingOwnerRelationship/isDirector", "1", ()),
    ("reportingOwner[1]/reportingOwnerRelationship/isOfficer", "1", ()),
    ("reportingOwner[1]/reportingOwnerRelationship/officerTitle", "CFO", ()),
    (_ROW + "securityTitle", "Common Stock", ()),
    (_ROW + "transactionDate", "2011-03-09", ()),
    (_ROW + "transactionCoding/transactionCode", "M", ()),
    (_ROW + "transactionAmounts/transactionShares", "12500", ("F1",)),
    (_ROW + "transactionAmounts/transactionPricePerShare", "3.25", ()),
    (_ROW + "transactionAmounts/transactionAcquiredDisposedCode", "A", ()),
    (_ROW + "postTransactionAmounts/sharesOwnedFollowingTransaction", "1012500", ()),
    (_ROW + "ownershipNature/directOrIndirectOwnership", "D", ()),
    (_HOLDING + "securityTitle", "Common Stock", ()),
    (_HOLDING + "postTransactionAmounts/sharesOwnedFollowingTransaction", "700", ()),
    (_HOLDING + "ownershipNature/directOrIndirectOwnership", "I", ()),
    (_HOLDING + "ownershipNature/natureOfOwnership", "By trust", ()),
    (_OPTION + "securityTitle", "Option (right to buy)", ()),
    (_OPTION + "conversionOrExercisePrice", "3.25", ()),
    (_OPTION + "transactionDate", "2011-03-09", ()),
    (_OPTION + "transactionCoding/transactionCode", "M", ()),
    (_OPTION + "transactionAmounts/transactionShares", "12500", ()),
    (_OPTION + "transactionAmounts/transactionAcquiredDisposedCode", "D", ()),
    (_OPTION + "exerciseDate", None, ("F1",)),
    (_OPTION + "expirationDate", "2016-02-28", ()),
    (_OPTION + "underlyingSecurity/underlyingSecurityTitle", "Common Stock", ()),
    (_OPTION + "underlyingSecurity/underlyingSecurityShares", "12500", ()),
    (_OPTION + "postTransactionAmounts/sharesOwnedFollowingTransaction", "0", ()),
    (_OPTION + "ownershipNature/directOrIndirectOwnership", "D", ()),
    ("footnotes/footnote[1]", "Exercised in full on the date [bold]shown[/bold].", ()),
    ("ownerSignature[1]/signatureName", "/s/ Jane Q. Doe", ()),
    ("ownerSignature[1]/signatureDate", "2011-03-10", ()),
)


def extraction(name: str = "filing.md", *, doubtful: bool = True) -> Extraction:
    """A filing read from a dump; with `doubtful`, a repaired field, a doubted one and an issue."""
    price, expiry = _OPTION + "conversionOrExercisePrice", _OPTION + "expirationDate"
    plain = [
        Field(path=path, value=value, state=State.READ if value else State.BLANK, raw=value or "", confidence=0.998)
        for path, value, _ in LEAVES
        if path not in (price, expiry)
    ]
    reason = "Table I gives the same exercise a price of 3.25"
    repaired = Field(
        path=price, value="3.25", state=State.REPAIRED, raw="8.25", confidence=0.99,
        repairs=(Repair(rule="exercise-mirror", before="8.25", after="3.25", reason=reason),),
    )
    doubted = Field(
        path=expiry, value="2016-02-28", state=State.READ, raw="2016-02-28", confidence=0.62, needs_review=doubtful,
        candidates=(Candidate(value="2016-02-28", score=0.6), Candidate(value="2016-02-29", score=0.3)),
    )
    issue = Issue(code="term", severity="doubt", message="The option ends a day before its term.", path=expiry)
    return Extraction(
        source=SourceInfo(name=name, sha256="0" * 64, kind="dump", pages=1),
        layouts=(PageLayout(page=1, id="form4-edgar-2003", score=0.98),),
        form=from_paths(LEAVES),
        fields=(*plain, repaired, doubted),
        issues=(issue,) if doubtful else (),
    )
