"""What a cell of a kind may say, as automata over characters: the beam of our own reader walks only where they go.

Every form of writing that `extractor.repair` takes at its word is in here, with footnote marks before and behind it.
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from models.codes import STATES, TRANSACTION_CODES

_DIGIT = string.digits
_UPPER = string.ascii_uppercase
_LETTER = string.ascii_letters


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a grammar: its first and last knot in the net of all."""

    first: int
    last: int


class Grammar:
    """A set of texts, built from pieces and walked character by character. States are numbers, 0 is the start, -1 means
    that no text of the set goes on like this. A piece stands at one place only: who entered a second one could leave
    by the first, an opening bracket without its closing one."""

    def __init__(self) -> None:
        self._skips: list[list[int]] = []
        self._steps: list[dict[str, list[int]]] = []
        self._states: list[frozenset[int]] = []
        self._numbers: dict[frozenset[int], int] = {}
        self._known: dict[tuple[int, str], int] = {}
        self._last = -1
        self._placed: set[_Part] = set()

    def step(self, state: int, character: str) -> int:
        """The state after one more character, or -1."""
        key = (state, character)
        if key not in self._known:
            knots = {to for knot in self._states[state] for to in self._steps[knot].get(character, ())}
            self._known[key] = self._number(knots) if knots else -1
        return self._known[key]

    def complete(self, state: int) -> bool:
        """Whether a text may end here."""
        return self._last in self._states[state]

    def accepts(self, text: str) -> bool:
        """Whether the text is in the set."""
        state = 0
        for character in text:
            state = self.step(state, character)
            if state < 0:
                return False
        return self.complete(state)

    def finish(self, whole: _Part) -> Grammar:
        """This grammar, ready to be walked, with `whole` as the set of its texts."""
        self._last = whole.last
        self._number({whole.first})
        return self

    def one_of(self, characters: Iterable[str]) -> _Part:
        part = self._part()
        for character in characters:
            self._steps[part.first].setdefault(character, []).append(part.last)
        return part

    def text(self, text: str) -> _Part:
        return self.row(*(self.one_of(character) for character in text))

    def row(self, *parts: _Part) -> _Part:
        self._place(*parts)
        whole = self._part()
        at = whole.first
        for part in parts:
            self._skips[at].append(part.first)
            at = part.last
        self._skips[at].append(whole.last)
        return whole

    def either(self, *parts: _Part) -> _Part:
        self._place(*parts)
        whole = self._part()
        for part in parts:
            self._skips[whole.first].append(part.first)
            self._skips[part.last].append(whole.last)
        return whole

    def maybe(self, part: _Part) -> _Part:
        return self.either(part, self.row())

    def times(self, characters: str, least: int, most: int) -> _Part:
        """Between `least` and `most` of the characters."""
        ever = [self.one_of(characters) for _ in range(most)]
        whole = self.row(*ever)
        for part in ever[least:]:
            self._skips[part.first].append(whole.last)
        return whole

    def again(self, part: _Part) -> _Part:
        """The part any number of times, or never."""
        self._place(part)
        whole = self._part()
        self._skips[whole.first] += [part.first, whole.last]
        self._skips[part.last] += [part.first, whole.last]
        return whole

    def _place(self, *parts: _Part) -> None:
        if len({*parts}) < len(parts) or self._placed & {*parts}:
            raise ValueError("a piece of a grammar stands at two places: build it anew for each")
        self._placed |= {*parts}

    def _part(self) -> _Part:
        for _ in range(2):
            self._skips.append([])
            self._steps.append({})
        return _Part(len(self._skips) - 2, len(self._skips) - 1)

    def _number(self, knots: Iterable[int]) -> int:
        """The number of the state of these knots and all that can be reached from them without a character."""
        seen, waiting = set(knots), list(knots)
        while waiting:
            for to in self._skips[waiting.pop()]:
                if to not in seen:
                    seen.add(to)
                    waiting.append(to)
        closed = frozenset(seen)
        if closed not in self._numbers:
            self._numbers[closed] = len(self._states)
            self._states.append(closed)
        return self._numbers[closed]


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Pieces that several kinds share."""

    g: Grammar = field(default_factory=Grammar)

    def digits(self, least: int, most: int) -> _Part:
        return self.g.times(_DIGIT, least, most)

    def blanks(self, most: int = 1) -> _Part:
        return self.g.times(" ", 0, most)

    def words(self, *texts: str) -> _Part:
        """Any of the texts, as they are, in capitals or small."""
        spelt = {spelling for text in texts for spelling in (text, text.upper(), text.lower(), text.capitalize())}
        return self.g.either(*(self.g.text(text) for text in sorted(spelt)))

    def marked(self, value: _Part, before: bool = True) -> Grammar:
        """The value with footnote marks: "(1)", "(1)(2)", "(1,2)", "[3]"; marks alone; nothing."""
        g = self.g

        def marks() -> _Part:
            more = g.again(g.row(self.blanks(), g.one_of(",;&"), self.blanks(), self.digits(1, 2)))
            mark = g.row(self.blanks(), g.one_of("(["), self.digits(1, 2), more, g.one_of(")]"))
            return g.again(mark)

        front = g.maybe(g.row(marks(), self.blanks())) if before else g.row()
        return g.finish(g.either(g.row(front, value, marks()), marks()))

    def grouped(self) -> _Part:
        """Figures with or without commas between well-formed groups of three."""
        g = self.g
        groups = g.row(g.one_of(_DIGIT[1:]), self.digits(0, 2), g.again(g.row(g.one_of(","), self.digits(3, 3))))
        return g.either(groups, self.digits(1, 12))

    def number(self) -> _Part:
        g = self.g
        unit = g.row(self.blanks(), self.words(*_UNITS))
        counted = g.row(self.amount(), g.maybe(unit), g.maybe(g.one_of(".")))
        bracketed = [
            g.row(g.one_of(a), self.blanks(), self.amount(), self.blanks(), g.one_of(b)) for a, b in ("()", "[]")
        ]
        nothing = self.words("-0-", "- 0 -", "N/A", "NA", "N.A.", "N.A", "None", "Nil", "-", "--", "---", "N/A.",
                             "Not applicable")  # fmt: skip
        return g.either(counted, *bracketed, nothing)

    def amount(self) -> _Part:
        """Figures alone, or with a dollar sign."""
        g = self.g
        whole = g.row(self.grouped(), g.maybe(g.row(g.one_of("."), self.digits(1, 8))))
        bare = g.row(g.one_of("."), self.digits(1, 8))
        quotient = g.row(self.digits(1, 2), g.one_of("/"), self.digits(1, 2))
        fraction = g.row(g.maybe(g.row(self.grouped(), g.one_of(" -"))), quotient)
        return g.row(g.maybe(g.row(g.one_of("$"), self.blanks())), g.either(whole, bare, fraction))

    def month_word(self) -> _Part:
        months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December", "Sept")  # fmt: skip
        return self.g.row(self.words(*months, *(month[:3] for month in months)), self.g.maybe(self.g.one_of(".")))

    def year(self) -> _Part:
        return self.g.either(self.digits(4, 4), self.digits(2, 2))

    def date(self) -> _Part:
        g = self.g
        figures = [
            g.row(self.digits(1, 2), g.one_of(stroke), self.digits(1, 2), g.one_of(stroke), self.year())
            for stroke in "/.-"
        ]
        ordinal = g.maybe(self.words("st", "nd", "rd", "th"))
        worded = g.row(self.month_word(), g.times(" -", 0, 2), self.digits(1, 2), ordinal, g.times(", .-", 1, 3),
                       self.year())  # fmt: skip
        day_first = g.row(self.digits(1, 2), g.times(" -", 0, 2), self.month_word(), g.times(" ,-", 1, 3), self.year())
        iso = g.row(self.digits(4, 4), g.one_of("-"), self.digits(2, 2), g.one_of("-"), self.digits(2, 2))
        none = self.words("N/A", "NA", "N.A.", "None", "-", "--", "---", "Immediate", "Immediately", "Immed", "Immed.",
                          "Currently", "Current", "Vested", "Various", "Presently", "Exercisable", "At any time",
                          "Currently exercisable", "Upon vesting", "Not applicable", "See footnote", "See footnotes",
                          "See note", "See notes", "*", "**")  # fmt: skip
        return g.either(*figures, worded, day_first, iso, none)

    def month(self) -> _Part:
        g = self.g
        figures = g.row(self.digits(1, 2), self.blanks(), g.one_of("/-"), self.blanks(), self.year())
        worded = g.row(self.month_word(), g.times(" ,/-", 0, 3), self.year())
        iso = g.row(self.digits(4, 4), g.one_of("-"), self.digits(2, 2))
        return g.either(figures, worded, iso, self.date())

    def code(self) -> _Part:
        g = self.g
        swap = g.row(g.times(" /", 0, 2), g.one_of("K"))
        early = g.row(self.blanks(), g.one_of("V"))
        whole = g.row(g.maybe(g.row(g.one_of("345"), self.blanks())), g.one_of(TRANSACTION_CODES), g.maybe(swap),
                      g.maybe(early))  # fmt: skip
        bracketed = g.row(g.one_of("("), g.one_of(TRANSACTION_CODES), g.one_of(")"))
        return g.either(whole, g.one_of("KV"), bracketed)

    def letter(self) -> _Part:
        g = self.g
        bracketed = [g.row(g.one_of(a), g.one_of("ADIVX"), g.one_of(b)) for a, b in ("()", "[]")]
        words = self.words("Direct", "Indirect", "Acquired", "Acquisition", "Disposed", "Disposition")
        return g.either(g.one_of("ADIVX"), *bracketed, words)

    def zip(self) -> _Part:
        g = self.g
        ours = g.row(self.digits(5, 5), g.maybe(g.row(g.times(" -", 0, 3), self.digits(4, 4))))
        return g.either(ours, g.times(_UPPER + _DIGIT + " -", 3, 10))

    def state(self) -> _Part:
        g = self.g
        dotted = [
            g.row(g.one_of(code[0]), g.one_of("."), self.blanks(), g.one_of(code[1]), g.maybe(g.one_of(".")))
            for code in STATES
        ]
        return g.either(self.words(*STATES), *dotted)

    def ticker(self) -> _Part:
        g = self.g

        def named() -> _Part:
            venue = g.row(g.times(_UPPER + " ", 2, 12), g.one_of(":"), self.blanks())
            return g.row(g.maybe(venue), g.times(_LETTER + _DIGIT + ".-/", 1, 10))

        bracketed = (
            g.row(g.one_of(a), self.blanks(), named(), self.blanks(), g.one_of(b)) for a, b in ("[]", "()", "{}")
        )
        return g.either(named(), *bracketed)


KINDS = ("shares", "money", "date", "month", "code", "letter", "zip", "state", "ticker")
"""Kinds of cells whose texts a grammar can tell."""

_UNITS = ("shares", "share", "shs", "shs.", "sh", "sh.", "units", "per share", "/ share", "/share", "/sh", "each")
_FIGURES = frozenset({"shares", "money", "date", "month"})


@cache
def grammar_of(kind: str) -> Grammar:
    """The grammar of a kind of `KINDS`; ValueError for any other."""
    if kind not in KINDS:
        raise ValueError(f"no grammar for cells of the kind {kind!r}; there is one for {', '.join(KINDS)}")
    pieces = _Pieces()
    part: _Part = {
        "shares": pieces.number, "money": pieces.number, "date": pieces.date, "month": pieces.month,
        "code": pieces.code, "letter": pieces.letter, "zip": pieces.zip, "state": pieces.state,
        "ticker": pieces.ticker,
    }[kind]()  # fmt: skip
    if kind in ("zip", "state", "ticker"):
        return pieces.g.finish(part)
    return pieces.marked(part, before=kind in _FIGURES)
