"""What a filing's kin know of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.link.kin import Kin
from extractor.link.portraits import Portrait, same_account
from extractor.siblings import Account, Saying, Siblings

_OWNER = re.compile(r"reportingOwner\[(\d+)\]/")


def siblings_of(number: int, portraits: Sequence[Portrait], kin: Kin) -> Siblings:
    """What the siblings of the filing of that number say."""
    return Siblings(_texts(portraits, kin), *_accounts(portraits[number], [portraits[j] for j in kin.siblings]))


def _texts(portraits: Sequence[Portrait], kin: Kin) -> dict[str, tuple[Saying, ...]]:
    said: dict[str, list[Saying]] = {}
    for j in kin.siblings:
        ours = {its: mine for mine, its in kin.owners[j].items()}
        for path, sayings in portraits[j].texts.items():
            place = _ours(path, ours)
            if place:
                said.setdefault(place, []).extend(sayings)
    return {path: tuple(sayings) for path, sayings in said.items()}


def _ours(path: str, ours: Mapping[int, int]) -> str:
    """The path with the number that its owner has here; "" for an owner who is not ours."""
    owner = _OWNER.match(path)
    if owner is None:
        return path
    mine = ours.get(int(owner[1]))
    return f"reportingOwner[{mine}]/{path[owner.end():]}" if mine else ""


def _accounts(filing: Portrait, others: Sequence[Portrait]) -> tuple[tuple[Account, ...], tuple[Account, ...]]:
    """For each account of the filing the nearest earlier filing's that says what was owned in the end, and the nearest
    later one's that says what was owned at first. Filings of one day have no order: neither is asked."""
    before: list[Account] = []
    after: list[Account] = []
    there = sorted((account for other in others for account in other.accounts), key=lambda one: (one.day, one.document))
    for mine in filing.accounts:
        same = [account for account in there if same_account(mine, account)]
        earlier = [account for account in same if account.day < mine.day and account.closing is not None]
        later = [account for account in same if account.day > mine.day and account.opening is not None]
        before += [account for account in earlier if account.day == earlier[-1].day][:1]
        after += [account for account in later if account.day == later[0].day][:1]
    return tuple(dict.fromkeys(before)), tuple(dict.fromkeys(after))
