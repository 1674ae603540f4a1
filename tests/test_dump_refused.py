"""Text that is no form is refused, whatever it speaks of; what is left of a form is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.dump import dump_cells
from extractor.errors import InputError
from extractor.layouts import load_layouts
from extractor.options import Options
from extractor.pipeline import extract
from extractor.source import open_source

LAYOUTS = load_layouts()

ANNUAL_REPORT = """
ITEM 12. SECURITY OWNERSHIP OF CERTAIN BENEFICIAL OWNERS AND MANAGEMENT

The following table sets forth, as of March 1, 2004, the number of shares of common stock beneficially owned.

Name and Address of Beneficial Owner          Amount and Nature of Beneficial Ownership      Percent of Class
Walter Ames, 12 Elm Street, Dover, DE 19901                 1,204,500 (1)                          11.2%
All directors and officers as a group                       3,000,000                              27.9%

(1) Includes 15,000 shares issuable upon the exercise of options exercisable within 60 days.

Section 16(a) Beneficial Ownership Reporting Compliance. Section 16(a) of the Securities Exchange Act of 1934
requires our directors, officers and 10% owners to file initial statements of beneficial ownership on Form 3 and
statements of changes in beneficial ownership on Form 4. One Form 4 was filed late by Mr. Ames.
"""
ARTICLE = """
How to read a Form 4. Box 1 holds the name and address of the reporting person; box 2 the issuer name and ticker or
trading symbol; box 3 the date of earliest transaction. Table I lists non-derivative securities acquired, disposed of,
or beneficially owned; Table II derivative securities. Footnotes follow as an explanation of responses.
"""
ACCOUNTS = "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n" * 20
POEM = "Shall I compare thee to a summer's day?\nThou art more lovely and more temperate:\n" * 7


@pytest.mark.parametrize(
    "text",
    [
        "FORM 4", "4", "x", ACCOUNTS, POEM, ANNUAL_REPORT, ARTICLE,
        "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP", "Explanation of Responses:\n(1) Nothing to explain.",
        "| a | b |\n|---|---|\n| 1 | 2 |", "From: a\nTo: b\nSubject: Form 4/A\n\nPlease find attached the Form 4.",
    ],
)  # fmt: skip
def test_text_that_is_no_form_is_refused(text: str, tmp_path: Path) -> None:
    assert dump_cells(text, LAYOUTS) == ()
    path = tmp_path / "some.txt"
    path.write_text(text)
    with pytest.raises(InputError, match="not a Form"):
        extract(open_source(path, Options().limits), Options())


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_text_is_no_form(text: str) -> None:
    assert dump_cells(text, LAYOUTS) == ()


HEAD = """
1. Narne and Address of Reportlng Person *          2. Issuer Name and Ticker or Trading Symbol
AMES WALTER                                         Elm Corp [ELM]
12 ELM STREET                                       3. Date of Earliest Transaction (Month/Day/Year)
(Street)                                            11/03/2009
DOVER, DE 19901
(City)   (State)  (Zip)
"""
PAGE_2 = """
Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned
(e.g., puts, calls, warrants, options, convertible securities)

1. Title of Derivative Security (Instr. 3) 2. Conversion or Exercise Price 3. Transaction Date 4. Transaction Code
8. Price of Derivative Security 9. Number of Derivative Securities Beneficially Owned 11. Nature of Indirect Ownership

Explanation of Responses:
(1) The option vests in four equal annual installments.
"""
NOTES = """
Explanation of Responses:
* If the form is filed by more than one reporting person, see Instruction 4(b)(v).
** Intentional misstatements or omissions of facts constitute Federal Criminal Violations.
(1) The option vests in four equal annual installments.
"""


@pytest.mark.parametrize(("text", "field"), [(HEAD, "issuer/issuerName"), (PAGE_2, "footnote"), (NOTES, "footnote")])
def test_what_is_left_of_a_form_is_read(text: str, field: str) -> None:
    (filing,) = dump_cells(text, LAYOUTS)
    assert field in {cell.field for cell in filing.cells if cell.words}


def test_a_blank_form_is_a_blank_form() -> None:
    blank = """FORM 4   STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP
1. Name and Address of Reporting Person *

(Last)   (First)   (Middle)

(Street)

(City)   (State)   (Zip)
2. Issuer Name and Ticker or Trading Symbol

3. Date of Earliest Transaction (Month/Day/Year)

4. If Amendment, Date Original Filed(Month/Day/Year)

5. Relationship of Reporting Person(s) to Issuer
(Check all applicable)
__ Director __ 10% Owner
__ Officer (give title below) __ Other (specify below)
6. Individual or Joint/Group Filing(Check Applicable Line)
__ Form filed by One Reporting Person
__ Form filed by More than One Reporting Person
Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned
Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned
Explanation of Responses:
"""
    (filing,) = dump_cells(blank, LAYOUTS)
    said = {cell.field: [word.text for word in cell.words] for cell in filing.cells if cell.words}
    assert set(said) <= {"documentType"}, said
