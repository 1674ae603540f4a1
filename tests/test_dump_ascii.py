# ruff: noqa: E501
"""EDGAR's ASCII filings before 2003: SGML header or not, boxes down the page or side by side, columns of blanks."""

from __future__ import annotations

from collections import defaultdict

import pytest

from extractor.dump import dump_cells
from extractor.layouts import load_layouts

HEADER = """\
<SEC-DOCUMENT>0000950134-00-001234.txt : 20000710
<SEC-HEADER>0000950134-00-001234.hdr.sgml : 20000710
ACCESSION NUMBER:\t\t0000950134-00-001234
CONFORMED SUBMISSION TYPE:\t4
</SEC-HEADER>
<DOCUMENT>
<TYPE>4
<SEQUENCE>1
<TEXT>
<PAGE>
"""
TITLE = """\
- ------
FORM 4                UNITED STATES SECURITIES AND EXCHANGE COMMISSION
- ------                         WASHINGTON, D.C. 20549

                 STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP

    Filed pursuant to Section 16(a) of the Securities Exchange Act of 1934,
         Section 17(a) of the Public Utility Holding Company Act of 1935
           or Section 30(f) of the Investment Company Act of 1940

[ ] Check this box if no longer subject to Section 16. Form 4 or Form 5
    obligations may continue. See Instruction 1(b).

"""
STACKED = """\
1. Name and Address of Reporting Person*

      Marsh,                    Eleanor               T.
   --------------------------------------------------------------------------
      (Last)                    (First)               (Middle)

      1200 Harbor Street, Suite 40
   --------------------------------------------------------------------------
                              (Street)

      Tulsa,                       OK                 74103
   --------------------------------------------------------------------------
      (City)                     (State)              (Zip)

2. Issuer Name and Ticker or Trading Symbol

      Calvert Mining Co. (CVM)
   --------------------------------------------------------------------------
3. IRS or Social Security Number of Reporting Person (Voluntary)

4. Statement for Month/Year

      6/2000
   --------------------------------------------------------------------------
5. If Amendment, Date of Original (Month/Year)

6. Relationship of Reporting Person to Issuer (Check all applicable)

   [ X ]  Director                           [   ]  10% Owner
   [ X ]  Officer (give title below)         [   ]  Other (specify below)

          Vice President and Treasurer
          ----------------------------
7. Individual or Joint/Group Filing (Check Applicable Line)

   [ X ]  Form filed by One Reporting Person
   [   ]  Form filed by More than One Reporting Person

"""
SIDE_BY_SIDE = """\
1. Name and Address of Reporting Person*     2. Issuer Name and Ticker or Trading Symbol   6. Relationship of Reporting Person to Issuer
                                                                                              (Check all applicable)
   Marsh,       Eleanor      T.                 Calvert Mining Co. (CVM)                      X  Director              10% Owner
   (Last)       (First)      (Middle)        3. IRS or Social Security   4. Statement for     X  Officer               Other
                                                Number of Reporting         Month/Year           (give title below)    (specify below)
   1200 Harbor Street, Suite 40                 Person (Voluntary)          6/2000            Vice President and Treasurer
              (Street)                                                   5. If Amendment,  7. Individual or Joint/Group Filing
   Tulsa,        OK          74103                                          Date of Original     (Check Applicable Line)
   (City)      (State)       (Zip)                                          (Month/Year)      X  Form filed by One Reporting Person
                                                                                                 Form filed by More than One Reporting Person
"""
TABLES = """\
TABLE I -- NON-DERIVATIVE SECURITIES ACQUIRED, DISPOSED OF, OR BENEFICIALLY OWNED
<TABLE>
<CAPTION>
                                                                                     5. Amount of     6. Ownership
                                                      4. Securities Acquired (A)     Securities       Form:           7. Nature of
                         2. Trans-      3. Trans-        or Disposed of (D)          Beneficially     Direct (D)      Indirect
                         action         action           (Instr. 3, 4 and 5)         Owned at End     or Indirect     Beneficial
1. Title of Security     Date           Code          ---------------------------    of Month         (I)             Ownership
   (Instr. 3)            (mm/dd/yy)     Code    V     Amount     (A)or(D)   Price    (Instr. 3 and 4) (Instr. 4)      (Instr. 4)
- --------------------   ----------     -----  ---    ------     --------   -----    ---------------- ----------      ---------
<S>                      <C>            <C>    <C>   <C>        <C>         <C>      <C>              <C>             <C>
Common Stock             6/12/00        P             1,000      A          12 5/8
Common Stock             6/15/00        S             250        D          $13.125  8,750            D
Common Stock                                                                         1,200            I               By spouse
</TABLE>

Reminder: Report on a separate line for each class of securities beneficially owned directly or indirectly.

TABLE II -- DERIVATIVE SECURITIES ACQUIRED, DISPOSED OF, OR BENEFICIALLY OWNED
            (e.g., puts, calls, warrants, options, convertible securities)
<TABLE>
<CAPTION>
                  2. Conver-   3. Trans-  4. Trans-   5. Number of Deriv-   6. Date Exercisable    7. Title and Amount of                 9. Number of  10. Owner-   11. Nature
                  sion or      action     action      ative Securities      and Expiration Date    Underlying Securities    8. Price of   Derivative    ship Form    of Indirect
1. Title of       Exercise     Date       Code        Acquired (A) or       (Month/Day/Year)       (Instr. 3 and 4)         Derivative    Securities    Direct (D)   Beneficial
Derivative        Price of     (Month/    (Instr. 8)  Disposed of (D)       -------------------    ----------------------   Security      Beneficially  or Indirect  Ownership
Security          Derivative   Day/       ----------  -------------------   Date       Expira-                 Amount or    (Instr. 5)    Owned at End  (I)          (Instr. 4)
(Instr. 3)        Security     Year)      Code   V     (A)        (D)       Exer-      tion        Title       Number of                  of Month      (Instr. 4)
                                                                            cisable    Date                    Shares                     (Instr. 4)
<S>               <C>          <C>        <C>    <C>   <C>        <C>       <C>        <C>         <C>         <C>          <C>           <C>           <C>          <C>
Stock Option      $11.50       6/12/00    A            5,000                6/12/01    6/12/10     Common      5,000                      5,000         D
(Right to buy)                                                                                     Stock
</TABLE>

"""
TAIL = """\
Explanation of Responses:

(1)  Price is before commissions.

                                  /s/ Eleanor T. Marsh                    July 7, 2000
                                 ---------------------------------      ------------------
                                 **Signature of Reporting Person              Date

**   Intentional misstatements or omissions of facts constitute Federal Criminal
     Violations. See 18 U.S.C. 1001 and 15 U.S.C. 78ff(a).

Note:  File three copies of this Form, one of which must be manually signed.
       If space is insufficient, see Instruction 6 for procedure.
"""


def read(text: str) -> list[dict[tuple[str, int, str], list[str]]]:
    out = []
    for filing in dump_cells(text, load_layouts()):
        found: dict[tuple[str, int, str], list[str]] = defaultdict(list)
        for cell in filing.cells:
            found[cell.group, cell.row, cell.field.rsplit("/", 1)[-1]].append(" ".join(w.text for w in cell.words))
        out.append(found)
    return out


@pytest.mark.parametrize("head", [STACKED, SIDE_BY_SIDE], ids=["stacked", "side by side"])
@pytest.mark.parametrize("header", [HEADER, ""], ids=["SGML", "bare"])
def test_the_monthly_form(header: str, head: str) -> None:
    (found,) = read(header + TITLE + head + TABLES + TAIL)
    assert found["reportingOwner", 1, "rptOwnerName"] == ["Marsh, Eleanor T."]
    assert found["reportingOwner", 1, "rptOwnerCity"] == ["Tulsa"]
    assert found["reportingOwner", 1, "rptOwnerState"] == ["OK"]
    assert found["reportingOwner", 1, "rptOwnerZipCode"] == ["74103"]
    assert found["", 0, "issuerName"] == ["Calvert Mining Co."]
    assert found["", 0, "issuerTradingSymbol"] == ["CVM"]
    assert found["", 0, "periodOfReport"] == ["6/2000"]
    flags = ("isDirector", "isTenPercentOwner", "isOfficer", "isOther")
    assert [found["reportingOwner", 1, flag][0].strip("[]") for flag in flags] == ["X", "", "X", ""]
    assert found["reportingOwner", 1, "officerTitle"] == ["Vice President and Treasurer"]
    assert found["", 0, "groupFiling:one"][0].strip("[]") == "X"
    assert found["ownerSignature", 1, "signatureDate"] == ["July 7, 2000"]
    assert found["footnotes", 1, "footnote"] == ["Price is before commissions."]


def test_the_tables_by_character_columns() -> None:
    (found,) = read(HEADER + TITLE + STACKED + TABLES + TAIL)
    rows = [
        [found[table, row, field] for field in ("transactionDate", "transactionCode", "transactionPricePerShare",
                                               "sharesOwnedFollowingTransaction", "natureOfOwnership")]
        for table, row in (("nonDerivativeTable", 1), ("nonDerivativeTable", 2), ("nonDerivativeTable", 3))
    ]  # fmt: skip
    assert rows == [
        [["6/12/00"], ["P"], ["12 5/8"], [], []],
        [["6/15/00"], ["S"], ["$13.125"], ["8,750"], []],
        [[], [], [], ["1,200"], ["By spouse"]],
    ]
    assert found["derivativeTable", 1, "securityTitle"] == ["Stock Option (Right to buy)"]
    assert found["derivativeTable", 1, "transactionShares:A"] == ["5,000"]
    assert found["derivativeTable", 1, "underlyingSecurityTitle"] == ["Common Stock"]
    assert found["derivativeTable", 1, "expirationDate"] == ["6/12/10"]


def test_two_filings_in_one_file_come_out_in_order() -> None:
    second = STACKED.replace("Marsh", "Weller").replace("6/2000", "7/2000")
    first, other = read(TITLE + STACKED + TABLES + TAIL + "\n\n\n" + TITLE + second + TABLES + TAIL)
    assert first["reportingOwner", 1, "rptOwnerName"] == ["Marsh, Eleanor T."]
    assert other["reportingOwner", 1, "rptOwnerName"] == ["Weller, Eleanor T."]
    assert [found["", 0, "periodOfReport"] for found in (first, other)] == [["6/2000"], ["7/2000"]]
    assert len([key for key in first if key[0] == "nonDerivativeTable" and key[2] == "securityTitle"]) == 3
