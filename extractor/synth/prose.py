"""What filers write in sentences of their own: notes, remarks and the lines they sign with. All of it is invented; the
turns of phrase are those of real filings, the form's own words in the middle of them too."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from extractor.synth import vocabulary as words
from extractor.synth.ledger import COLUMNS, Draft
from extractor.synth.people import Person, make_entity, make_person
from extractor.synth.split import mine

_NOTES: dict[str, tuple[str, ...]] = {
    "title": (
        "Each share of {company} preferred stock is convertible into one share of common stock at the option of the "
        "holder and has no expiration date.",
        "These securities are held of record by {fund} and may be deemed to be beneficially owned by the Reporting "
        "Person.",
        "Received in connection with the merger of {company} into the Issuer on {date}.",
        "Represents units granted under the Issuer's {year} Omnibus Incentive Plan (the \"Plan\").",
        "The reporting person is a party to a voting agreement dated {date} and may be deemed to be a member of a "
        "\"group\" under Section 13(d) of the Securities Exchange Act of 1934.",
    ),
    "amount": (
        "Shares were withheld by the Issuer to satisfy tax withholding obligations in connection with the vesting of "
        "restricted stock units granted to the Reporting Person.",
        "The shares were purchased pursuant to a dividend reinvestment program offered through a brokerage account "
        "maintained by the reporting person.",
        "Includes {n:,} shares acquired under the {company} Employee Stock Purchase Plan on {date}.",
        "Represents shares surrendered to the issuer upon the vesting of {n:,} performance-based units; "
        "{m:,} units were "
        "forfeited because the threshold for {year} was not reached.",
        "On {date}, {fund} distributed, for no consideration, {n:,} shares pro rata to its partners.",
        "Restricted shares, one third of which will vest on each of the first three anniversaries of {date}, "
        "subject to "
        "continued service through each such date.",
    ),
    "price": (
        "The price reported in Column 4 is a weighted average price. These shares were sold in multiple "
        "transactions at "
        "prices ranging from ${p:.2f} to ${q:.2f}, inclusive. The Reporting Person undertakes to provide to "
        "the Issuer, "
        "any security holder of the Issuer, or the staff of the SEC, upon request, full information regarding the "
        "number of shares sold at each separate price within the range set forth in this footnote.",
        "The purchase price was determined by the average of the closing prices on the five trading days "
        "before {date}.",
        "Underwriting discounts of ${p:.4f} a share have been deducted.",
    ),
    "after": (
        "Includes {n:,} shares previously reported as indirectly owned by {fund}.",
        "Between {date} and the date of this report the Reporting Person acquired {n:,} shares through the {company} "
        "401(k) plan, based on a plan statement dated as of {date}.",
        "The total was overstated by {m:,} shares in the Form 4 filed by the reporting person on {date}.",
        "Excludes {n:,} shares held by the spouse of the reporting person, as to which beneficial ownership is "
        "disclaimed.",
    ),
    "nature": (
        "By {fund} (\"Fund\"). The general partner of Fund is {other}. {person} is the managing member of the general "
        "partner and has sole voting and dispositive power. Each disclaims beneficial ownership except to "
        "the extent of "
        "any pecuniary interest therein.",
        "Shares held by a trust of which the reporting person's spouse is trustee and whose beneficiaries "
        "are members of "
        "the family of the Reporting Person.",
        "{fund} is under common control with {other}; see Exhibit 99.1.",
        "Held in the name of {person}, a child of the reporting person who shares the same household.",
    ),
    "code": (
        "The transaction was effected pursuant to a Rule 10b5-1 plan adopted by the reporting person on {date}.",
        "Transfer to {fund}, exempt under Rule 16a-13 as a mere change in the form of beneficial ownership.",
        "Automatic reinvestment of dividends, exempt under Rule 16a-11.",
        "Shares sold to cover taxes; not a discretionary trade by the Reporting Person.",
    ),
}  # fmt: skip
"""Column of a row → what a note on it may say."""

_REMARKS = (
    "Exhibit 24 - Power of Attorney",
    "Form 1 of 2.",
    "The filing of this form is not an admission.",
    "This report is filed late owing to a clerical error of the Issuer.",
    "The Reporting Persons may be deemed to be members of a Section 13(d) group that owns more than 10% "
    "of the Issuer's "
    "voting securities. Each Reporting Person disclaims beneficial ownership except to the extent of its pecuniary "
    "interest.",
    "{person} serves on the board of directors of the Issuer as the representative of {fund}, which may "
    "be a director by "
    "deputization.",
    "This Form 4 is filed jointly by {fund} and {person}. The address of each reporting person is the one given in "
    "box 1.",
    "These transactions were made pursuant to a Rule 10b5-1 plan adopted by the reporting person on {date}.",
    "Exhibit 24.1 - Power of Attorney for {person}; Exhibit 99 - Joint Filer Information, incorporated herein by "
    "reference.",
    "Due to the limit of ten reporting persons this is the first of two forms that relate to the same securities.",
)

_MORE_NOTES = 0.4
_REMARKED = 0.14


def more_notes(rng: random.Random, drafts: list[Draft], day: date) -> None:
    """Notes as filers word them, on a few columns of a few rows."""
    if not drafts or rng.random() >= _MORE_NOTES:
        return
    for _ in range(rng.choice((1, 1, 2, 3))):
        draft = rng.choice(drafts)
        filled = {
            "amount": bool(draft.code), "code": bool(draft.code), "price": draft.price is not None,
            "nature": bool(draft.account.nature),
        }  # fmt: skip
        keys = [key for key in _NOTES if key in COLUMNS and filled.get(key, True)]
        key = rng.choice(keys)
        draft.note(key, _worded(rng, rng.choice(_NOTES[key]), day))


def remark(rng: random.Random, day: date) -> str | None:
    """What stands below the notes, now and then."""
    return _worded(rng, rng.choice(_REMARKS), day) if rng.random() < _REMARKED else None


def _worded(rng: random.Random, text: str, day: date) -> str:
    """The text with names, days and numbers of its own."""
    then = day - timedelta(days=rng.randint(20, 700))
    low = round(10 ** rng.uniform(0.2, 2.3), 2)
    return text.format(
        fund=make_entity(rng).signed,
        other=make_entity(rng).signed,
        person=make_person(rng).signed,
        company=f"{rng.choice(mine(words.COMPANY_FIRST))} {rng.choice(words.COMPANY_SECOND)}",
        date=f"{then:%B} {then.day}, {then.year}",
        year=then.year,
        n=rng.randint(150, 90_000),
        m=rng.randint(10, 900),
        p=low,
        q=low * rng.uniform(1.002, 1.03),
    )


def signed(rng: random.Random, person: Person, agent: str, slash: str) -> str:
    """How a person or an entity signs; `agent` may do it for them, `slash` is "/s/ " or nothing."""
    if not person.natural:
        office = rng.choice(("Managing Member", "General Partner", "Trustee", "Manager", "Authorized Signatory"))
        ways: tuple[Callable[[], str], ...] = (
            lambda: f"{person.signed}, By: {slash}{agent}, {office}",
            lambda: f"{person.signed}, By: {slash}{agent}, {office}",
            lambda: f"{person.signed}; By: {make_entity(rng).signed}, its {office}; By: {slash}{agent}",
            lambda: f"{slash}{agent}, {office} of {person.signed}",
            lambda: f"{slash}{person.signed}, By {agent}, Its: {office}",
        )
        return rng.choice(ways)()
    if rng.random() < 0.4:
        return f"{slash}{agent}" + rng.choice(
            (
                ", Attorney-in-Fact",
                f", attorney-in-fact for {person.signed}",
                ", by power of attorney",
                f", as attorney-in-fact for {person.signed}, pursuant to a power of attorney previously filed",
                f" for {person.signed}",
                f", on behalf of {person.signed} and each other reporting person hereunder",
            )
        )
    return f"{slash}{person.signed}"
