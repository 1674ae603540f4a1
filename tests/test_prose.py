"""Sentences of notes: what is put right, what stays."""

from __future__ import annotations

import pytest

from extractor.repair.confusions import load_confusions
from extractor.repair.english import is_english, pair_rarity
from extractor.repair.lexicons import load_lexicons
from extractor.repair.text import parse_text

TABLE = load_confusions()
LEXICONS = load_lexicons()


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Sold to cover the purchasc price.", "Sold to cover the purchase price."),  # a word nobody knows
        ("Granted in monlhly portions.", "Granted in monthly portions."),
        ("Prcviously reported by the spouse.", "Previously reported by the spouse."),  # where a sentence begins
        ("Held byan uncle.", "Held by an uncle."),  # lost blanks
        ("One third and70 shares were sold.", "One third and 70 shares were sold."),
        ("Bought on April 2 6, 2011 at $7. 125 each.", "Bought on April 26, 2011 at $7.125 each."),  # strewn ones
        ("Bought at $41.20 55, on the exchange.", "Bought at $41.2055, on the exchange."),
        ("Due on June lO, 2004.", "Due on June 10, 2004."),  # letters for figures
        ("Sold at S17.25 a share.", "Sold at $17.25 a share."),
        ("Within the meaning of Rnle 16b-3.", "Within the meaning of Rule 16b-3."),
        ("Under a Rule 1065-1 arrangement.", "Under a Rule 10b5-1 arrangement."),
    ],
)
def test_what_makes_no_sense_is_put_right(read: str, printed: str) -> None:
    first = parse_text(read, "note", LEXICONS, TABLE)[0]
    assert first.value == printed
    assert first.repairs
    assert first.score < 1


@pytest.mark.parametrize(
    "printed",
    [
        "Sabater is the President of Fulty Holdings and Thomay.",  # names
        "Gifts to a counterparty were reinvested in investable subaccounts.",  # no list has every word
        "Exempt under Rule 16a-9 and Rule 13d-1.",
        "He holds the shares as decribed in the plan.",  # mistyped as likely as misread
        "Acquired at $7.12 20 days before the record date.",
        "Class 2A, Fund2 and 4th tranche.",
    ],
)
def test_what_may_be_printed_so_stays(printed: str) -> None:
    assert parse_text(printed, "note", LEXICONS, TABLE)[0].value == printed


def test_english() -> None:
    assert is_english("reinvestments")
    assert not is_english("purchasc")
    assert pair_rarity("right", "to") < pair_rarity("night", "to") < pair_rarity("nigh", "to")
