"""What other documents say about a filing: texts, balances, and further copies of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Saying:
    """A text as another filing has it. `sure`: nobody is asked to review it there."""

    value: str
    document: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Account:
    """Shares of one security in one form of ownership, as one filing tells of them: owned before its first row and
    after its last, None where that cannot be told. `nature` is "" for what is owned directly; `series` holds strike
    and expiration in Table II. `day` is the filing's (box 3)."""

    table: str
    title: str
    nature: str
    series: tuple[str, ...]
    opening: Decimal | None
    closing: Decimal | None
    day: date
    document: str


@dataclass(frozen=True, slots=True)
class Siblings:
    """What filings of the same owner and issuer say: `texts` by the path of the field that they are about (of titles
    and natures by the path below the row: any row's), the account as the nearest earlier filing leaves it (`before`)
    and as the nearest later one finds it (`after`)."""

    texts: Mapping[str, tuple[Saying, ...]] = field(default_factory=dict)
    before: tuple[Account, ...] = ()
    after: tuple[Account, ...] = ()

    @property
    def documents(self) -> frozenset[str]:
        """The documents that say something."""
        texts = (saying.document for sayings in self.texts.values() for saying in sayings)
        return frozenset((*texts, *(account.document for account in (*self.before, *self.after))))
