"""What insiders do: each event moves the books as Form 4's arithmetic demands and explains itself in footnotes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from extractor.synth import vocabulary as words
from extractor.synth.ledger import Account, Books, Draft, weekday

Event = Callable[[Books, Account], None]


def sale(books: Books, account: Account) -> None:
    """One to five sales, sometimes at a weighted average price, sometimes over two days."""
    rng = books.rng
    for _ in range(rng.choice((1, 1, 2, 2, 3, 5))):
        if account.balance < 2:
            break
        price = books.quote()
        row = books.move(account, "S", books.lot(account.balance), False, price)
        if rng.random() < 0.05:
            row.swap = True
            row.note("code", "Transaction effected under a cash-settled total return equity swap.")
        if rng.random() < 0.3 and not books.eighths:
            low, high = price - books.tick(price / 80), price + books.tick(price / 90)
            verb = rng.choice(("executed", "made", "effected"))
            row.note(
                "price",
                f"Weighted average price. The sales were {verb} at prices ranging from ${low:,f} to ${high:,f}. "
                "The reporting person will provide, on request by the staff of the Securities and Exchange Commission, "
                "the issuer or a security holder, the number of shares sold at each price.",
            )
        elif rng.random() < 0.2 and not books.eighths:
            planned = books.day - timedelta(days=rng.randint(60, 300))
            row.note(
                rng.choice(("code", "code", "title")),
                f"Sale under a Rule 10b5-1 trading plan adopted on {planned:%B} {planned.day}, {planned.year}.",
            )
        if rng.random() < 0.04:
            row.deemed = weekday(books.day + timedelta(days=1))
        if rng.random() < 0.15:
            books.next_day()


def purchase(books: Books, account: Account) -> None:
    """Purchases on the market, or privately."""
    for _ in range(books.rng.choice((1, 1, 2, 3))):
        row = books.move(account, "P", books.lot(), True, books.quote())
        if books.rng.random() < 0.15:
            row.note("price", "Price paid in a private purchase, excluding commissions.")


def award(books: Books, account: Account) -> None:
    """Stock granted for nothing, or bought through the employee plan."""
    rng = books.rng
    shares = books.lot()
    if rng.random() < 0.12:
        few = Decimal(rng.randrange(1_000, 900_000)) / 1000
        books.move(account, rng.choice("AL"), few, True, books.quote()).note("code", "Dividends reinvested in a plan.")
        return
    if rng.random() < 0.25:
        price = books.tick(books.price * Decimal("0.85"))
        books.move(account, "A", shares, True, price).note(
            "code", "Acquired under the issuer's employee stock purchase plan."
        )
        return
    row = books.move(account, "A", shares, True, Decimal(0))
    if rng.random() < 0.6:
        parts = rng.choice((3, 4, 5))
        each = (shares / parts).to_integral()
        row.note(
            "amount",
            f"Restricted stock that vests in {parts} annual installments, the first {parts - 1} of {each:,f} shares "
            f"each and the last of {shares - each * (parts - 1):,f} shares, beginning "
            f"{_later(books.day, 1):%B} {_later(books.day, 1).day}, {books.day.year + 1}.",
        )
    if rng.random() < 0.2:
        row.price = None
        row.note("price", "Granted as compensation for services; no price was paid.")


def gift(books: Books, account: Account) -> None:
    """A gift, at no price; until 2023 often reported early (V)."""
    row = books.move(account, "G", books.lot(account.balance), False, Decimal(0))
    row.early = books.day < date(2023, 2, 27) and books.rng.random() < 0.7
    if books.rng.random() < 0.4:
        row.note(
            "code",
            books.rng.choice(
                ("Charitable gift.", "Gift to the reporting person's children.", "Gift to a donor-advised fund.")
            ),
        )


def odd(books: Books, account: Account) -> None:
    """The rare codes: J, L, W, U, D, Z, I."""
    rng = books.rng
    code = rng.choice("JJLWUDZI")
    acquired = {"L": True, "W": True, "U": False, "D": False}.get(code, rng.random() < 0.5)
    price = {"J": Decimal(0), "W": Decimal(0), "Z": Decimal(0)}.get(code, books.quote())
    row = books.move(account, code, books.lot(None if acquired else account.balance), acquired, price)
    row.early = code in "LW" and rng.random() < 0.5
    if code == "J":
        row.note("code", rng.choice((
            "Pro rata distribution without consideration to the members and partners of the fund.",
            "Shares received in exchange for shares of a predecessor in a reorganization.",
        )))  # fmt: skip
    elif code == "D" and rng.random() < 0.7:
        row.note("code", "Disposed of in the merger, each share for the right to receive cash at the price shown.")


def option_exercise(books: Books, account: Account) -> None:
    """An option exercised: mirrored in both tables; shares then withheld for price and tax, or sold."""
    rng = books.rng
    strike = books.tick(books.price * Decimal(rng.uniform(0.15, 0.9)))
    shares = books.lot()
    granted = weekday(_later(books.day, -rng.randint(3, 8)))
    left = books.lot() if rng.random() < 0.5 else Decimal(0)
    books.move(account, "M", shares, True, strike)
    option = Account(_title(books, account, words.OPTIONS), account.nature, shares + left)
    row = books.move_derivative(
        option, "M", shares, False, Decimal(0), strike=strike, exercisable=_later(granted, 1),
        expires=_later(granted, 10) - timedelta(days=rng.choice((0, 0, 1))), underlying=account.title,
    )  # fmt: skip
    if rng.random() < 0.35:
        row.exercisable = None
        row.note(
            "exercisable",
            rng.choice(("Fully vested and exercisable.", "The option vested in four equal annual installments.")),
        )
    kind = rng.random()
    if kind < 0.35:
        price = books.tick(books.price)
        cost = (shares * strike / price).to_integral(ROUND_CEILING)
        tax = ((shares - cost) * Decimal("0.38")).to_integral()
        if cost + tax > 0 and cost + tax < account.balance:
            books.move(account, "F", cost + tax, False, price).note(
                "amount",
                f"Consists of {cost:,f} shares delivered for the exercise price ({shares:,f} x ${strike:,f} / "
                f"${price:,f}) and {tax:,f} shares withheld for taxes.",
            )
    elif kind < 0.7:
        books.move(account, "S", shares, False, books.quote())


def units_vest(books: Books, account: Account) -> None:
    """Restricted stock units turn into shares one for one; some are withheld for tax."""
    rng = books.rng
    units = Account(rng.choice(words.UNITS), account.nature, Decimal(0))
    shares = books.lot()
    units.balance = shares + (books.lot() if rng.random() < 0.7 else 0)
    each = "Each unit is a contingent right to receive one share of the issuer's stock."
    row = books.move(account, "M", shares, True, Decimal(0))
    if rng.random() < 0.3:
        row.price = None
        row.note("price", each)
    other = books.move_derivative(units, "M", shares, False, Decimal(0), underlying=account.title)
    began = _later(books.day, -1)
    vest = f"The units vest in equal annual installments beginning {began:%B} {began.day}, {began.year}."
    other.note("strike", each).note("exercisable", vest).note("expires", vest)
    if rng.random() < 0.75:
        withheld = (shares * Decimal(rng.uniform(0.25, 0.45))).to_integral() + 1
        if withheld < account.balance:
            tax = books.move(account, "F", withheld, False, books.tick(books.price))
            if rng.random() < 0.5:
                tax.note(
                    "amount",
                    f"Withheld to pay taxes on the vesting of {shares:,f} units; "
                    f"{shares - withheld:,f} shares were issued.",
                )


def units_grant(books: Books, account: Account) -> None:
    """Restricted stock units granted."""
    units = Account(books.rng.choice(words.UNITS), "", Decimal(0))
    row = books.move_derivative(units, "A", books.lot(), True, Decimal(0), underlying=account.title)
    text = f"The units vest in full on {_later(books.day, 3):%B} {books.day.day}, {books.day.year + 3}."
    row.note("strike", "Each unit is the economic equivalent of one share.").note("exercisable", text).note(
        "expires", text
    )


def option_grant(books: Books, account: Account) -> None:
    """An option granted at the market, for ten years."""
    rng = books.rng
    shares, strike = books.lot(), books.tick(books.price)
    option = Account(_title(books, account, words.OPTIONS), "", Decimal(0))
    row = books.move_derivative(
        option,
        "A",
        shares,
        True,
        Decimal(0),
        strike=strike,
        exercisable=_later(books.day, 1),
        expires=_later(books.day, rng.choice((10, 10, 10, 7, 5))) - timedelta(days=rng.choice((0, 1))),
        underlying=account.title,
    )
    if rng.random() < 0.6:
        parts = rng.choice((3, 4))
        each = (shares / parts).to_integral()
        row.exercisable = None if rng.random() < 0.7 else row.exercisable
        row.note(
            "exercisable",
            f"Becomes exercisable in {parts} annual installments: {each:,f} shares in each of the first "
            f"{parts - 1} years and {shares - each * (parts - 1):,f} shares in the last.",
        )


def conversion(books: Books, account: Account) -> None:
    """Another class or preferred stock converted into this one, now and then at a ratio."""
    rng = books.rng
    ratio = Decimal(rng.choice((1, 1, 1, 2, 10)))
    preferred = Account(
        rng.choice(words.CONVERTIBLES),
        account.nature,
        Decimal(0),
        account.note,
    )
    held = books.lot()
    preferred.balance = held + (books.lot() if rng.random() < 0.6 else 0)
    books.move(account, "C", held * ratio, True, Decimal(0) if rng.random() < 0.6 else None)
    if books.first[-1].price is None:
        books.first[-1].note("price", f"Converted at {ratio} for 1 without payment.")
    row = books.move_derivative(preferred, "C", held, False, Decimal(0), underlying=account.title)
    row.underlying_shares = held * ratio
    text = f"Convertible at any time into stock at {ratio} for 1; no expiration date."
    row.note("strike", text).note("exercisable", text).note("expires", text)


def phantom(books: Books, account: Account) -> None:
    """Units of a deferral plan, priced like the stock, with fractions."""
    rng = books.rng
    units = Account(rng.choice(words.PHANTOM), "", Decimal(rng.randrange(10**6, 10**9)) / 10_000)
    shares = Decimal(rng.randrange(10**4, 10**7)) / 10_000
    row = books.move_derivative(units, "A", shares, True, books.tick(books.price), underlying=account.title)
    text = "Settled in cash or stock after the reporting person leaves the board; one unit for one share."
    row.note("strike", text).note("exercisable", text).note("expires", text)


def warrants(books: Books, account: Account) -> None:
    """Warrants bought, exercised at the money (X), expired (E) or cancelled (H)."""
    rng = books.rng
    strike, code = books.tick(books.price * Decimal("1.1")), rng.choice("PXHO")
    warrant = Account("Warrants (right to buy)", account.nature, Decimal(0), account.note)
    shares = books.lot()
    warrant.balance = Decimal(0) if code == "P" else shares
    price = books.tick(books.price / 8) if code in "PH" else Decimal(0)
    terms = {
        "strike": strike,
        "exercisable": weekday(_later(books.day, -2)),
        "expires": _later(books.day, 3),
        "underlying": account.title,
    }
    if code in "XO":
        books.move(account, code, shares, True, strike)
    books.move_derivative(warrant, code, shares, code == "P", price, **terms)


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _title(books: Books, account: Account, titles: tuple[str, ...]) -> str:
    title = books.rng.choice(titles)
    return (
        title.replace("Common Stock", account.title) if books.rng.random() < 0.2 and len(account.title) < 20 else title
    )


FIRST_EVENTS: dict[Event, float] = {sale: 5, purchase: 2.5, award: 2, gift: 1.2, odd: 1.2}
MIRRORED_EVENTS: dict[Event, float] = {option_exercise: 3, units_vest: 3, conversion: 1.2}
SECOND_EVENTS: dict[Event, float] = {option_grant: 3, units_grant: 2, phantom: 0.8, warrants: 0.8}
UNITS_FROM = date(1999, 1, 1)
"""Restricted stock units are rare before."""


def known(event: Event, day: date) -> bool:
    """True when such events were reported at that time."""
    return day >= UNITS_FROM or event not in (units_vest, units_grant)


def remainder(books: Books, account: Account) -> Draft:
    """An option that is merely held."""
    rng = books.rng
    granted = weekday(_later(books.day, -rng.randint(1, 8)))
    option = Account(rng.choice(words.OPTIONS), "", books.lot())
    return books.hold(option, strike=books.quote(0.5), exercisable=_later(granted, 1), expires=_later(granted, 10),
                      underlying=account.title, underlying_shares=option.balance)  # fmt: skip
