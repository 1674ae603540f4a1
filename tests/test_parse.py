"""One reading of one cell, by kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.repair.closed import parse_checkbox, parse_code, parse_form, parse_letter, parse_state, parse_zip
from extractor.repair.confusions import load_confusions
from extractor.repair.dates import parse_date, parse_month
from extractor.repair.footnote_marks import FIGURES, split_marks
from extractor.repair.lexicons import load_lexicons
from extractor.repair.numbers import parse_number
from extractor.repair.parse import parse
from extractor.repair.tickers import parse_ticker
from models.codes import STATES, TRANSACTION_CODES
from models.evidence import Candidate

TABLE = load_confusions()
LEXICONS = load_lexicons()
KINDS = ("text", "name", "street", "city", "state", "zip", "ticker", "title", "nature", "date", "month", "shares",
"money",
         "code", "letter", "checkbox", "footnote", "remarks", "signature", "form")  # fmt: skip


def values(candidates: tuple[Candidate, ...]) -> list[str | None]:
    return [candidate.value for candidate in candidates]


def first(candidates: tuple[Candidate, ...]) -> str | None:
    return candidates[0].value


# Amounts and prices ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("16,670", "shares", "16670"), ("16670", "shares", "16670"), ("14,225.8819", "shares", "14225.8819"),
        ("$ 0.68", "money", "0.68"), ("$0", "money", "0"), (".275", "money", "0.275"), ("$634.4608", "money",
        "634.4608"),
        ("12 5/8", "money", "12.625"), ("$1/2", "money", "0.5"), ("7 1/16", "money", "7.0625"), ("12½", "money",
        "12.5"),
        ("$1 2/3", "money", "1.6667"), ("-0-", "money", "0"), ("1,000 shares", "shares", "1000"),
    ],
)  # fmt: skip
def test_a_well_formed_number_is_taken_as_it_stands(text: str, kind: str, value: str) -> None:
    best = parse_number(text, kind, TABLE)[0]
    assert (best.value, best.score, best.repairs) == (value, 1.0, ())


@pytest.mark.parametrize(
    ("text", "kind", "value", "rule"),
    [
        ("375 000", "shares", "375000", "separator"), ("8 287", "shares", "8287", "separator"),
        ("80, 000", "shares", "80000", "separator"), ("375.000", "shares", "375000", "separator"),
        ("2.171.372", "shares", "2171372", "separator"), ("12,34", "money", "12.34", "separator"),
        ("246,95l", "shares", "246951", "confusion"), ("1O,5OO", "shares", "10500", "confusion"),
        ("$ S.93", "money", "5.93", "confusion"), ("S0.68", "money", "0.68", "confusion"),
        ("12 S/8", "money", "12.625", "confusion"), ("(1,000)", "shares", "1000", "brackets"),
        ("16,6701", "shares", "16670", "raised-figure"),
    ],
)  # fmt: skip
def test_damage_to_a_number_is_repaired_and_named(text: str, kind: str, value: str, rule: str) -> None:
    best = parse_number(text, kind, TABLE)[0]
    assert best.value == value
    assert best.score < 1
    assert [repair.rule for repair in best.repairs] == [rule]
    assert all(repair.reason for repair in best.repairs)


def test_shares_with_three_decimals_stay_as_a_dump_has_them_with_the_comma_as_their_rival() -> None:
    found = parse_number("41.305", "shares", load_confusions("text"))
    assert values(found)[:2] == ["41.305", "41305"]
    assert found[1].score > 0.1
    assert not found[0].repairs


def test_a_clean_number_keeps_its_likely_misreadings_far_behind() -> None:
    found = parse_number("$ 0.08", "money", TABLE)
    assert found[0].value == "0.08"
    assert {"0.68", "0.03", "0.06"} <= set(values(found))
    assert all(candidate.score <= 0.05 for candidate in found[1:])


@pytest.mark.parametrize("text", ["Common Stock", "D", "By Trust", "abc", "M", "1" + ",111" * 12 + " 1/2"])
def test_words_are_no_number(text: str) -> None:
    assert parse_number(text, "shares", TABLE) == ()


@pytest.mark.parametrize("text", ["N/A", "-", "none"])
def test_no_figure_is_blank_and_not_zero(text: str) -> None:
    assert values(parse_number(text, "money", TABLE)) == [None]


@given(st.integers(0, 999_999_999_999), st.sampled_from(["shares", "money"]))
def test_every_whole_number_reads_back(number: int, kind: str) -> None:
    for text in (str(number), f"{number:,}"):
        best = parse_number(text, kind, TABLE)[0]
        assert best.value == str(number)
        assert not best.repairs


@given(st.decimals(0, 99999, places=2), st.sampled_from(["$", "$ ", ""]))
def test_every_price_reads_back(price: Decimal, sign: str) -> None:
    assert Decimal(first(parse_number(f"{sign}{price:,}", "money", TABLE)) or "-1") == price


# Dates ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("07/19/1999", "1999-07-19"), ("7/19/99", "1999-07-19"), ("7-19-99", "1999-07-19"), ("7.19.1999", "1999-07-19"),
        ("July 19, 1999", "1999-07-19"), ("Jul 19 1999", "1999-07-19"), ("19-Jul-99", "1999-07-19"),
        ("1999-07-19", "1999-07-19"), ("2024-07-19-05:00", "2024-07-19"), ("9/20/04", "2004-09-20"),
        ("12/31/39", "2039-12-31"), ("12/31/40", "1940-12-31"),
    ],
)  # fmt: skip
def test_dates_as_people_type_them(text: str, value: str) -> None:
    best = parse_date(text, TABLE)[0]
    assert (best.value, best.score, best.repairs) == (value, 1.0, ())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("O2/23/2004", "2004-02-23"), ("02 27 2012", "2012-02-27"), ("02:27:2012", "2012-02-27"), ("02272012",
        "2012-02-27"),
        ("0227/2012", "2012-02-27"), ("02/272012", "2012-02-27"), ("2/7/0 0", "2000-02-07"), ("02/ 27/2012",
        "2012-02-27"),
        ("02/2//2012", "2012-02-27"), ("0//23/2007", "2007-07-23"), ("05/23/200B", "2008-05-23"),
        ("12/3l/9B", "1998-12-31"), ("02/27/20122", "2012-02-27"), ("Ju1y 19, 1999", "1999-07-19"),
    ],
)  # fmt: skip
def test_damaged_dates(text: str, value: str) -> None:
    assert first(parse_date(text, TABLE)) == value


def test_every_day_that_fits_a_damaged_date_is_within_reach() -> None:
    assert {"2012-02-27", "2012-02-21"} <= set(values(parse_date("02/2//2012", TABLE)))
    assert {f"20{year}-11-01" for year in range(20, 30)} <= set(values(parse_date("11/01/202", TABLE)))


def test_a_lost_figure_leaves_no_favourite() -> None:
    assert parse_date("11/01/202", TABLE)[0].score < 0.2


@pytest.mark.parametrize("text", ["02/30/2012", "13/05/2004"])
def test_no_day_of_the_calendar_is_never_a_clean_reading(text: str) -> None:
    found = parse_date(text, TABLE)
    assert found[0].score < 0.5
    assert found[0].repairs


@pytest.mark.parametrize("text", ["Immediately", "N/A", "Immed.", "-"])
def test_words_that_stand_for_no_date(text: str) -> None:
    assert values(parse_date(text, TABLE)) == [None]


@given(st.dates(date(1986, 1, 1), date(2049, 12, 31)))
def test_every_date_reads_back_in_every_form(day: date) -> None:
    forms = ["%m/%d/%Y", "%m-%d-%Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y", "%Y-%m-%d", "%m%d%Y", "%m/%d /%Y"]
    for form in forms:
        assert first(parse_date(day.strftime(form), TABLE)) == day.isoformat()


@given(st.dates(date(1986, 1, 1), date(2049, 12, 31)), st.integers(0, 9), st.sampled_from("OlIS|/B?"))
def test_one_spoilt_glyph_keeps_the_date_within_reach_or_in_doubt(day: date, at: int, glyph: str) -> None:
    text = day.strftime("%m/%d/%Y")
    spoilt = text[:at] + glyph + text[at + 1 :]
    found = parse_date(spoilt, TABLE)
    assert all(candidate.value and date.fromisoformat(candidate.value) for candidate in found)
    if spoilt != text:
        assert not found or found[0].score < 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3/2002", "2002-03"), ("March 2002", "2002-03"), ("03/98", "1998-03"), ("Mar-02", "2002-03"),
        ("O3/2002", "2002-03"), ("032002", "2002-03"), ("December, 2001", "2001-12"), ("3/15/2002", "2002-03-15"),
    ],
)  # fmt: skip
def test_months(text: str, value: str) -> None:
    assert first(parse_month(text, TABLE)) == value


# Closed alphabets -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("М", "M"), ("А", "A"), ("Х", "X"), ("5", "S"), ("$", "S"), ("|", "I"), ("1", "I"), ("s", "S"), ("4", "A"),
        ("J/K", "J/K"), ("JK", "J/K"), ("G V", "G V"), ("4A", "4A"), ("V", "V"), ("F(", "F"), ("A.", "A"),
    ],
)  # fmt: skip
def test_codes(text: str, value: str) -> None:
    assert first(parse_code(text, TABLE)) == value


@given(st.sampled_from(sorted(TRANSACTION_CODES)))
def test_every_code_reads_back(code: str) -> None:
    best = parse_code(code, TABLE)[0]
    assert (best.value, best.score, best.repairs) == (code, 1.0, ())


@pytest.mark.parametrize(
    ("text", "alphabet", "value"),
    [
        ("D", "DI", "D"), ("l", "DI", "I"), ("1", "DI", "I"), ("0", "DI", "D"), ("O", "AD", "D"), ("4", "AD", "A"),
        ("А", "AD", "A"), ("(A)", "AD", "A"), ("d", "DI", "D"), ("I By Trust", "DI", "I"), ("Indirect", "DI", "I"),
    ],
)  # fmt: skip
def test_letters(text: str, alphabet: str, value: str) -> None:
    assert first(parse_letter(text, alphabet, TABLE)) == value


@pytest.mark.parametrize(
    "text", ["X", "x", "_X_", "[X]", "__X__ Director", "✓", "☒", "1", "Х", "_X_Form filed by One Person"]
)
def test_crossed_boxes(text: str) -> None:
    assert values(parse_checkbox(text)) == ["1"]


@pytest.mark.parametrize(
    "text", ["", "[ ]", "___", "☐", "_____ 10% Owner", "Director", "[] Check this box if no longer"]
)
def test_empty_boxes(text: str) -> None:
    assert values(parse_checkbox(text)) == ["0"]


def test_a_doubtful_mark_in_a_box_stays_doubtful() -> None:
    found = parse_checkbox("»")
    assert set(values(found)) == {"0", "1"}
    assert found[0].score < 0.8


@pytest.mark.parametrize(
    ("text", "value"), [("FORM 4", "4"), ("4/A", "4/A"), ("Form 4/A", "4/A"), ("3", "3"), ("5/A", "5/A")]
)
def test_form_numbers(text: str, value: str) -> None:
    assert first(parse_form(text)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("CT", "CT"), ("C T", "CT"), ("N.Y.", "NY"), ("lN", "IN"), ("0H", "OH"), ("CALIFORNIA", "CA"), ("D0", "D0"),
     ("ONTARIO, CANADA", "A6"), ("Calif0rnia", "CA")],
)  # fmt: skip
def test_states(text: str, value: str) -> None:
    assert first(parse_state(text, TABLE)) == value


@given(st.sampled_from(sorted(STATES)))
def test_every_state_reads_back(code: str) -> None:
    best = parse_state(code, TABLE)[0]
    assert (best.value, best.score, best.repairs) == (code, 1.0, ())


def test_a_state_may_be_the_code_of_another_country() -> None:
    assert [candidate.value for candidate in parse_state("Al", TABLE)][:2] == ["AL", "A1"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("06880", "06880"), ("O6880", "06880"), ("20004-2505", "20004-2505"), ("068 80", "06880"), ("M5J 2S1", "M5J 2S1"),
     ("HM 11", "HM 11"), ("941O5", "94105"), ("EC2V 7HN", "EC2V 7HN")],
)  # fmt: skip
def test_postal_codes(text: str, value: str) -> None:
    assert first(parse_zip(text, TABLE)) == value


# Symbols --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[ AAPL ]", "AAPL"), ("[ABC-OTC]", "ABC-OTC"), ("[(SIRI)]", "(SIRI)"), ("(SIRI)", "SIRI"), ("[[NONE]]",
        "[NONE]"),
        ("[LGF.B]", "LGF.B"), ("NYSE: KRC", "NYSE: KRC"), ("[BIO BIOB]", "BIO BIOB"), ("fmbm", "fmbm"), ("[N/A]",
        "N/A"),
        ("[SPK]", "SPK"), ("[AAPL", "AAPL"), ("[AAPL}", "AAPL"), ("1AAPL]", "AAPL"), ("[MIQI", "MIQ"), ("NASDAQ",
        "NASDAQ"), ("AAPL,OB", "AAPL.OB"), ("[LGF.B.]", "LGF.B"), ("N.A.", "N.A."), ("AAPL J", "AAPL"),
        ("AAPLJ", "AAPLJ"), ("AAP.0B", "AAP.OB"), ("R0/B", "RO/B"), ("[| AAP.HK ]", "AAP.HK"), ("[BRK.B]", "BRK.B"),
    ],
)  # fmt: skip
def test_symbols(text: str, value: str) -> None:
    assert first(parse_ticker(text, TABLE)) == value


def test_a_symbol_s_last_letter_may_be_the_bracket() -> None:
    assert values(parse_ticker("AAPLJ", TABLE))[:2] == ["AAPLJ", "AAPL"]
    assert "AAPL" not in values(parse_ticker("AAPLX", TABLE))


@pytest.mark.parametrize(
    ("text", "value"), [("[QRSTOTC]", "QRST-OTC"), ("[WXYZPK]", "WXYZ-PK"), ("[ABOTCBB]", "AB-OTCBB")]
)
def test_a_venue_glued_to_a_symbol_is_taken_off_and_stays_doubtful(text: str, value: str) -> None:
    found = parse_ticker(text, TABLE)
    assert [repair.rule for repair in found[0].repairs] == ["glued-venue"]
    assert found[0].value == value
    assert found[0].score < 0.7
    assert text.strip("[]") in values(found)


# Anything at all ------------------------------------------------------------------------------------------------------


@given(st.text(max_size=60), st.sampled_from(KINDS))
def test_no_text_breaks_a_parser_and_all_values_are_canonical(text: str, kind: str) -> None:
    marked = split_marks(text, kind)
    found = parse(marked.text, kind, "x", LEXICONS, TABLE)  # type: ignore[arg-type]
    scores = [candidate.score for candidate in found]
    assert scores == sorted(scores, reverse=True)
    assert len(found) <= 12
    assert len(set(values(found))) == len(found)
    for value in values(found):
        if value is None:
            assert kind in FIGURES
        elif kind in ("shares", "money"):
            assert Decimal(value) >= 0
        elif kind == "date":
            assert date.fromisoformat(value)
        elif kind == "checkbox":
            assert value in ("0", "1")
