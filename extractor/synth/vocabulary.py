"""Words for invented filers, issuers and addresses. Everything here is made up or public geography; no real filer."""

from __future__ import annotations

_SURNAMES = """
Abernathy Achterberg Adeyemi Amundsen Appleyard Arbuckle Aristov Baptiste Barraclough Bellweather Bergstrom Bianchi
Blenkinsop Boatwright Brannigan Bristow Cadwallader Castellanos Chaudhuri Cholmondeley Claypool Cobbledick Corrigan
Czarnecki Dalrymple Danjuma Deveraux Dinkelspiel Drummond Dziedzic Eastlake Eckersley Eisenhardt Enriquez
Fairweather Farrukh Featherstone Fitzwilliam Forsythe Fujimoto Galbraith Garabedian Gillespie Goldfarb Grabowski
Gunnarsson Hallowell Hashimoto Hathersage Hemmingway Hollingsworth Huang Ibarra Iwasaki Jablonski Jankauskas
Jorgensen Kapoor Kennaway Kirkbride Kobayashi Kowalczyk Lachance Lindqvist Llewellyn Lombardi Macready Mahabir
Marchetti Mbeki McAllister McCrimmon Mehrotra Middlebrook Mondragon Montague Nakagawa Nguyen Niedermeyer Nwosu
O'Halloran O'Shea Okonkwo Ollerenshaw Ostrowski Paganini Papadakis Penhaligon Petrosyan Pickering Prendergast
Quartermaine Quispe Radcliffe Rasmussen Ravindran Rutherford Saltonstall Sandoval Schwarzkopf Shaughnessy Silvestri
Smallwood Sorensen Stubblefield Szymanski Takahashi Tattersall Thistlewood Trevelyan Ueda Underhill Vandermeer
Vasquez Villanueva Wainwright Weatherby Wickersham Wojciechowski Xiong Yarborough Yilmaz Zabriskie Zellweger
Zimmermann
"""
SURNAMES = (
    *_SURNAMES.split(), "Van Houten", "de la Fuente", "St. Clair", "Van Der Linden", "Al-Farsi", "MacIver",
    "Le Blanc", "Von Arnim", "D'Amato",
)  # fmt: skip
_GIVEN = """
Adaeze Agnes Albert Alistair Amara Anders Antonia Arjun Astrid Augustin Barnaby Beatrice Bernard Bjorn Bridget Byron
Camille Carlotta Cecil Chandra Clement Constance Cyril Dagmar Delphine Desmond Dolores Dougal Edwin Elspeth Emeka
Ernestine Esteban Fabian Felicity Fiona Florian Gareth Genevieve Gideon Giles Greta Gustavo Harriet Hector Henrietta
Hiroshi Hugo Ignatius Imogen Ines Isidore Ivor Jacinta Jasper Jemima Joaquin Jocelyn Josiah Juliet Kenji Kirsten
Lavinia Leandro Leopold Lionel Lorna Lucinda Magnus Marguerite Marisol Matilda Maurice Mireille Mordecai Nadia
Neville Nikhil Noel Octavia Olga Oswald Padma Percival Petra Phoebe Priya Quincy Rafael Reginald Rosalind Rupert
Sabine Seraphina Sigrid Silas Soren Sylvia Tabitha Tariq Theodora Thaddeus Ulrich Ursula Valentina Victor Vivian
Wallace Wilhelmina Winston Xavier Yolanda Yusuf Zelda
"""
GIVEN = tuple(_GIVEN.split())
SUFFIXES = ("JR", "SR", "II", "III", "IV", "Jr.", "PHD", "MD", "ESQ")

_COMPANY_FIRST = """
Aldergate Ambergris Anvil Arclight Argent Ashgrove Aurelian Basalt Bellrock Blackthorn Bluestem Brightwater Calyx
Cascadia Cinderhill Cobaltine Copperfield Corvid Crestline Cygnet Dovetail Driftwood Eastbourne Emberton Fallowfield
Fenwick Ferrous Flintlock Foxglove Galleon Gantry Glasshouse Goldcrest Granary Greylag Halcyon Harrow Hawthorne
Heron Highmoor Ironbark Isinglass Juniper Keystone Kingfisher Lanyard Larkspur Lodestar Longshore Magnetite Marigold
Meridian Millrace Moorgate Nettle Northgate Oakum Obsidian Orchard Osprey Palisade Penrose Pikestaff Pinnace Plover
Quarry Quicksilver Ravelin Redstart Rookery Saltmarsh Sandpiper Sextant Shearwater Signalman Spindle Stonechat
Tamarack Tern Thornbury Tidewater Topaz Trellis Umber Verdigris Wayfarer Westmark Whinstone Windrose Yarrow
Zephyrine
"""
COMPANY_FIRST = tuple(_COMPANY_FIRST.split())
_COMPANY_SECOND = """
Acoustics Aerospace Agronomics Analytics Apparel Biologics Brands Broadcasting Cable Ceramics Chemicals Coatings
Communications Controls Dental Devices Digital Dynamics Electronics Energy Exploration Fabrics Financial Foods
Forest Freight Gaming Genomics Glass Health Homes Hydraulics Imaging Instruments Insurance Interactive Labs Leasing
Lighting Logistics Marine Media Medical Metals Microsystems Mobility Optics Packaging Paper Petroleum Pharma
Photonics Pipeline Polymers Power Realty Resources Robotics Semiconductor Shipping Software Solar Steel Storage
Surgical Switchgear Telecom Therapeutics Tools Transit Uranium Vision Water Wireless
"""
COMPANY_SECOND = tuple(_COMPANY_SECOND.split())
COMPANY_LAST = (
    "Inc", "Inc.", "INC", "Corp", "Corp.", "CORP", "Corporation", "Co", "Company", "Holdings, Inc.", "Group Inc",
    "Ltd", "Limited", "plc", "PLC", "N.V.", "S.A.", "AG", "LP", "L.P.", "Partners LP", "Trust", "REIT Inc", "Bancorp",
    "Bancshares Inc", "& Co", "& Sons Inc", "International Inc", "Technologies, Inc.", "Holding Co",
    "Enterprises Inc", "CORP /DE/", "INC /NV/", "BANCORP /OH/", "Acquisition Corp. II",
)  # fmt: skip

FUNDS = (
    "{s} Capital Partners {n}, L.P.", "{s} {t} Family Trust", "The {s} Irrevocable Trust", "{s} Holdings LLC",
    "{s} GP, L.L.C.", "{s} Master Fund, Ltd.", "{c} Ventures {n} LP", "{c} Growth Equity {n}, L.P.",
    "{c} Management Co., LLC", "{s} Revocable Trust dtd {m}/{d}/{y}", "{s} FAMILY LIMITED PARTNERSHIP",
    "{c} Investors GP {n}, LLC", "{s} Foundation", "{s} 19{y} GRAT", "ESTATE OF {g} {s}",
    "{c} {n} Aggregator (Jersey) L.P.", "{c} Holdings (Cayman) {n}, Ltd.", "{c} US (TTGP), Ltd.", "{s} & {s} LLC",
    "{g} {s} 20{m:02d} Irrevocable Trust for Descendants", "{c} II Beaver (DE) LLC",
    "{s} Charitable Remainder Unitrust", "{c} Opportunities Fund {n}-A, L.P.", "{s} Investments, S.a r.l.",
)  # fmt: skip

OFFICER_TITLES = (
    "President", "Chairman", "CEO", "President and CEO", "Chairman & CEO", "Chief Executive Officer", "CFO",
    "Chief Financial Officer", "EVP & CFO", "Sr. VP, General Counsel & Sec.", "General Counsel", "Vice President",
    "VP - Human Resources", "Executive Vice President", "EVP, Chief Human Resources Off", "Chief Operating Officer",
    "COO", "Treasurer", "Corporate Secretary", "VP & Controller", "Principal Accounting Officer",
    "Chief Accounting Officer", "Group President, Industrial", "Chief Medical Officer", "SVP, Sales and Marketing",
    "Chief Technology Officer", "See Remarks", "Vice Chairman", "Exec. V.P.-Operations", "CHIEF PEOPLE OFFICER",
    "Pres, North America", "EVP, Chief Legal Officer & Sec", "SVP & GM, Aftermarket",
    "Pres. & COO - Specialty Produc", "Director of Finance and Admin.", "Chief Exec. Officer/Co-Founder",
    "VP, Corp. Dev. (Interim CFO)", "Head of R&D", "EVP-Global Ops.", "Chief Scientific Officer", "Sr. V.P.",
    "SVP, CIO", "Exec VP & President - Retail", "See remarks below", "Controller (principal acctg. o",
)  # fmt: skip
OTHER_TEXTS = (
    "See Remarks", "Member of a 13(d) group", "Former 10% owner", "Director by Deputization", "Advisory Director",
    "Trustee", "See explanation below", "Director of subsidiary", "Member of 10% owner group",
)  # fmt: skip

_STREETS = """
Alder Beacon Canal Chestnut Commerce Corporate Dockside Exchange Federal Foundry Gateway Granite Harborview
Innovation Lakeshore Liberty Mercantile Milestone Overlook Orchard Parkway Pearl Prospect Quarry Riverbend Signal
Sycamore Technology Turnpike Union University Vineyard Washington Waterfront Wharf
"""
STREETS = tuple(_STREETS.split())
STREET_KINDS = (
    "STREET", "AVENUE", "Road", "Drive", "Blvd", "LANE", "Place", "Square", "Court", "PARKWAY", "St.", "Ave.",
)  # fmt: skip
ROOMS = (
    "SUITE {n}", "Suite {n}", "{f}TH FLOOR", "Floor {f}", "P.O. BOX {n}", "BLDG {f}", "MAIL STOP {f}-{n}", "#{n}",
    "52ND FLOOR", "Tower 2, Level {f}",
)  # fmt: skip

PLACES = (
    ("BOSTON", "MA", "021"), ("Cambridge", "MA", "021"), ("NEW YORK", "NY", "100"), ("Rochester", "NY", "146"),
    ("STAMFORD", "CT", "069"), ("NEWARK", "NJ", "071"), ("Princeton", "NJ", "085"), ("PHILADELPHIA", "PA", "191"),
    ("Pittsburgh", "PA", "152"), ("WILMINGTON", "DE", "198"), ("BALTIMORE", "MD", "212"), ("RICHMOND", "VA", "232"),
    ("Charlotte", "NC", "282"), ("GREENVILLE", "SC", "296"), ("ATLANTA", "GA", "303"), ("Tampa", "FL", "336"),
    ("BOCA RATON", "FL", "334"), ("Nashville", "TN", "372"), ("LOUISVILLE", "KY", "402"), ("CLEVELAND", "OH", "441"),
    ("Columbus", "OH", "432"), ("INDIANAPOLIS", "IN", "462"), ("DETROIT", "MI", "482"), ("Milwaukee", "WI", "532"),
    ("MINNEAPOLIS", "MN", "554"), ("DES MOINES", "IA", "503"), ("ST. LOUIS", "MO", "631"), ("Omaha", "NE", "681"),
    ("WICHITA", "KS", "672"), ("TULSA", "OK", "741"), ("DALLAS", "TX", "752"), ("Houston", "TX", "770"),
    ("AUSTIN", "TX", "787"), ("DENVER", "CO", "802"), ("Salt Lake City", "UT", "841"), ("PHOENIX", "AZ", "850"),
    ("LAS VEGAS", "NV", "891"), ("SAN DIEGO", "CA", "921"), ("Los Angeles", "CA", "900"),
    ("SAN FRANCISCO", "CA", "941"), ("Menlo Park", "CA", "940"), ("PORTLAND", "OR", "972"), ("SEATTLE", "WA", "981"),
    ("Boise", "ID", "837"), ("LITTLE ROCK", "AR", "722"), ("NEW ORLEANS", "LA", "701"), ("Birmingham", "AL", "352"),
    ("HONOLULU", "HI", "968"),
)  # fmt: skip
ABROAD = (
    ("LONDON", "X0", "EC2M 4RF"), ("Toronto", "A6", "M5H 2N2"), ("HAMILTON", "D0", "HM 12"),
    ("DUBLIN", "L2", "D02 X285"), ("Zug", "V8", "6300"), ("GEORGE TOWN", "E9", "KY1-1104"),
    ("AMSTERDAM", "P7", "1017 CA"), ("Tel Aviv", "L3", "6701203"), ("TAIPEI", "F5", "10617"),
    ("Vancouver", "A1", "V6C 3E8"), ("HONG KONG", "K3", ""), ("Tokyo", "M0", "106-6108"),
)  # fmt: skip

VENUES = ("NYSE", "NASDAQ", "AMEX", "OTC", "TSX")
NO_SYMBOLS = ("NONE", "N/A", "None", "n/a", "-", "N.A.", "none")

STOCKS = (
    "Common Stock", "Common Stock", "Common Stock", "COMMON STOCK", "Class A Common Stock", "Common Shares",
    "Ordinary Shares", "Common Stock, par value $0.01", "Common Stock, $.001 par value", "Common Units",
    "Class A Ordinary Shares", "Common Shares of Beneficial Interest", "common stock", "American Depositary Shares",
    "Series B Common Stock", "Common Stock, no par value", "Common Stock (restricted)", "Class A-1 Common Stock",
    "Common Units representing limited partner interests", "Voting Common Stock",
    "Depositary Shares (Series D Preferred)",
)  # fmt: skip
OPTIONS = (
    "Stock Option (right to buy)", "Employee Stock Option (Right to Buy)",
    "Non-Qualified Stock Option (right to buy)", "Option to Purchase Common Stock", "Incentive Stock Option",
    "Stock Options", "Director Stock Option (Right to Buy)", "Non-qualified Stock Options", "Options (Right to Buy)",
    "Stock Appreciation Right", "Performance Stock Option", "Put Option (obligation to buy)",
    "Call Option (right to sell)", "Non-Statutory Option to Purchase Common Stock", "Stock-Settled SAR",
    "Option (right to acquire)", "Director Option - Annual Grant", "Warrant to purchase Series Seed Preferred",
)  # fmt: skip
UNITS = (
    "Restricted Stock Units", "Restricted Stock Unit", "RSUs", "Performance Share Units", "Deferred Stock Units",
    "Restricted Stock Units (time-based)", "LTIP Units", "Dividend Equivalent Rights",
)  # fmt: skip
PHANTOM = (
    "Phantom Stock", "Phantom Stock Units", "Deferred Compensation Units", "Stock Units", "Phantom Stock (unitized)",
    "Phantom Share Units (SERP)",
)  # fmt: skip
CONVERTIBLES = (
    "Class B Common Stock", "Series C Preferred Stock", "Convertible Notes", "Class B Units",
    "Series Seed Preferred Stock", "Series A-1 Convertible Preferred Stock", "6.5% Convertible Senior Notes due 2027",
    "OP Units", "Series B-2 Preferred",
)  # fmt: skip
NATURES = (
    "By Trust", "By Spouse", "By 401(k) Plan", "By LLC", "By Limited Partnership", "By GRAT", "By Daughter",
    "By Son's Trust", "See footnote", "See Footnote", "See Explanation of Responses", "By Family Foundation",
    "By IRA", "By Children", "By ESOP", "By Self as Trustee for Minor Children", "Held by family limited partnership",
    "Through profit sharing plan trust", "By Trust for Child", "By Spouse's IRA", "By Corporation", "Rabbi Trust",
    "By Managed Account", "By estate of mother", "UTMA account f/b/o son", "By wife", "401(k)",
    "By Custodian For Minor",
    "See Notes", "By Partnership II", "Deferred Comp. Plan", "Joint tenancy with spouse", "By Rev. Trust",
)  # fmt: skip
