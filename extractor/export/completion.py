"""What the SEC's schema demands and no printed form shows, filled in for the XML and nowhere else.

A CIK is `0000000000`; a transaction's form type is the form's number (5 for one reported early on a Form 4); no mark of
an equity swap is `0`; a form that names no trading symbol gets `NONE`, as EDGAR asks filers to write; a footnote that
is marked but nowhere to be found stands there empty; a filing without a form number is a 4; its schema version is the
first that knows all its elements.
"""

from __future__ import annotations

from models.form4 import Form4
from models.paths import Item, flatten, from_paths, row_paths

UNKNOWN_CIK = "0000000000"
NO_SYMBOL = "NONE"


def schema_version(form: Form4) -> str:
    """The first schema version that has an element for everything in the filing."""
    foreign = not form.issuer.issuer_foreign_trading_symbol.blank or any(
        not leaf.blank
        for address in (owner.reporting_owner_address for owner in form.reporting_owner)
        for leaf in (
            address.rpt_owner_non_us_address_flag,
            address.rpt_owner_non_us_state_territory,
            address.rpt_owner_country,
        )
    )
    if foreign:
        return "X0609"
    if not form.aff10b5_one.blank:
        return "X0508"
    return "X0206" if (form.document_type.text or "").startswith("3") else "X0306"


def completed(form: Form4, unreadable: frozenset[str]) -> Form4:
    """The filing with what the schema demands and no printed form shows.

    A field whose path is in `unreadable` (something stands there that nobody could read) stays without a value.
    """
    return from_paths(completed_leaves(form, unreadable).values())


def completed_leaves(form: Form4, unreadable: frozenset[str]) -> dict[str, Item]:
    """The leaves of the completed filing by path, in document order but for those that the filing did not have."""
    items = {item.path: item for item in flatten(form)}
    number = (form.document_type.text or "4")[0]

    def default(path: str, value: str) -> None:
        item = items.get(path, Item(path, None))
        if item.value is None and path not in unreadable:
            items[path] = item._replace(value=value)

    default("documentType", "4")
    default("schemaVersion", schema_version(form))
    default("issuer/issuerCik", UNKNOWN_CIK)
    default("issuer/issuerTradingSymbol", NO_SYMBOL)
    for index in range(max(1, len(form.reporting_owner))):
        default(f"reportingOwner[{index + 1}]/reportingOwnerId/rptOwnerCik", UNKNOWN_CIK)
    for path, row in row_paths(form):
        code = row.transaction_coding.transaction_code
        if row.kind == "transaction" and not code.blank:
            early = number == "4" and row.transaction_timeliness.text == "E"
            default(f"{path}/transactionCoding/transactionFormType", "5" if early or number == "5" else "4")
            default(f"{path}/transactionCoding/equitySwapInvolved", "0")
        # Table II prints (A) and (D) as two columns of the amount: the schema knows a footnote on the amount only.
        letter, shares = (f"{path}/transactionAmounts/transaction{name}" for name in ("AcquiredDisposedCode", "Shares"))
        if path.startswith("derivativeTable") and letter in items and items[letter].footnotes:
            marks = dict.fromkeys(items[shares].footnotes + items[letter].footnotes)
            items[shares] = items[shares]._replace(footnotes=tuple(marks))
            items[letter] = items[letter]._replace(footnotes=())
    notes = {note.id for note in form.footnotes}
    marked = {mark for item in items.values() if not item.path.startswith("footnotes/") for mark in item.footnotes}
    for mark in sorted(marked - notes, key=lambda mark: int(mark[1:])):
        position = sum(path.startswith("footnotes/") for path in items) + 1
        path = f"footnotes/footnote[{position}]"
        items[path] = Item(path, None, (mark,))
    return items
