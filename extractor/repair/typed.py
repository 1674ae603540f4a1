"""What a person types for a field, in the field's own spelling."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.records import Kind
from extractor.repair import columns as at
from extractor.repair.confusions import load_confusions
from extractor.repair.lexicons import load_lexicons
from extractor.repair.parse import parse
from extractor.repair.sheet import DOCUMENT_TYPE, FLAGS

_KINDS: Mapping[str, Kind] = {
    DOCUMENT_TYPE: "form", "issuer/issuerName": "name", "issuer/issuerTradingSymbol": "ticker",
    "issuer/issuerForeignTradingSymbol": "ticker", "reportingOwnerId/rptOwnerName": "name",
    "reportingOwnerAddress/rptOwnerStreet1": "street", "reportingOwnerAddress/rptOwnerStreet2": "street",
    "reportingOwnerAddress/rptOwnerCity": "city", "reportingOwnerAddress/rptOwnerState": "state",
    "reportingOwnerAddress/rptOwnerZipCode": "zip", at.TITLE: "title", at.UNDERLYING_TITLE: "title",
    at.AMOUNT: "shares", at.OWNED: "shares", at.UNDERLYING: "shares", at.PRICE: "money", at.STRIKE: "money",
    at.CODE: "code", at.FORM_TYPE: "form", at.SWAP: "checkbox", at.ACQUIRED_DISPOSED: "letter", at.DIRECT: "letter",
    at.NATURE: "nature", at.EXERCISABLE: "date", at.EXPIRES: "date", "periodOfReport": "date",
    "dateOfOriginalSubmission": "date", at.DATE: "date", at.DEEMED: "date", "signatureDate": "date",
    "signatureName": "signature", "remarks": "remarks",
}  # fmt: skip
_FREE = frozenset({"text", "name", "street", "city", "ticker", "title", "nature", "footnote", "remarks", "signature"})
"""Kinds that are taken as typed: nobody knows better than the person who looks."""


def kind_of(path: str) -> Kind:
    """How the content of the field at a path of the ownership XML is spelt; "text" for a path that has no rule."""
    if path.startswith("footnotes/"):
        return "footnote"
    tail = path.rpartition("]/")[2]
    return "checkbox" if tail in FLAGS else _KINDS.get(tail, "text")


def typed(path: str, text: str) -> str | None:
    """The canonical value of what a person typed ("1,234" → "1234", "2/29/2012" → "2012-02-29"), None when it is none
    of the field's kind. Nothing is repaired: a person's slip is theirs to see."""
    text, kind = " ".join(text.split()), kind_of(path)
    if not text or kind in _FREE:
        return text or None
    found = parse(text, kind, path, load_lexicons(None), load_confusions())
    return found[0].value if found and not found[0].repairs else None
