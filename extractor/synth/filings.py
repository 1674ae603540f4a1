"""Invented filings with known truth: a `Form4` that obeys the form's own arithmetic, by seed and by layout's era."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from extractor.synth import events
from extractor.synth import vocabulary as words
from extractor.synth.ledger import COLUMNS, Account, Books, Draft, first_row, second_row, weekday
from extractor.synth.mistakes import Mistake, mistaken
from extractor.synth.people import Person, make_address, make_entity, make_issuer, make_owner, make_person
from extractor.synth.prose import more_notes, remark
from extractor.synth.prose import signed as signed_by
from models.form4 import Day, Flag, Footnote, Form4, Issuer, OwnerSignature, ReportingOwner, Text


@dataclass(frozen=True, slots=True)
class Era:
    """When a layout was in use, and what its filings know. `monthly`: a month's transactions on one form."""

    first: date
    last: date
    schema: str
    monthly: bool = False
    plan_box: bool = False
    newest: bool = False


ERAS: dict[str, Era] = {
    "paper-1996": Era(date(1991, 5, 1), date(2002, 8, 28), "X0101", monthly=True),
    "paper-2002": Era(date(2002, 8, 29), date(2003, 6, 27), "X0101"),
    "edgar-2003": Era(date(2003, 7, 1), date(2015, 12, 31), "X0306"),
    "edgar-2016": Era(date(2016, 1, 1), date(2023, 3, 31), "X0306"),
    "edgar-2023": Era(date(2023, 4, 1), date(2026, 2, 27), "X0508", plan_box=True),
    "edgar-2026": Era(date(2026, 3, 10), date(2026, 10, 30), "X0609", plan_box=True, newest=True),
    "paper-2026": Era(date(2026, 3, 10), date(2026, 10, 30), "X0609", plan_box=True, newest=True),
}


_UNREPORTED = 0.12
"""How often something happens to an account between two filings of a series that neither reports."""


@dataclass(frozen=True, slots=True)
class Filing:
    """A filing as its filer made it, and where the filer erred: values contradict the rules there and are true."""

    form: Form4
    mistakes: tuple[Mistake, ...] = ()


def make_filing(seed: int, layout: str, owners: int | None = None, number: str = "4") -> Filing:
    """The filing of that seed, of a time when that layout was in use. `owners` 1 to 10 (drawn when not given);
    `number` "3" makes an initial statement (holdings only). KeyError for an unknown layout."""
    rng = random.Random(f"filing {layout} {number} {seed}")
    era = ERAS[layout]
    day = weekday(era.first + timedelta(days=rng.randrange((era.last - era.first).days - 3)))
    people = _people(rng, owners)
    books = _opened(rng, day)
    if number == "3":
        _initial(books, rng)
    else:
        _changes(books, rng, era, _accounts(rng, books))
    form = _assembled(books, rng, era, number, day, people)
    return Filing(*mistaken(form, rng)) if number == "4" and rng.random() < 0.08 else Filing(form)


def make_series(seed: int, layout: str, count: int) -> tuple[Filing, ...]:
    """`count` filings of one owner and issuer, in the order of their days: each begins with the balances that the one
    before ended with, unless something happened meanwhile that was never reported. KeyError for an unknown layout."""
    rng = random.Random(f"series {layout} {seed}")
    era = ERAS[layout]
    people = _people(rng, 1)
    day = weekday(era.first + timedelta(days=rng.randrange(max(1, (era.last - era.first).days - 40 * count - 10))))
    first: Form4 | None = None
    accounts: list[Account] = []
    made: list[Filing] = []
    for _ in range(count):
        books = _opened(rng, day)
        accounts = accounts or _accounts(rng, books)
        for account in accounts:
            if made and rng.random() < _UNREPORTED:
                account.balance += books.lot()
        _changes(books, rng, era, accounts)
        form = _assembled(books, rng, era, "4", day, people, first)
        first = first or form
        made.append(Filing(form))
        day = min(weekday(books.day + timedelta(days=rng.randint(3, 30))), era.last - timedelta(days=3))
    return tuple(made)


def _opened(rng: random.Random, day: date) -> Books:
    """Empty books in a market of their own."""
    books = Books(rng, day, Decimal(str(round(10 ** rng.uniform(0.3, 2.4), 2))), day < date(2001, 4, 9))
    books.price = books.tick(books.price)
    return books


def _people(rng: random.Random, owners: int | None) -> list[Person]:
    count = owners or rng.choices((1, 2, 3, 4, 6, 10), (84, 7, 4, 3, 1, 1))[0]
    if count == 1:
        return [make_person(rng) if rng.random() < 0.92 else make_entity(rng)]
    people = [make_entity(rng) for _ in range(count - 1)] + [make_person(rng)]
    rng.shuffle(people)
    return people


def _accounts(rng: random.Random, books: Books) -> list[Account]:
    title = rng.choice(words.STOCKS)
    main = Account(title, "", books.lot() * rng.choice((1, 3, 10)))
    accounts = [main]
    for _ in range(rng.choices((0, 1, 2, 4), (55, 25, 14, 6))[0]):
        nature = rng.choice(words.NATURES) if rng.random() < 0.8 else f"By {make_entity(rng).signed}"
        note = ""
        if nature.lower().startswith("see") or rng.random() < 0.25:
            fund = make_entity(rng).signed
            note = rng.choice(
                (
                    f"Held by {fund}, of which the reporting person is a trustee.",
                    f"Held by {fund}. The reporting person disclaims beneficial ownership except to the extent of any "
                    "pecuniary interest.",
                    f"The reporting person is the managing member of {fund}, which holds the shares.",
                )
            )
        accounts.append(Account(title, nature, books.lot() * 2, note))
    return accounts


def _changes(books: Books, rng: random.Random, era: Era, accounts: list[Account]) -> None:
    pools = [events.FIRST_EVENTS] * 5 + [events.MIRRORED_EVENTS] * 4 + [events.SECOND_EVENTS] * 3
    for _ in range(rng.choices((1, 2, 3, 4, 14), (44, 32, 14, 6, 4))[0]):
        pool = {e: w for e, w in rng.choice(pools).items() if events.known(e, books.day)}
        event = rng.choices(list(pool), list(pool.values()))[0]
        account = accounts[0] if rng.random() < 0.8 else rng.choice(accounts)
        if account.balance > 2 and len(books.first) < 22 and len(books.second) < 22:
            event(books, account)
        if rng.random() < 0.2 and (not era.monthly or books.day.day < 26):
            books.next_day()
    if not books.first and not books.second:  # every account was empty
        events.purchase(books, accounts[0])
    moved = {id(draft.account) for draft in books.first}
    for account in accounts:
        if id(account) not in moved and rng.random() < 0.7:
            books.hold(account)
    while rng.random() < 0.18 and len(books.second) < 12:
        events.remainder(books, accounts[0])
    if rng.random() < 0.25 and books.first:
        row = rng.choice(books.first)
        extra = books.lot(row.after) if row.after > 10 else Decimal(1)
        row.note("after", rng.choice((
            f"Includes {extra:,f} shares held under the dividend reinvestment plan.",
            f"Reflects a two-for-one split paid since the last report; before it {row.after / 2:,f} shares were held.",
        )) if row.after > 0 else "No shares remain.")  # fmt: skip


def _initial(books: Books, rng: random.Random) -> None:
    accounts = _accounts(rng, books)
    if rng.random() < 0.12:
        return
    for account in accounts:
        books.hold(account)
    for _ in range(rng.choices((0, 1, 3, 5), (4, 3, 2, 1))[0]):
        events.remainder(books, accounts[0])


def _assembled(
    books: Books, rng: random.Random, era: Era, number: str, day: date, people: list[Person], like: Form4 | None = None
) -> Form4:
    """The filing of the books; its issuer and owners are those of `like`, where there is one."""
    issuer = like.issuer if like else make_issuer(rng, era.newest)
    owners = like.reporting_owner if like else _owners(rng, people, issuer, era.newest)
    drafts = [*books.first, *books.second]
    more_notes(rng, drafts, day)
    notes = _numbered(drafts)
    earliest = min([draft.day for draft in drafts if draft.day], default=day)
    latest = max([draft.day for draft in drafts if draft.day], default=day)
    signed = _signed_on(latest, era, rng)
    amended = rng.random() < 0.06
    original = weekday(signed - timedelta(days=rng.randint(0, 2)))
    if amended:
        signed = weekday(signed + timedelta(days=rng.randint(5, 90)))
    remarks = None
    titles = [
        t
        for o in owners
        for t in (o.reporting_owner_relationship.officer_title.value, o.reporting_owner_relationship.other_text.value)
    ]
    if "See Remarks" in titles:
        remarks = "Title: " + rng.choice(
            ("Executive Vice President and Chief Commercial Officer", "Senior Vice President, Supply Chain")
        )
    else:
        remarks = remark(rng, day)
    return Form4(
        schema_version=Text(value="X0206" if number == "3" and era.schema == "X0306" else era.schema),
        document_type=Text(value=number + ("/A" if amended else "")),
        period_of_report=Day(value=earliest),
        date_of_original_submission=Day(value=original if amended else None),
        no_securities_owned=Flag(value=not drafts if number == "3" else None),
        not_subject_to_section16=Flag(value=rng.random() < 0.05 if number == "4" else None),
        issuer=issuer,
        reporting_owner=owners,
        aff10b5_one=Flag(value=any("10b5-1" in t for t in notes) if era.plan_box and number == "4" else None),
        non_derivative_table=tuple(first_row(draft, notes, number) for draft in books.first),
        derivative_table=tuple(second_row(draft, notes, number) for draft in books.second),
        footnotes=tuple(Footnote(id=mark, value=text) for text, mark in notes.items()),
        remarks=Text(value=remarks),
        owner_signature=_signatures(rng, people, signed),
    )


def _owners(rng: random.Random, people: list[Person], issuer: Issuer, newest: bool) -> tuple[ReportingOwner, ...]:
    address = make_address(rng, issuer, newest)
    owners: list[ReportingOwner] = []
    group = None
    for person in people:
        owner = make_owner(rng, person, address, group)
        group = group or (owner.reporting_owner_relationship if not person.natural else None)
        owners.append(owner)
        address = address if rng.random() < 0.8 else make_address(rng, issuer, newest)
    return tuple(owners)


def _numbered(drafts: list[Draft]) -> dict[str, str]:
    """Footnote text → id, numbered as the marks stand on the page."""
    texts = [text for draft in drafts for key in COLUMNS for text in draft.notes.get(key, [])]
    return {text: f"F{number}" for number, text in enumerate(dict.fromkeys(texts), 1)}


def _signed_on(latest: date, era: Era, rng: random.Random) -> date:
    if era.monthly:  # due on the tenth of the next month
        following = (latest.replace(day=1) + timedelta(days=32)).replace(day=1)
        return weekday(following + timedelta(days=rng.randint(0, 9)))
    return weekday(latest + timedelta(days=rng.choice((0, 1, 1, 2, 2, 2, 2, 14))))


def _signatures(rng: random.Random, people: list[Person], day: date) -> tuple[OwnerSignature, ...]:
    signed = []
    agent = make_person(rng).signed
    slash = "/s/ " if rng.random() < 0.75 else ""
    for person in people:
        name = signed_by(rng, person, agent, slash)
        signed.append(OwnerSignature(signature_name=Text(value=name), signature_date=Day(value=day)))
    if len(signed) > 1 and rng.random() < 0.25:
        signed = signed[:1]
    return tuple(signed)
