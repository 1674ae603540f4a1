"""The SEC's ownership XML, out and in.

`to_xml` writes the elements of schema X0306 (X0206 for a Form 3) in their order; `aff10b5One` as X0508 has it, a
foreign trading symbol or a foreign address as X0609 has them. The `schemaVersion` is the filing's own, else the first
that knows all its elements.

An element without value and footnotes is left out: blank is absence, only a footnote is an element with a footnoteId
and no value, zero is `0`. What the schema demands though no printed form shows it is filled in (`completion`): an
unknown CIK is `0000000000`. What a paper lacks or nobody could read (a date, an amount, a price) is never made up: its
element is left out, the document is then not valid against the schema, and `validity` says which element and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from extractor.errors import InputError
from extractor.export.completion import completed
from models.form4 import (
    DerivativeRow,
    Element,
    Footnote,
    Form4,
    NonDerivativeRow,
    TransactionCoding,
    Valued,
    sec_name,
)
from models.paths import ROWS, Item, from_paths, row_element

_DEPTH = 8  # the schema nests five deep

# What XML 1.0 cannot carry at all: OCR text may hold such characters, a document with one is not well-formed.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Groups that stand there even when nothing of them could be read: programs that read such files (edgartools) pass over
# a row without them, or stop; a lost row is worse than an empty one.
_ALWAYS = {
    "ownershipDocument": ("issuer",),
    "reportingOwner": ("reportingOwnerId", "reportingOwnerAddress", "reportingOwnerRelationship"),
    "nonDerivativeTransaction": ("transactionAmounts", "postTransactionAmounts", "ownershipNature"),
    "nonDerivativeHolding": ("postTransactionAmounts", "ownershipNature"),
    "derivativeTransaction": ("transactionAmounts", "underlyingSecurity", "postTransactionAmounts", "ownershipNature"),
    "derivativeHolding": ("underlyingSecurity", "ownershipNature"),
}


def to_xml(form: Form4, unreadable: frozenset[str] = frozenset()) -> bytes:
    """The filing as an ownershipDocument, UTF-8. `unreadable` holds the paths of fields that the document shows but
    nobody could read: for them nothing is filled in."""
    form = completed(form, unreadable)
    root = ElementTree.Element("ownershipDocument")
    _write(root, form)
    ElementTree.indent(root, " " * 4)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _write(parent: ElementTree.Element, element: Element, in_row: bool = False) -> None:
    coding = isinstance(element, TransactionCoding)
    marks: list[str] = []
    for attribute in type(element).model_fields:
        name, child = sec_name(attribute), getattr(element, attribute)
        if isinstance(child, Valued):
            if coding:
                marks += child.footnotes
            _write_leaf(parent, name, child, in_row and not coding)
        elif isinstance(child, tuple):
            _write_repeated(parent, name, child)
        elif isinstance(child, Element):
            node = ElementTree.Element(name)
            _write(node, child, in_row)
            if len(node) or name in _ALWAYS.get(parent.tag, ()):
                parent.append(node)
    for mark in marks:
        ElementTree.SubElement(parent, "footnoteId", id=mark)


def _write_leaf(parent: ElementTree.Element, name: str, leaf: Valued[Any], wrapped: bool) -> None:
    """Head and coding elements hold their text itself and no footnotes; `wrapped` ones a value and footnoteIds."""
    # An owner whose name nobody could read has an empty one: the schema allows it, and readers rely on the element.
    if leaf.value is None and not (wrapped and leaf.footnotes) and name != "rptOwnerName":
        return
    node = ElementTree.SubElement(parent, name)
    if not wrapped:
        node.text = _clean(leaf.text or "")
        return
    # The schema lets numbers and dates be a footnote alone; of a nature it demands a value, which may be empty.
    if leaf.value is not None or name == "natureOfOwnership":
        ElementTree.SubElement(node, "value").text = _clean(leaf.text or "")
    for mark in leaf.footnotes:
        ElementTree.SubElement(node, "footnoteId", id=mark)


def _write_repeated(parent: ElementTree.Element, name: str, children: tuple[Element, ...]) -> None:
    table = name in ("nonDerivativeTable", "derivativeTable", "footnotes")
    holder = ElementTree.SubElement(parent, name) if table and children else parent
    for child in children:
        if isinstance(child, Footnote):
            ElementTree.SubElement(holder, "footnote", id=child.id).text = _clean(child.value or "")
        elif isinstance(child, NonDerivativeRow | DerivativeRow):
            _write(ElementTree.SubElement(holder, row_element(child)), child, in_row=True)
        else:
            _write(ElementTree.SubElement(holder, name), child)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def from_xml(data: bytes, name: str = "the document") -> Form4:
    """The filing of an ownershipDocument of any schema version; `name` is what errors call it.

    InputError for anything else. Nothing is fetched or expanded: a document type declaration is refused unread.
    """
    root = _parse(data, name)
    if _tag(root) != "ownershipDocument":
        raise InputError(
            f"{name} is no SEC ownership XML (its root element is {_tag(root)}); give an ownershipDocument."
        )
    try:
        return from_paths(_items(root, "", ""))
    except ValueError as error:
        cause = str(error).splitlines()[0]
        raise InputError(f"{name} is no SEC ownership XML as Forms 3, 4 and 5 use it: {cause}.") from error


def _parse(data: bytes, name: str) -> ElementTree.Element:
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise InputError(f"{name} has a document type declaration, which ownership XML never has; it was not read.")

    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            raise InputError(f"{name} is no SEC ownership XML: its elements are nested too deep.")
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise InputError(f"{name} is not well-formed XML ({error}); give the SEC's XML file itself.") from error
    return builder.close()


def _tag(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2]


def _items(node: ElementTree.Element, prefix: str, row: str) -> Iterator[Item]:
    """The leaves below a node; `row` is the row element it lies in. Anything unknown to the SEC's schemas comes out as
    a path that `from_paths` refuses."""
    seen: dict[str, int] = {}
    for child in node:
        tag = _tag(child)
        number = seen[tag] = seen.get(tag, 0) + 1
        path = f"{prefix}{tag}[{number}]" if tag in _REPEATED else prefix + tag
        if tag == "footnote":
            mark = child.get("id", "")
            yield Item(path, _text(child), () if mark == f"F{number}" else (mark,))
        elif tag in _GROUPS:
            if number > 1 and tag not in _REPEATED:
                raise ValueError(f"{path}: given twice")
            inner = tag if tag in ROWS else row
            leaves = list(
                _coding(child, path, inner) if tag == "transactionCoding" else _items(child, path + "/", inner)
            )
            if tag in _REPEATED and not leaves:
                leaves = [Item(f"{path}/{_REPEATED[tag]}", None)]
            yield from leaves
        else:
            yield _leaf(child, path)


def _leaf(node: ElementTree.Element, path: str) -> Item:
    values = [child for child in node if _tag(child) == "value"]
    if len(values) > 1 or any(_tag(child) not in ("value", "footnoteId") for child in node):
        raise ValueError(f"{path}: holds more than a value and footnotes")
    return Item(path, _text(values[0] if values else node), _marks(node))


def _coding(node: ElementTree.Element, path: str, row: str) -> Iterator[Item]:
    """The leaves of a transactionCoding; its footnotes mark the code (see `models.form4.TransactionCoding`)."""
    bearer = f"{path}/{'transactionFormType' if row.endswith('Holding') else 'transactionCode'}"
    leaves = [_leaf(child, f"{path}/{_tag(child)}") for child in node if _tag(child) != "footnoteId"]
    marks = _marks(node)
    if marks and bearer not in (leaf.path for leaf in leaves):
        leaves.append(Item(bearer, None))
    for leaf in leaves:
        yield leaf._replace(footnotes=marks) if leaf.path == bearer else leaf


def _marks(node: ElementTree.Element) -> tuple[str, ...]:
    return tuple(child.get("id", "") for child in node if _tag(child) == "footnoteId")


def _text(node: ElementTree.Element) -> str | None:
    return "".join(node.itertext()).strip() or None


# Elements that may repeat, with a leaf to stand for one that is empty.
_REPEATED = {
    "reportingOwner": "reportingOwnerId/rptOwnerName",
    "ownerSignature": "signatureName",
    "footnote": "",
    **dict.fromkeys(ROWS, "securityTitle"),
}
_GROUPS = {
    *("issuer", "reportingOwner", "reportingOwnerId", "reportingOwnerAddress", "reportingOwnerRelationship"),
    *("nonDerivativeTable", "derivativeTable", *ROWS),
    *("transactionCoding", "transactionAmounts", "underlyingSecurity", "postTransactionAmounts", "ownershipNature"),
    *("footnotes", "ownerSignature"),
}
