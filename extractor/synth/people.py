"""Invented owners, issuers and addresses."""

from __future__ import annotations

import random
from dataclasses import dataclass

from extractor.synth import vocabulary as words
from extractor.synth.split import mine
from models.form4 import (
    Flag,
    Issuer,
    ReportingOwner,
    ReportingOwnerAddress,
    ReportingOwnerId,
    ReportingOwnerRelationship,
    Text,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who files: the name as EDGAR files it (last name first) and as it is signed."""

    filed: str
    signed: str
    natural: bool


def make_person(rng: random.Random) -> Person:
    """A natural person, sometimes with a suffix, initials or a name in capitals."""
    last, first = rng.choice(mine(words.SURNAMES)), rng.choice(mine(words.GIVEN))
    middle = rng.choice(
        (rng.choice(mine(words.GIVEN)), rng.choice("ABCDEFGHJKLMNPRSTVW"), rng.choice("ABCDEGHJLMRSTW") + ".", "")
    )
    suffix = rng.choice(words.SUFFIXES) if rng.random() < 0.12 else ""
    if rng.random() < 0.04:
        last = f"{last}-{rng.choice(mine(words.SURNAMES))}"
    filed = " ".join(t for t in (last, first, middle, suffix) if t)
    initial = middle if len(middle) != 1 else middle + "."
    signed = " ".join(t for t in (first, initial, last) if t) + (f", {suffix}" if suffix else "")
    return Person(filed.upper() if rng.random() < 0.4 else filed, signed, True)


def make_entity(rng: random.Random) -> Person:
    """A fund, trust, partnership or LLC."""
    name = rng.choice(words.FUNDS).format(
        s=rng.choice(mine(words.SURNAMES)),
        g=rng.choice(mine(words.GIVEN)),
        t=rng.choice(mine(words.GIVEN)),
        c=rng.choice(mine(words.COMPANY_FIRST)),
        n=rng.choice(("I", "II", "III", "IV", "V", "2000", "VII")),
        m=rng.randint(1, 12),
        d=rng.randint(1, 28),
        y=rng.randint(84, 99),
    )
    return Person(name.upper() if rng.random() < 0.4 else name, name, False)


def make_issuer(rng: random.Random, foreign_symbol: bool) -> Issuer:
    """A company and its ticker, which is free text; `foreign_symbol` may add one (the 2026 form has a box for it)."""
    parts = [rng.choice(mine(words.COMPANY_FIRST)), rng.choice(words.COMPANY_SECOND)]
    if rng.random() < 0.2:
        parts.insert(1, rng.choice(mine(words.COMPANY_FIRST)))
    if rng.random() < 0.07:
        parts.insert(0, str(rng.randint(2, 999)))
    name = " ".join((*parts, rng.choice(words.COMPANY_LAST)))
    foreign = (
        f"{_letters(rng, parts)}.{rng.choice(('L', 'TO', 'TW', 'HK'))}"
        if foreign_symbol and rng.random() < 0.4
        else None
    )
    return Issuer(
        issuer_cik=Text(value=f"{rng.randrange(10**4, 2 * 10**6):010d}"),
        issuer_name=Text(value=name.upper() if rng.random() < 0.35 else name),
        issuer_trading_symbol=Text(value=_symbol(rng, parts)),
        issuer_foreign_trading_symbol=Text(value=foreign),
    )


def _letters(rng: random.Random, parts: list[str]) -> str:
    pool = [c for part in parts for c in part.upper() if c.isalpha()]
    return pool[0] + "".join(rng.choice(pool) for _ in range(rng.choice((1, 2, 2, 3, 3, 3))))


def _symbol(rng: random.Random, parts: list[str]) -> str:
    plain = _letters(rng, parts)
    kind = rng.random()
    if kind < 0.78:
        return plain
    forms = (
        rng.choice(words.NO_SYMBOLS),
        f"{plain[:3]}.{rng.choice('AB')}",
        f"{plain[:4]}-OTC",
        plain.lower(),
        f"({plain})",
        f"{plain[:3]}/{rng.choice('AB')}",
        f"{plain[:3]}A, {plain[:3]}B"[:10],
        f"{plain[:3]}.OB",
        str(rng.randint(1000, 9999)),
        f"{rng.choice(words.VENUES)}:{plain[:3]}"[:10],
        f"{plain[:4]} {plain[:4]}P"[:10],
    )
    return rng.choice(forms)


def make_address(rng: random.Random, issuer: Issuer, newest: bool) -> ReportingOwnerAddress:
    """Where an owner gets mail, often care of the issuer; `newest` fills the country of a foreign address as well."""
    abroad = rng.random() < 0.08
    city, state, prefix = rng.choice(words.ABROAD if abroad else words.PLACES)
    code = (
        prefix
        if abroad
        else f"{prefix}{rng.randint(1, 89):02d}" + (f"-{rng.randint(1001, 9998)}" if rng.random() < 0.08 else "")
    )
    street = f"{rng.randint(1, 9999)} {rng.choice(mine(words.STREETS))} {rng.choice(words.STREET_KINDS)}"
    if rng.random() < 0.06:
        street = f"One {rng.choice(mine(words.COMPANY_FIRST))} {rng.choice(('Plaza', 'Tower', 'Financial Center'))}"
    room = (
        rng.choice(words.ROOMS).format(n=rng.randint(100, 2900), f=rng.randint(4, 19)) if rng.random() < 0.5 else None
    )
    shout = rng.random() < 0.5
    first, second = street, room
    if room and rng.random() < 0.45:  # on one line
        first, second = f"{street}{rng.choice((', ', ', ', ' '))}{room}", None
    if rng.random() < 0.35:
        first, second = _care_of(rng, issuer), (second and f"{first}, {second}") or first
    first, second = first[:40].strip(), second and second[:40].strip()  # EDGAR takes no more
    return ReportingOwnerAddress(
        rpt_owner_street1=Text(value=first.upper() if shout else first),
        rpt_owner_street2=Text(value=(second.upper() if shout else second) if second else None),
        rpt_owner_city=Text(value=city),
        rpt_owner_state=Text(value=state),
        rpt_owner_zip_code=Text(value=code or None),
        rpt_owner_country=Text(value=("Z4" if state[0] == "A" else state) if abroad and newest else None),
        rpt_owner_non_us_address_flag=Flag(value=abroad if newest else None),
    )


def _care_of(rng: random.Random, issuer: Issuer) -> str:
    """Whose mail it goes with: the issuer's, a firm's or a fund's; EDGAR cuts off what is longer than 40 letters."""
    name = issuer.issuer_name.value or ""
    if rng.random() < 0.4:
        firm = rng.choice(mine(words.SURNAMES)), rng.choice(mine(words.SURNAMES))
        name = rng.choice((f"{firm[0]}, {firm[1]} & COMPANY", f"{firm[0]} LLP", make_entity(rng).signed))
    return f"{rng.choice(('C/O', 'C/O', 'c/o', 'C/O:', '%'))} {name}"[: rng.choice((30, 40, 40))].strip()


def make_owner(
    rng: random.Random, person: Person, address: ReportingOwnerAddress, group: ReportingOwnerRelationship | None
) -> ReportingOwner:
    """An owner with at least one relationship to the issuer; `group` is that of the joint filing's first owner."""
    relation = group if group is not None and rng.random() < 0.75 else _relationship(rng, person)
    return ReportingOwner(
        reporting_owner_id=ReportingOwnerId(
            rpt_owner_cik=Text(value=f"{rng.randrange(9 * 10**5, 2 * 10**6):010d}"),
            rpt_owner_name=Text(value=person.filed),
        ),
        reporting_owner_address=address,
        reporting_owner_relationship=relation,
    )


def _relationship(rng: random.Random, person: Person) -> ReportingOwnerRelationship:
    officer = person.natural and rng.random() < 0.6
    director = rng.random() < (0.5 if person.natural else 0.15)
    ten = rng.random() < (0.15 if person.natural else 0.85)
    other = rng.random() < 0.05 or not (officer or director or ten)
    return ReportingOwnerRelationship(
        is_director=Flag(value=director), is_officer=Flag(value=officer), is_ten_percent_owner=Flag(value=ten),
        is_other=Flag(value=other),
        officer_title=Text(value=rng.choice(words.OFFICER_TITLES) if officer else None),
        other_text=Text(value=rng.choice(words.OTHER_TEXTS) if other else None),
    )  # fmt: skip
