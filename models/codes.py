"""The SEC's closed lists and the US postal prefixes: one home for them.

Sources: EDGAR Ownership XML Technical Specification v3, sections 3.6 (choice lists) and appendix A (state and country
codes); General Instruction 8 of Form 4 (meanings of the transaction codes); USPS publication 65 (ZIP prefixes).
"""

from __future__ import annotations

TRANSACTION_CODES: dict[str, str] = {
    "P": "open market or private purchase",
    "S": "open market or private sale",
    "A": "grant, award or other acquisition under Rule 16b-3(d)",
    "D": "disposition to the issuer under Rule 16b-3(e)",
    "F": "shares delivered or withheld to pay an exercise price or tax",
    "I": "discretionary transaction under Rule 16b-3(f)",
    "M": "exercise or conversion of a derivative exempt under Rule 16b-3",
    "C": "conversion of a derivative",
    "E": "expiration of a short derivative position",
    "H": "expiration or cancellation of a long derivative position with value received",
    "O": "exercise of an out-of-the-money derivative",
    "X": "exercise of an in-the-money or at-the-money derivative",
    "G": "gift",
    "L": "small acquisition under Rule 16a-6",
    "W": "acquisition or disposition by will or descent",
    "Z": "deposit into or withdrawal from a voting trust",
    "J": "other, described in a footnote",
    "U": "disposition in a tender of shares in a change of control",
}
"""Codes of column 3 (Table I) and 4 (Table II) that the ownership XML knows, with their meaning."""

PRINTED_MARKS: dict[str, str] = {
    "K": "equity swap: printed behind the code, equitySwapInvolved in the XML",
    "V": "reported voluntarily early: its own column, transactionTimeliness E and form type 5 in the XML",
}
"""Letters that the printed form shows with a code and that are no codes in the XML."""

ACQUIRED_DISPOSED: dict[str, str] = {"A": "acquired", "D": "disposed of"}
DIRECT_INDIRECT: dict[str, str] = {"D": "direct", "I": "indirect"}
TIMELINESS: dict[str, str] = {"E": "early", "L": "late"}
DOCUMENT_TYPES: tuple[str, ...] = ("3", "3/A", "4", "4/A", "5", "5/A")


def _table(text: str) -> dict[str, str]:
    """Code -> name of a block of `CODE NAME | CODE NAME`."""
    return {entry[:2]: entry[3:] for entry in (part.strip() for part in text.split("|"))}


STATES: dict[str, str] = _table(
    """
AL ALABAMA | AK ALASKA | AZ ARIZONA | AR ARKANSAS | CA CALIFORNIA | CO COLORADO | CT CONNECTICUT | DE DELAWARE |
DC DISTRICT OF COLUMBIA | FL FLORIDA | GA GEORGIA | HI HAWAII | ID IDAHO | IL ILLINOIS | IN INDIANA | IA IOWA |
KS KANSAS | KY KENTUCKY | LA LOUISIANA | ME MAINE | MD MARYLAND | MA MASSACHUSETTS | MI MICHIGAN | MN MINNESOTA |
MS MISSISSIPPI | MO MISSOURI | MT MONTANA | NE NEBRASKA | NV NEVADA | NH NEW HAMPSHIRE | NJ NEW JERSEY |
NM NEW MEXICO | NY NEW YORK | NC NORTH CAROLINA | ND NORTH DAKOTA | OH OHIO | OK OKLAHOMA | OR OREGON |
PA PENNSYLVANIA | RI RHODE ISLAND | SC SOUTH CAROLINA | SD SOUTH DAKOTA | TN TENNESSEE | TX TEXAS | X1 UNITED STATES |
UT UTAH | VT VERMONT | VA VIRGINIA | WA WASHINGTON | WV WEST VIRGINIA | WI WISCONSIN | WY WYOMING |
A0 ALBERTA, CANADA | A1 BRITISH COLUMBIA, CANADA | Z4 CANADA (FEDERAL LEVEL) | A2 MANITOBA, CANADA |
A3 NEW BRUNSWICK, CANADA | A4 NEWFOUNDLAND, CANADA | A5 NOVA SCOTIA, CANADA | A6 ONTARIO, CANADA |
A7 PRINCE EDWARD ISLAND, CANADA | A8 QUEBEC, CANADA | A9 SASKATCHEWAN, CANADA | B0 YUKON, CANADA | B2 AFGHANISTAN |
Y6 ALAND ISLANDS | B3 ALBANIA | B4 ALGERIA | B5 AMERICAN SAMOA | B6 ANDORRA | B7 ANGOLA | 1A ANGUILLA |
B8 ANTARCTICA | B9 ANTIGUA AND BARBUDA | C1 ARGENTINA | 1B ARMENIA | 1C ARUBA | C3 AUSTRALIA | C4 AUSTRIA |
1D AZERBAIJAN | C5 BAHAMAS | C6 BAHRAIN | C7 BANGLADESH | C8 BARBADOS | 1F BELARUS | C9 BELGIUM | D1 BELIZE |
G6 BENIN | D0 BERMUDA | D2 BHUTAN | D3 BOLIVIA | 1E BOSNIA AND HERZEGOVINA | B1 BOTSWANA | D4 BOUVET ISLAND |
D5 BRAZIL | D6 BRITISH INDIAN OCEAN TERRITORY | D9 BRUNEI DARUSSALAM | E0 BULGARIA | X2 BURKINA FASO | E2 BURUNDI |
E3 CAMBODIA | E4 CAMEROON | E8 CAPE VERDE | E9 CAYMAN ISLANDS | F0 CENTRAL AFRICAN REPUBLIC | F2 CHAD | F3 CHILE |
F4 CHINA | F6 CHRISTMAS ISLAND | F7 COCOS (KEELING) ISLANDS | F8 COLOMBIA | F9 COMOROS | G0 CONGO |
Y3 CONGO, THE DEMOCRATIC REPUBLIC OF THE | G1 COOK ISLANDS | G2 COSTA RICA | L7 COTE D'IVOIRE | 1M CROATIA | G3 CUBA |
G4 CYPRUS | 2N CZECH REPUBLIC | G7 DENMARK | 1G DJIBOUTI | G9 DOMINICA | G8 DOMINICAN REPUBLIC | H1 ECUADOR |
H2 EGYPT | H3 EL SALVADOR | H4 EQUATORIAL GUINEA | 1J ERITREA | 1H ESTONIA | H5 ETHIOPIA |
H7 FALKLAND ISLANDS (MALVINAS) | H6 FAROE ISLANDS | H8 FIJI | H9 FINLAND | I0 FRANCE | I3 FRENCH GUIANA |
I4 FRENCH POLYNESIA | 2C FRENCH SOUTHERN TERRITORIES | I5 GABON | I6 GAMBIA | 2Q GEORGIA | 2M GERMANY | J0 GHANA |
J1 GIBRALTAR | J3 GREECE | J4 GREENLAND | J5 GRENADA | J6 GUADELOUPE | GU GUAM | J8 GUATEMALA | Y7 GUERNSEY |
J9 GUINEA | S0 GUINEA-BISSAU | K0 GUYANA | K1 HAITI | K4 HEARD ISLAND AND MCDONALD ISLANDS |
X4 HOLY SEE (VATICAN CITY STATE) | K2 HONDURAS | K3 HONG KONG | K5 HUNGARY | K6 ICELAND | K7 INDIA | K8 INDONESIA |
K9 IRAN, ISLAMIC REPUBLIC OF | L0 IRAQ | L2 IRELAND | Y8 ISLE OF MAN | L3 ISRAEL | L6 ITALY | L8 JAMAICA | M0 JAPAN |
Y9 JERSEY | M2 JORDAN | 1P KAZAKSTAN | M3 KENYA | J2 KIRIBATI | M4 KOREA, DEMOCRATIC PEOPLE'S REPUBLIC OF |
M5 KOREA, REPUBLIC OF | M6 KUWAIT | 1N KYRGYZSTAN | M7 LAO PEOPLE'S DEMOCRATIC REPUBLIC | 1R LATVIA | M8 LEBANON |
M9 LESOTHO | N0 LIBERIA | N1 LIBYAN ARAB JAMAHIRIYA | N2 LIECHTENSTEIN | 1Q LITHUANIA | N4 LUXEMBOURG | N5 MACAU |
1U MACEDONIA, THE FORMER YUGOSLAV REPUBLIC OF | N6 MADAGASCAR | N7 MALAWI | N8 MALAYSIA | N9 MALDIVES | O0 MALI |
O1 MALTA | 1T MARSHALL ISLANDS | O2 MARTINIQUE | O3 MAURITANIA | O4 MAURITIUS | 2P MAYOTTE | O5 MEXICO |
1K MICRONESIA, FEDERATED STATES OF | 1S MOLDOVA, REPUBLIC OF | O9 MONACO | P0 MONGOLIA | Z5 MONTENEGRO |
P1 MONTSERRAT | P2 MOROCCO | P3 MOZAMBIQUE | E1 MYANMAR | T6 NAMIBIA | P5 NAURU | P6 NEPAL | P7 NETHERLANDS |
P8 NETHERLANDS ANTILLES | 1W NEW CALEDONIA | Q2 NEW ZEALAND | Q3 NICARAGUA | Q4 NIGER | Q5 NIGERIA | Q6 NIUE |
Q7 NORFOLK ISLAND | 1V NORTHERN MARIANA ISLANDS | Q8 NORWAY | P4 OMAN | R0 PAKISTAN | 1Y PALAU |
1X PALESTINIAN TERRITORY, OCCUPIED | R1 PANAMA | R2 PAPUA NEW GUINEA | R4 PARAGUAY | R5 PERU | R6 PHILIPPINES |
R8 PITCAIRN | R9 POLAND | S1 PORTUGAL | PR PUERTO RICO | S3 QATAR | S4 REUNION | S5 ROMANIA | 1Z RUSSIAN FEDERATION |
S6 RWANDA | Z0 SAINT BARTHELEMY | U8 SAINT HELENA | U7 SAINT KITTS AND NEVIS | U9 SAINT LUCIA | Z1 SAINT MARTIN |
V0 SAINT PIERRE AND MIQUELON | V1 SAINT VINCENT AND THE GRENADINES | Y0 SAMOA | S8 SAN MARINO |
S9 SAO TOME AND PRINCIPE | T0 SAUDI ARABIA | T1 SENEGAL | Z2 SERBIA | T2 SEYCHELLES | T8 SIERRA LEONE | U0 SINGAPORE |
2B SLOVAKIA | 2A SLOVENIA | D7 SOLOMON ISLANDS | U1 SOMALIA | T3 SOUTH AFRICA |
1L SOUTH GEORGIA AND THE SOUTH SANDWICH ISLANDS | U3 SPAIN | F1 SRI LANKA | V2 SUDAN | V3 SURINAME |
L9 SVALBARD AND JAN MAYEN | V6 SWAZILAND | V7 SWEDEN | V8 SWITZERLAND | V9 SYRIAN ARAB REPUBLIC |
F5 TAIWAN, PROVINCE OF CHINA | 2D TAJIKISTAN | W0 TANZANIA, UNITED REPUBLIC OF | W1 THAILAND | Z3 TIMOR-LESTE |
W2 TOGO | W3 TOKELAU | W4 TONGA | W5 TRINIDAD AND TOBAGO | W6 TUNISIA | W8 TURKEY | 2E TURKMENISTAN |
W7 TURKS AND CAICOS ISLANDS | 2G TUVALU | W9 UGANDA | 2H UKRAINE | C0 UNITED ARAB EMIRATES | X0 UNITED KINGDOM |
2J UNITED STATES MINOR OUTLYING ISLANDS | X3 URUGUAY | 2K UZBEKISTAN | 2L VANUATU | X5 VENEZUELA | Q1 VIET NAM |
D8 VIRGIN ISLANDS, BRITISH | VI VIRGIN ISLANDS, U.S. | X8 WALLIS AND FUTUNA | U5 WESTERN SAHARA | T7 YEMEN |
Y4 ZAMBIA | Y5 ZIMBABWE | XX UNKNOWN
"""
)
"""EDGAR's state, province and country codes with their names, as rptOwnerState holds them."""

OBSOLETE_STATES: dict[str, str] = _table(
    """
C2 ASHMORE & CARTIER IS | E5 CANAL ZONE | E7 CANTON/ENDERBURY IS | G5 CZECHOSLOVAKIA | I7 GAZA STRIP |
X9 GERMANY (BERLIN) | I8 GERMANY (WEST) | I9 GERMANY, FED. REP. | 2F EAST TIMOR | L1 IRAQ-SAUDI | L4 ISRAEL-JORDAN |
L5 ISRAEL-SYRIA | M1 JOHNSTON ATOLL | O6 MIDWAY ISLAND | Q9 PACIFIC ISLANDS TRU | R3 PARACEL ISLANDS |
T4 SOUTHERN RHODESIA | U2 SOVIET UNION | U4 SPANISH NORTH AFRICA | U6 SPRATLY ISLAND | X7 WAKE ISLAND |
Y2 YUGOSLAVIA
"""
)
"""Codes that the schema still lets pass; EDGAR takes none of them from a filer."""

US_STATES: frozenset[str] = frozenset(list(STATES)[: list(STATES).index("WY") + 1]) - {"X1"}
"""The fifty states and the District of Columbia."""

_ZIP_PREFIXES: dict[str, str] = {
    "PR": "006-007 009",
    "VI": "008",
    "MA": "010-027 055",
    "RI": "028-029",
    "NH": "030-038",
    "ME": "039-049",
    "VT": "050-054 056-059",
    "CT": "060-069",
    "NJ": "070-089",
    "NY": "005 063 100-149",
    "PA": "150-196",
    "DE": "197-199",
    "DC": "200 202-205 569",
    "VA": "201 220-246",
    "MD": "206-212 214-219",
    "WV": "247-268",
    "NC": "270-289",
    "SC": "290-299",
    "GA": "300-319 398-399",
    "FL": "320-339 341-342 344 346-347 349",
    "AL": "350-352 354-369",
    "TN": "370-385",
    "MS": "386-397",
    "KY": "400-418 420-427",
    "OH": "430-459",
    "IN": "460-479",
    "MI": "480-499",
    "IA": "500-516 520-528",
    "WI": "530-532 534-535 537-549",
    "MN": "550-551 553-567",
    "SD": "570-577",
    "ND": "580-588",
    "MT": "590-599",
    "IL": "600-620 622-629",
    "MO": "630-631 633-641 644-658",
    "KS": "660-662 664-679",
    "NE": "680-681 683-693",
    "LA": "700-701 703-708 710-714",
    "AR": "716-729",
    "OK": "730-731 734-741 743-749",
    "TX": "733 750-770 772-799 885",
    "CO": "800-816",
    "WY": "820-831 834",
    "ID": "832-838",
    "UT": "840-847",
    "AZ": "850-853 855-857 859-860 863-865",
    "NM": "870-871 873-875 877-884",
    "NV": "889-891 893-895 897-898",
    "CA": "900-908 910-928 930-961",
    "HI": "967-968",
    "B5": "967",
    "GU": "969",
    "OR": "970-979",
    "WA": "980-986 988-994",
    "AK": "995-999",
}
"""State -> its three-digit ZIP prefixes, as ranges."""

_STATES_OF_PREFIX: dict[int, frozenset[str]] = {}
for _state, _ranges in _ZIP_PREFIXES.items():
    for _range in _ranges.split():
        _low, _, _high = _range.partition("-")
        for _prefix in range(int(_low), int(_high or _low) + 1):
            _STATES_OF_PREFIX[_prefix] = _STATES_OF_PREFIX.get(_prefix, frozenset()) | {_state}


def zip_states(zip_code: str) -> frozenset[str]:
    """The states that a US ZIP code (5 digits, or 5-4) can lie in; empty when it is none or its prefix is unused."""
    digits = zip_code.strip()
    five, dash, four = digits.partition("-")
    plain = len(five) == 5 and five.isascii() and five.isdigit()
    if not plain or (dash and not (len(four) == 4 and four.isascii() and four.isdigit())):
        return frozenset()
    return _STATES_OF_PREFIX.get(int(five[:3]), frozenset())
