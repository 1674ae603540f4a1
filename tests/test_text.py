"""Free text: what is repaired, what stays, what is doubted."""

from __future__ import annotations

import pytest

from extractor.repair.confusions import load_confusions
from extractor.repair.lexicons import load_lexicons
from extractor.repair.text import parse_text

TABLE = load_confusions()
SCANNED = load_confusions("tesseract 5.3.0")
LEXICONS = load_lexicons()


@pytest.mark.parametrize(
    ("text", "subject", "value"),
    [
        ("Common Stoc k", "title", "Common Stock"), ("mmon tock", "title", "Common Stock"),
        ("Comrnon Stock", "title", "Common Stock"), ("COMM0N STOCK", "title", "COMMON STOCK"),
        ("Series C Convertib1e Preferred Stock", "title", "Series C Convertible Preferred Stock"),
        ("Stock Option (right to (fight to buy) Uuy)", "title", "Stock Option (right to buy)"),
        ("Employee Stock Option (fight to buy)", "title", "Employee Stock Option (right to buy)"),
        ("President & Chairma an", "officer", "President & Chairman"), ("Ch1ef Executive 0fficer", "officer",
        "Chief Executive Officer"),
        ("Sce Footnotes", "nature", "See Footnotes"),
        ("See footn0te", "nature", "See footnote"), ("By Trusl", "nature", "By Trust"),
        ("B Children", "nature", "By Children"), ("Bv Trust", "nature", "By Trust"),
        ("Ann Roebuck. as attomey-in-fact for Jo Poe", "signature", "Ann Roebuck, as attorney-in-fact for Jo Poe"),
        ("4s AnneR. Roe. by power of atorney", "signature", "/s/ Anne R. Roe. by power of attorney"),
        ("Elm Fund II. LLC. By: Ann Roebuck. Manager", "signature", "Elm Fund II, LLC, By: Ann Roebuck, Manager"),
        ("< Ann Roe, Attoney-in-Fact Signatuze of Reporting Pers", "signature", "Ann Roe, Attorney-in-Fact"),
        ("Ann Roe. ESO", "signature", "Ann Roe. ESQ"), ("/s/ Ann Roe ーーーー", "signature", "/s/ Ann Roe"),
        ("/s/ Anne R, Roebuck, ManagingMember", "signature", "/s/ Anne R. Roebuck, Managing Member"),
        ("/s/ Ann R. Maclver", "signature", "/s/ Ann R. MacIver"),
        ("MORGAN BRlDGET", "name", "MORGAN BRIDGET"), ("9 RlVERBEND PLACE", "street", "9 RIVERBEND PLACE"),
        ("M0RGAN DAVID", "name", "MORGAN DAVID"), ("Intemational Widgets lnc", "name", "International Widgets Inc"),
        ("NETWОRK INC", "name", "NETWORK INC"), ("77 0ld Mill Road, 5uite 1OO", "street",
        "77 Old Mill Road, Suite 100"),
        ("ClassA Common Stock", "title", "Class A Common Stock"),
        ("Class ACommonStock", "title", "Class A Common Stock"),
        ("/s/ Albert Roe, Ir.", "signature", "/s/ Albert Roe, Jr."), ("Roe Albert 1V", "name", "Roe Albert IV"),
        ("Marlin Management Co., LI.C", "name", "Marlin Management Co., LLC"),
        ("/#/ Jane Roe", "signature", "/s/ Jane Roe"), ("‘sf Jane Roe", "signature", "/s/ Jane Roe"),
        ("Elm Trust, By: is/ Jane Roe, Trustee", "signature", "Elm Trust, By: /s/ Jane Roe, Trustee"),
        ("FALCON C0", "name", "FALCON CO"), ("Maclver Jane", "name", "MacIver Jane"),
        ("Common Unit:", "title", "Common Units"), ("Form | of 2.", "note", "Form 1 of 2."),
        ("Held by Acme (Cayman) I, Lid.", "note", "Held by Acme (Cayman) I, Ltd."),
        ("Given to any security bolder of it.", "note", "Given to any security holder of it."),
        ("Held by Mclnnes Holdings LLC.", "note", "Held by McInnes Holdings LLC."),
        ("The opt1on vests 0n March 3, 2010.", "note", "The option vests on March 3, 2010."),
    ],
)  # fmt: skip
def test_damaged_words(text: str, subject: str, value: str) -> None:
    best = parse_text(text, subject, LEXICONS, TABLE)[0]
    assert best.value == value
    assert best.repairs


@pytest.mark.parametrize(
    ("text", "subject", "value"),
    [
        ("Comron Shares", "title", "Common Shares"), ("Clasa A Common Stock", "title", "Class A Common Stock"),
        ("Stock Option (righn to bey)", "title", "Stock Option (right to buy)"),
        ("Perfereeace Share Units", "title", "Performance Share Units"),
        ("Call Option (tight to sell)", "title", "Call Option (right to sell)"),
        ("Joim tenancy with spouse", "nature", "Joint tenancy with spouse"),
        ("By 401(0) Plan", "nature", "By 401(k) Plan"),
        ("See Explanation 0! Responses", "nature", "See Explanation of Responses"),
        ("UTMA account ffb/o son", "nature", "UTMA account f/b/o son"),
        ("Bach unit is one share.", "note", "Each unit is one share."),
        ("Sate under a plan adopted on May 1, 2005,", "note", "Sale under a plan adopted on May 1, 2005."),
        ("Before it $8,068.5 shares were held.", "note", "Before it 58,068.5 shares were held."),
        ("In 3 parts: 1 1,937 shares in each.", "note", "In 3 parts: 11,937 shares in each."),
        ("Sold at $1 1.162, The price is an average.", "note", "Sold at $11.162. The price is an average."),
        ("i common stock", "title", "common stock"), ("By LLC |", "nature", "By LLC"),
    ],
)  # fmt: skip
def test_a_ruined_word_of_a_scan_is_told_by_those_beside_it(text: str, subject: str, value: str) -> None:
    best = parse_text(text, subject, LEXICONS, SCANNED)[0]
    assert best.value == value
    assert best.repairs


@pytest.mark.parametrize(
    ("text", "subject"),
    [("By Trush", "nature"), ("By Trusk LLC", "nature"), ("Falcon Shares", "title"), ("Class Z Shares", "title")],
)
def test_a_name_beside_known_words_stays(text: str, subject: str) -> None:
    assert parse_text(text, subject, LEXICONS, SCANNED)[0].value == text


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Class A common stock, par value $0.01", "title"),
        ("12% Senior Secured Subordinated Convertible Debentures", "title"),
        ("NBT Bancorp Inc. Common Stock", "title"), ("By 401(k) Plan", "nature"), ("By Spouse's IRA", "nature"),
        ("B Trust", "nature"), ("Children", "nature"),
        ("Series Seed Preferred Stock", "title"), ("Phantom Stock (unitized)", "title"),
        ("Call Option(Right to Buy)", "title"), ("MuniFund Preferred Shares", "title"), ("LTIP Units", "title"),
        ("Morgan I.P.", "name"), ("Series V1 Preferred Stock", "title"),
        ("By Marlin Trust", "nature"), ("EVP, Chief Human Resources Off", "officer"), ("Marlin Douglas", "name"),
        ("180 Degree Capital Corp", "name"), ("NETWORK 1 SYSTEMS INC", "name"), ("3M CO", "name"),
        ("Vista2 Fund LP", "name"), ("2seventy Works, Inc.", "name"),
        ("Acme Corp /DE/", "name"), ("52ND FLOOR", "street"), ("PO BOX 12", "street"), ("Rule 10b5-1 plan", "note"),
        ("/s/ Al Roe", "signature"), ("Al Roe", "signature"), ("Ann Maclean", "name"),
        ("Jo R. Roe, Jr., on behalf of Elm Corp. and each other reporting person hereunder", "signature"),
        ("Anne R, Trustee", "signature"),
        ("Elm Assoc. L.P., By: Oak Co., its g.p., By: Jo van den Berg", "signature"),
        ("Jane Roe c/o", "signature"),
        ("By Kobayashi Family Limited Partnership", "nature"), ("Pres. & COO - Specialty Produc", "officer"),
        ("ПРИВЕТ", "name"), ("The dose was taken from the corn field.", "note"), ("Hom Peter", "name"),
        ("Maclean Jane", "name"), ("Mclean Jane", "name"),
    ],
)  # fmt: skip
def test_sound_words_stay_as_they_are(text: str, subject: str) -> None:
    best = parse_text(text, subject, LEXICONS, TABLE)[0]
    assert (best.value, best.repairs) == (text, ())


def test_ink_taken_for_text_makes_no_sense_as_a_title() -> None:
    assert not any(parse_text(text, "nature", LEXICONS, TABLE) for text in ("sooow pd", "i", "wii po"))
    assert parse_text("arson s sysyor[s syasjoa", "title", LEXICONS, TABLE)[0].score < 0.6
    assert parse_text("4 Ful_ton He[ix Group", "name", LEXICONS, TABLE)[0].score < 0.6


@pytest.mark.parametrize(
    ("text", "subject", "value"),
    [
        ("Phantom (1) Stock", "title", "Phantom Stock"),
        ("ol See footnote", "nature", "See footnote"),
        ("Non-Cualified Stock Option", "title", "Non-Qualified Stock Option"),
        ("OPtion to purchase cOmMon stock", "title", "Option to purchase common stock"),
        ("RSUs", "title", "RSUs"),
        ("Voting Common Stoc", "title", "Voting Common Stock"),
    ],
)
def test_what_ran_into_a_phrase_is_left_out(text: str, subject: str, value: str) -> None:
    assert parse_text(text, subject, LEXICONS, TABLE)[0].value == value


@pytest.mark.parametrize("text", ["the reporting person's termination", "the Trustees' account", "the spouse’s shares"])
def test_an_apostrophe_is_the_filer_s(text: str) -> None:
    assert parse_text(text, "note", LEXICONS, TABLE)[0].value == text


def test_two_words_that_begin_with_capitals_stay_two() -> None:
    assert parse_text("Mc Lean", "city", LEXICONS, TABLE)[0].value == "Mc Lean"


@pytest.mark.parametrize(
    ("text", "subject", "value"),
    [
        ("By Deferred Plan", "nature", "By Deferred Compensation Plan"),
        ("Limited Partnership Units representing", "title", "Limited Partnership Units representing"),
        ("Call Option (right to", "title", "Call Option (right to buy)"),
        ("BY EMPLOYEE OWNERSHIP PLAN", "nature", "BY EMPLOYEE STOCK OWNERSHIP PLAN"),
    ],
)
def test_a_word_that_engines_dropped(text: str, subject: str, value: str) -> None:
    """Only where one phrase alone has just one word more, and never so sure that nobody should look."""
    found = parse_text(text, subject, LEXICONS, TABLE)
    assert found[0].value == value
    assert found[0].score < 0.75 or value == text


def test_what_reads_like_a_whole_stays_with_a_doubt() -> None:
    found = parse_text("Remarks", "nature", LEXICONS, TABLE)
    assert [(one.value, bool(one.repairs)) for one in found] == [("Remarks", False), ("See Remarks", True)]
    assert found[0].score < 0.7
    assert parse_text("Class A Shares", "title", LEXICONS, TABLE)[0].score == 1.0  # common ones, or ordinary ones


def test_a_typed_text_loses_no_words() -> None:
    assert parse_text("Remarks", "nature", LEXICONS, load_confusions("text"))[0].score == 1.0


@pytest.mark.parametrize("text", ["|", "1", "i 1 1", "! 1", "-—", "—_ 22"])
def test_what_is_left_of_rules_says_no_nature(text: str) -> None:
    assert parse_text(text, "nature", LEXICONS, load_confusions("tesseract")) == ()


@pytest.mark.parametrize("text", ["401(k)", "IRA", "By LLC 1"])
def test_short_natures_are_words_all_the_same(text: str) -> None:
    assert parse_text(text, "nature", LEXICONS, load_confusions("tesseract"))
