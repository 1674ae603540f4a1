"""A filing's leaves by their paths, each shown with its marks: (1) footnote, * repaired, ? for review."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rich.text import Text

from extractor.printable import printable
from models.extraction import Extraction
from models.field import Field, State
from models.form4 import Amount
from models.paths import Item, flatten, leaf_class

REPAIRED, DOUBTED, LOST = "cyan", "bold yellow", "bold red"

@dataclass(frozen=True, slots=True)
class Leaves:
    """The leaves of a filing and the fields of its extraction, by path."""

    items: dict[str, Item]
    fields: dict[str, Field]

    @staticmethod
    def of(extraction: Extraction) -> Leaves:
        return Leaves(
            {item.path: item for item in flatten(extraction.form)},
            {field.path: field for field in extraction.fields},
        )

    def show(self, path: str) -> Text:
        """The leaf at `path` with its marks; empty when there is nothing to say."""
        leaf = self.items.get(path)
        shown = self.mark(path, _value(path, leaf.value if leaf else None))
        for note in leaf.footnotes if leaf and not path.startswith("footnotes/") else ():
            shown.append(f"({note.removeprefix('F')})", style="dim")
        return shown

    def ticked(self, path: str, label: Text) -> Text:
        """The label of a check box when it is ticked or could not be read, else nothing."""
        leaf, field = self.items.get(path), self.fields.get(path)
        if field is not None and field.state is State.UNREADABLE:
            return Text.assemble(label, ("?", LOST))
        if leaf is None or leaf.value != "1":
            return Text()
        return Text.assemble(label, ("?", DOUBTED)) if field is not None and field.needs_review else label

    def mark(self, path: str, shown: str) -> Text:
        """`shown`, marked by what the extraction says of the field at `path`."""
        field = self.fields.get(path)
        if field is None:
            return Text(shown)
        if field.state is State.UNREADABLE:
            return Text("unreadable?", style=LOST)
        repaired = "*" if field.repairs and shown else ""
        if field.needs_review:
            return Text((shown or "blank") + repaired + "?", style=DOUBTED)
        return Text(shown + repaired, style=REPAIRED if repaired else "")

    def either(self, path: str, shares: str, dollars: str) -> Text:
        """A number of shares or, where the form gives a value in dollars instead, that."""
        value = self.show(path + dollars)
        return self.show(path + shares) or (Text.assemble("$", value) if value else Text())


def _value(path: str, value: str | None) -> str:
    if value is not None and not path.startswith("footnotes/") and leaf_class(path) is Amount:
        return f"{Decimal(value):,f}"
    return printable(value or "")


def lines(*parts: Text) -> Text:
    """Those parts that say something, each on its own line."""
    return Text("\n").join(part for part in parts if part)
