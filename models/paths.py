"""A filing as a flat list of leaves with their paths in the SEC's ownership XML, and back.

    nonDerivativeTable/nonDerivativeTransaction[2]/transactionAmounts/transactionShares
    reportingOwner[1]/reportingOwnerId/rptOwnerName · footnotes/footnote[1] · ownerSignature[1]/signatureName

Indices count from 1 among siblings of the same name, and stand on every element that may repeat, also when there is
only one. There is no `value` step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple, get_args

from models.form4 import DerivativeRow, Element, Footnote, Form4, NonDerivativeRow, Row, Text, Valued, sec_name

_STEP = re.compile(r"([A-Za-z0-9]+)(?:\[([1-9][0-9]{0,3})\])?", re.ASCII)

ROWS: dict[str, tuple[str, str]] = {
    "nonDerivativeTransaction": ("nonDerivativeTable", "transaction"),
    "nonDerivativeHolding": ("nonDerivativeTable", "holding"),
    "derivativeTransaction": ("derivativeTable", "transaction"),
    "derivativeHolding": ("derivativeTable", "holding"),
}
"""The elements that are rows: their table and kind."""

HOLDING_LACKS = frozenset(
    {
        "transactionDate",
        "deemedExecutionDate",
        "transactionTimeliness",
        "transactionAmounts",
        "transactionCode",
        "equitySwapInvolved",
    }
)


class Item(NamedTuple):
    """One leaf: its path, its canonical text (None when it has no value) and the ids of the footnotes marking it.

    A footnote whose id is not "F" and its position carries its own id in `footnotes`; others carry none.
    """

    path: str
    value: str | None
    footnotes: tuple[str, ...] = ()


def row_element(row: Row) -> str:
    """The row's element name: nonDerivativeTransaction, nonDerivativeHolding, …"""
    return ("nonDerivative" if isinstance(row, NonDerivativeRow) else "derivative") + row.kind.capitalize()


def row_paths(form: Form4) -> Iterator[tuple[str, Row]]:
    """The rows of both tables in printed order, each with its path."""
    for table, rows in (
        ("nonDerivativeTable", form.non_derivative_table),
        ("derivativeTable", form.derivative_table),
    ):
        count = {"transaction": 0, "holding": 0}
        for row in rows:
            count[row.kind] += 1
            yield f"{table}/{row_element(row)}[{count[row.kind]}]", row


def flatten(form: Form4) -> tuple[Item, ...]:
    """Every leaf of the filing in document order, blank ones included."""
    return tuple(_leaves(form, ""))


def _leaves(element: Element, prefix: str, holding: bool = False) -> Iterator[Item]:
    for name, attribute in _attributes(type(element)).items():
        if holding and name in HOLDING_LACKS:
            continue
        child = getattr(element, attribute)
        if isinstance(child, Valued):
            yield Item(prefix + name, child.text, child.footnotes)
        elif isinstance(child, tuple):
            yield from _repeated(name, child, prefix)
        else:
            yield from _leaves(child, f"{prefix}{name}/", holding)


def _repeated(name: str, children: tuple[Any, ...], prefix: str) -> Iterator[Item]:
    seen: dict[str, int] = {}
    for child in children:
        is_row = isinstance(child, NonDerivativeRow | DerivativeRow)
        tag = row_element(child) if is_row else "footnote" if isinstance(child, Footnote) else name
        number = seen[tag] = seen.get(tag, 0) + 1
        path = f"{prefix}{name}/{tag}[{number}]" if tag != name else f"{prefix}{name}[{number}]"
        if isinstance(child, Footnote):
            yield Item(path, child.value, () if child.id == f"F{number}" else (child.id,))
        else:
            yield from _leaves(child, path + "/", is_row and child.kind == "holding")


def from_paths(items: Iterable[tuple[str, str | None, tuple[str, ...]]]) -> Form4:
    """The filing of those leaves; the inverse of `flatten`. Blank leaves may be left out.

    Rows stand in the order in which their first leaf comes. ValueError, naming the path, for an unknown or repeated
    path, a value that its element cannot have, and numbering with gaps.
    """
    tree: dict[str, Any] = {}
    repeated: dict[tuple[str, str], dict[int, dict[str, Any]]] = {}
    done: set[str] = set()
    for path, value, footnotes in items:
        if path in done:
            raise ValueError(f"{path}: given twice")
        done.add(path)
        place = _place(path)
        node = tree if place.tag is None else _sibling(place.name, place.tag, place.number, tree, repeated)
        if place.leaf is None:
            node.update(id=footnotes[0] if footnotes else f"F{place.number}", value=value or None)
            continue
        for group in place.groups:
            node = node.setdefault(group, {})
        try:
            node[place.name_of_leaf] = _leaf(place.leaf, value, footnotes)
        except ValueError as error:
            raise ValueError(f"{path}: {value!r} is not a value of this element") from error
    for (_, tag), numbered in repeated.items():
        if sorted(numbered) != list(range(1, len(numbered) + 1)):
            raise ValueError(f"{tag}: numbered {sorted(numbered)}, not 1 to {len(numbered)}")
    return Form4.model_validate(tree)


def _sibling(
    name: str, tag: str, index: int, tree: dict[str, Any], repeated: dict[tuple[str, str], dict[int, dict[str, Any]]]
) -> dict[str, Any]:
    """The node of that index among the siblings of a tag."""
    siblings = repeated.setdefault((name, tag), {})
    if index not in siblings:
        siblings[index] = {"kind": ROWS[tag][1]} if tag in ROWS else {}
        tree.setdefault(name, []).append(siblings[index])
    return siblings[index]


@lru_cache(maxsize=1024)
def _leaf(leaf: type[Valued[Any]], value: str | None, footnotes: tuple[str, ...]) -> Valued[Any]:
    return leaf.parse(value, footnotes)


class _Place(NamedTuple):
    """Where a path leads: below the form itself (`tag` None), or below the element `tag` of that number in the
    form's `name`; through `groups` to the leaf of that name and class, or to the note itself (`leaf` None)."""

    name: str
    tag: str | None
    number: int
    groups: tuple[str, ...] = ()
    name_of_leaf: str = ""
    leaf: type[Valued[Any]] | None = None


@lru_cache(maxsize=2048)
def _place(path: str) -> _Place:
    """ValueError for a path that leads nowhere."""
    steps = [_step(path, part) for part in path.split("/")]
    name, index = steps[0]
    kinds = [kind for kind in get_args(_class(path, Form4, name)) if kind is not ...]
    if not kinds:
        return _Place(name, None, 0, *_below(path, Form4, steps, holding=False))
    row = name in ("nonDerivativeTable", "derivativeTable", "footnotes")
    tag, index = steps[1] if row and len(steps) > 1 else (name, index)
    fits = tag == "footnote" if name == "footnotes" else ROWS.get(tag, ("",))[0] == name if row else True
    if index is None or not fits:
        raise ValueError(f"{path}: not a path of the ownership XML")
    if kinds[0] is Footnote and len(steps) == 2:
        return _Place(name, tag, index)
    below = _below(path, kinds[0], steps[2 if row else 1 :], holding=ROWS.get(tag, ("", ""))[1] == "holding")
    return _Place(name, tag, index, *below)


def _below(
    path: str, element: type[Element], steps: list[tuple[str, int | None]], *, holding: bool
) -> tuple[tuple[str, ...], str, type[Valued[Any]]]:
    """The groups, the name and the class of the leaf that the steps below an element lead to."""
    for position, (name, index) in enumerate(steps):
        child = _class(path, element, name)
        if index is not None or not isinstance(child, type) or (holding and name in HOLDING_LACKS):
            raise ValueError(f"{path}: not a path of the ownership XML")
        if issubclass(child, Valued):
            if position != len(steps) - 1:
                raise ValueError(f"{path}: not a path of the ownership XML")
            return tuple(group for group, _ in steps[:-1]), name, child
        if issubclass(child, Element):
            element = child
    raise ValueError(f"{path}: names a group, not a value")


def _step(path: str, part: str) -> tuple[str, int | None]:
    match = _STEP.fullmatch(part)
    if match is None:
        raise ValueError(f"{path}: not a path of the ownership XML")
    return match[1], int(match[2]) if match[2] else None


def _class(path: str, element: type[Element], name: str) -> Any:
    """What the attribute of that name holds."""
    try:
        return element.model_fields[_attributes(element)[name]].annotation
    except KeyError:
        raise ValueError(f"{path}: not a path of the ownership XML") from None


@cache
def _attributes(element: type[Element]) -> dict[str, str]:
    """The element's attributes by the SEC's names."""
    return {sec_name(attribute): attribute for attribute in element.model_fields if attribute != "kind"}


def _leaf_classes(element: type[Element]) -> Iterator[tuple[str, type[Valued[Any]]]]:
    for attribute, info in element.model_fields.items():
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, Valued):
            yield sec_name(attribute), kind
        elif isinstance(kind, type) and issubclass(kind, Element):
            yield from _leaf_classes(kind)
        else:
            for inner in get_args(kind):
                if isinstance(inner, type) and issubclass(inner, Element):
                    yield from _leaf_classes(inner)


_LEAF_CLASSES: dict[str, type[Valued[Any]]] = {**dict(_leaf_classes(Form4)), "footnote": Text}


def leaf_class(path: str) -> type[Valued[Any]]:
    """What the leaf at that path holds: `Text`, `Amount`, `Day` or `Flag`. KeyError for a path of no leaf."""
    return _LEAF_CLASSES[path.rpartition("/")[2].partition("[")[0]]
