"""Filings for tests: hypothesis strategies over everything a `Form4` can say, and the real ones at hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from lxml import etree

from models.form4 import Amount, Day, DerivativeRow, Element, Flag, Footnote, Form4, NonDerivativeRow, Text, Valued
from models.paths import HOLDING_LACKS

SHARED = Path(__file__).parents[1].parent / "shared"
FILINGS = sorted((SHARED / "data" / "filings").glob("*.xml"))
SCHEMAS = SHARED / "form4" / "xsd"

# Elements that only schemas after X0306 have.
LATER = {"aff10b5One", "issuerForeignTradingSymbol", "rptOwnerNonUSAddressFlag", "rptOwnerCountry"} | {
    "rptOwnerNonUSStateTerritory"
}

_marks = st.lists(st.integers(1, 99).map("F{}".format), max_size=3, unique=True).map(tuple)
_words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
_numbers = st.decimals(Decimal(0), Decimal("999999999999.9999"), places=4).map(lambda n: n.normalize() + Decimal(0))


def _values(leaf: type[Valued[Any]]) -> st.SearchStrategy[Valued[Any]]:
    if leaf is Amount:
        filled = st.builds(Amount, value=_numbers, footnotes=_marks)
    elif leaf is Day:
        zone = st.sampled_from(["", "", "", "Z", "-05:00"])
        filled = st.builds(Day, value=st.dates(date(1934, 1, 1), date(2050, 1, 1)), footnotes=_marks, zone=zone)
    elif leaf is Flag:
        filled = st.builds(Flag, value=st.booleans(), footnotes=_marks)
    else:
        filled = st.builds(Text, value=_words, footnotes=_marks)
    return st.one_of(st.just(leaf()), st.builds(leaf, footnotes=_marks), filled)


@cache
def _elements(kind: type[Element], *lacks: str) -> st.SearchStrategy[Any]:
    made: dict[str, st.SearchStrategy[Any]] = {}
    for attribute, info in kind.model_fields.items():
        leaf = info.annotation
        if attribute == "kind" or info.alias in lacks or not isinstance(leaf, type):
            continue
        made[attribute] = _values(leaf) if issubclass(leaf, Valued) else _elements(leaf, *lacks)
    if "kind" not in kind.model_fields:
        return st.builds(kind, **made)
    return st.builds(kind, kind=st.just("holding" if lacks else "transaction"), **made)


def _rows(kind: type[Element]) -> st.SearchStrategy[Any]:
    return st.one_of(_elements(kind), _elements(kind, *sorted(HOLDING_LACKS)))


def _many(of: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(of, max_size=most).map(tuple)


def _forms() -> st.SearchStrategy[Form4]:
    made: dict[str, st.SearchStrategy[Any]] = {}
    for attribute, info in Form4.model_fields.items():
        kind = info.annotation
        if isinstance(kind, type):
            made[attribute] = _values(kind) if issubclass(kind, Valued) else _elements(kind)
        elif attribute in ("non_derivative_table", "derivative_table"):
            made[attribute] = _many(_rows(NonDerivativeRow if attribute.startswith("non") else DerivativeRow), 4)
        elif attribute == "footnotes":
            made[attribute] = st.lists(st.one_of(st.none(), _words.map(str.strip).filter(bool)), max_size=4).map(
                lambda texts: tuple(Footnote(id=f"F{n}", value=text) for n, text in enumerate(texts, 1))
            )
        else:
            made[attribute] = _many(_elements(kind.__args__[0]))  # type: ignore[union-attr]
    made["document_type"] = st.sampled_from(["3", "3/A", "4", "4/A", "5", "5/A"]).map(lambda name: Text(value=name))
    return st.builds(Form4, **made)


forms = _forms()


@cache
def _schema(document_type: str) -> etree.XMLSchema:
    name = f"ownership{document_type.replace('/', '')}Document.xsd.xml"
    return etree.XMLSchema(etree.parse(SCHEMAS / name))


def schema_errors(xml: bytes) -> list[str]:
    """What the SEC's schema (X0306, X0206) says against it, elements of later schemas left out."""
    document = etree.fromstring(xml)
    for element in list(document.iter(*LATER)):
        element.getparent().remove(element)  # type: ignore[union-attr]
    schema = _schema(document.findtext("documentType") or "4")
    schema.validate(document)
    return [entry.message for entry in schema.error_log]  # type: ignore[attr-defined]
