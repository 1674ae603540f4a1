"""The form's printed labels as the text route looks for them: boxes of the head, titles of the parts.

Column headers come from the layouts; these are the labels that say where a part begins, whatever the revision.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from extractor.shapes import letters, word_set

BoxId = Literal[
    "owner", "issuer", "foreign", "period", "month", "amended", "irs", "relation", "filers", "last", "street", "city"
]
PartId = Literal["nonDerivativeTable", "derivativeTable", "owners", "signatures", "explanation", "joint"]


class Label(NamedTuple):
    """A label of the head: its text, the same folded to letters, and some of its words: one must be there."""

    box: BoxId
    text: str
    folded: str
    keys: tuple[str, ...]


def _label(box: BoxId, text: str, *keys: str) -> Label:
    return Label(box, text, letters(text), keys)


HEAD_LABELS: tuple[Label, ...] = (
    _label("owner", "Name and Address of Reporting Person", "name", "address", "ddres", "reporting"),
    _label("issuer", "Issuer Name and Ticker or Trading Symbol", "ticker", "trading", "symbol", "issuern"),
    _label("foreign", "Foreign Trading Symbol", "foreign"),
    _label("period", "Date of Earliest Transaction", "earli", "dateof", "arliest"),
    _label("period", "Date of Event Requiring Statement", "event", "requiring"),
    _label("period", "Statement for Issuer's Fiscal Year Ended", "fiscal", "yearended"),
    _label("month", "Statement for Month/Day/Year", "tformonth", "statementfor"),
    _label("month", "Statement for Month/Year", "tformonth", "statementfor"),
    _label("amended", "If Amendment, Date of Original Filed", "amendment", "ndment", "original", "ifamen"),
    _label("amended", "If Amendment, Date Original Filed", "amendment", "ndment", "original", "ifamen"),
    _label("amended", "If Amendment, Date of Original", "amendment", "ndment", "ifamen"),
    _label("irs", "I.R.S. or Social Security Number of Reporting Person (Voluntary)", "social", "voluntar"),
    _label("irs", "I.R.S. Identification Number of Reporting Person, if an entity (Voluntary)", "identif", "voluntar"),
    _label("irs", "I.R.S. Identification Number of Reporting Person, if an", "identif"),
    _label("relation", "Relationship of Reporting Person(s) to Issuer", "relat", "ationship", "toissuer", "ofreport"),
    _label("filers", "Individual or Joint/Group Filing", "individual", "joint", "groupfil"),
    _label("last", "(Last) (First) (Middle)", "last", "first", "middle"),
    _label("city", "(City) (State) (Zip)", "city", "state", "zip"),
    _label("street", "(Street)", "street", "sireet", "steet"),
)

TAIL_WORDS = word_set(
    "monthdayyear monthyear month day year filedmonthdayyear filingcheck check all applicable line person persons to "
    "issuer voluntary filed filing symbol originalfiled mmddyy mmddyyyy instr country code of an entity if reporting "
    "trading"
)
"""Words that may go on after the main words of a label, folded to letters."""

PART_TITLES: tuple[tuple[PartId, str], ...] = (
    ("owners", "reportingowners"),
    ("signatures", "signatures"),
    ("explanation", "explanationofresponses"),
)
TABLE_1 = tuple(
    letters(text)
    for text in (
        "Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned",
        "Table I - Non-Derivative Securities Beneficially Owned",
    )
)
TABLE_2 = tuple(
    letters(text)
    for text in (
        "Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned",
        "Table II - Derivative Securities Beneficially Owned",
    )
)

TITLE_WORDS = word_set(
    "president officer chief vp evp svp cfo ceo coo cto cao counsel treasurer secretary chairman chairwoman manager "
    "chairperson controller remarks trustee employee advisor adviser advisory vice executive senior managing general "
    "member partner founder principal director head group pao see footnote former corporate pres exec"
)
"""Words of officer titles: tell text of the relationship box from text of an address where columns are lost."""

NO_NAMES = word_set("by s of for the attorney in fact attorneyinfact power as inc corp co company n v lp llc ltd plc")
"""Words of a signature that are no part of who signs."""
