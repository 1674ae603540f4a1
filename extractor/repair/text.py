"""Candidates for free text, by the subject of its place: titles, natures, officers' titles, names, addresses, notes."""

from __future__ import annotations

import re
from functools import lru_cache
from math import exp

from rapidfuzz import fuzz, process

from extractor.repair.addresses import joined as joined_proper
from extractor.repair.addresses import without_labels
from extractor.repair.confusions import Confusions
from extractor.repair.fragments import join_split_words, part_glued_words
from extractor.repair.lexicons import Lexicons
from extractor.repair.neighbours import fitting, without_strokes
from extractor.repair.phrases import TYPED, PhraseMatch, phrase_matches
from extractor.repair.prose import note_choices, with_blanks
from extractor.repair.signing import signed_choices, signed_tokens
from extractor.repair.weigh import Explanation, candidates
from extractor.repair.wording import (
    WordChoice,
    core_of,
    evenly_cased,
    explanations,
    is_known,
    nearly_known,
    settle_letters,
    word_choices,
)
from models.evidence import Candidate

SUBJECTS = {
    "title": ("title",), "nature": ("nature",), "officer": ("officer",), "other": ("officer", "note"),
    "street": ("street",), "city": ("city",), "name": ("name", "given"), "signature": ("note", "given", "name"),
    "note": ("note", "name"),
}  # fmt: skip
"""Subject of a text → the word lists that belong to it."""

_STRICT = frozenset({"title", "nature", "officer"})
"""Places with a small vocabulary: an unknown word there is suspect."""

_UNEXPLAINED = 0.0006  # weight of "something else was printed" when one word is damaged …
_ONE_MORE = 0.03  # … and its factor for each further one, or when a whole phrase bears the repair out
_SENSIBLE = frozenset({"title", "nature", "officer", "name", "city", "street"})
_COLUMNS = frozenset({"title", "nature"})
"""Texts of narrow columns; EDGAR itself cuts an officer's title at its thirtieth letter."""
_PROPER = frozenset({"name", "city", "street"})
"""Names are written apart and together ("MC LEAN", "McLean"): a blank in one is no sign of a cut."""
_ODD_SIGNS = frozenset("[]{}|_~^<>=\\¢§©®°¥£€")
_LIKE_A_WORD = 0.4  # weight of doubt for a capitalised word two letters away from a common one ("Stcok")
_JUNK = 0.25  # and for an unknown one in lower case
_RUINED_BY = re.compile(r"(?:[B8][vVYrw]?|[HR8]y)\.{0,2}|By\.{1,2}")
_FIGURES = re.compile(r"\d+(?:[/.-]\d+)*|401\(?k\)?|F\d+", re.IGNORECASE)
"""Numbers, dates, plans and marks in words: "Trust 2", "dtd 3/1/95", "401(k)"."""
_STROKE = frozenset({"i", "l", "I"})
_LISTED = 88  # likeness (0-100) from which a name of the user's list may be meant
_MARGIN = 4.0  # and the lead over the next one that makes it the only one


def parse_text(text: str, subject: str, lexicons: Lexicons, confusions: Confusions) -> tuple[Candidate, ...]:
    """Candidates for a text of that subject, best first; the reading itself alone when nothing in it is damaged."""
    read, scanned = text, confusions.engine not in TYPED
    settled = settle_letters(text)
    vocabulary = vocabulary_of(subject, lexicons)
    joined = list[tuple[str, str]]()
    spaced = settled
    if subject == "note":
        spaced, joined = with_blanks(settled)
    elif subject in _PROPER:
        settled = settled if subject == "name" else without_labels(settled, subject)
        spaced, joined = joined_proper(settled, subject, vocabulary)
    tokens = spaced.split()
    listed = read.lower() in lexicons.phrases.get(subject, ())
    if listed and settled == read and all(evenly_cased(core_of(token)[1]) for token in tokens):
        return candidates(read, [Explanation(read, 0.0, read)])
    narrow = subject in _COLUMNS and scanned
    if subject not in _PROPER:
        tokens, whole = join_split_words(without_strokes(tokens) if narrow else tokens, vocabulary)
        joined += whole
    if subject in _STRICT:
        tokens, parted = part_glued_words(tokens, vocabulary)
        joined += parted
    if subject == "signature":
        tokens = signed_tokens(tokens, scanned)
    if subject == "nature" and (
        is_gibberish(tokens, vocabulary, lexicons) or (scanned and _of_rules(tokens))
    ):
        return ()
    choices = _choices(tokens, subject, scanned, vocabulary, lexicons, confusions)
    base = 0.1 * len(joined)
    close = False
    found = explanations(read, tokens, choices, base)
    if settled != read and subject in _PROPER and len(settled) < len(read):
        found = [_small_print(explanation) for explanation in found]
    elif settled != read and not joined:
        found = [_look_alike(explanation) for explanation in found]
    if subject in lexicons.phrases:
        matches = phrase_matches(tokens, subject, vocabulary, lexicons, confusions)
        close = any(match.close for match in matches)
        found = _with_phrases(found, matches)
    if subject == "name" and lexicons.names:
        found += _listed_names(settled, lexicons, confusions)
    damaged = sum(bool(options[0].rule) for options in choices)
    unexplained = _UNEXPLAINED * _ONE_MORE ** max(0, damaged - 1) * (_ONE_MORE if close else 1)
    nonsense = nonsense_of(tokens, vocabulary, lexicons, subject)
    if nonsense:
        found = [explanation._replace(cost=explanation.cost + 0.01) for explanation in found]
    return candidates(read, found, unexplained + nonsense * exp(-found[0].cost))


def _choices(
    tokens: list[str], subject: str, scanned: bool, vocabulary: frozenset[str], lexicons: Lexicons,
    confusions: Confusions,
) -> list[tuple[WordChoice, ...]]:  # fmt: skip
    """The ways to take each word of a text, cheapest first."""
    if subject == "note":
        return list(note_choices(tokens, vocabulary, lexicons, confusions))
    strict, clipped = subject in _STRICT, subject in _COLUMNS
    choices = [word_choices(token, vocabulary, lexicons, confusions, strict, clipped) for token in tokens]
    if subject == "signature":
        return [signed_choices(tokens, at, scanned) or options for at, options in enumerate(choices)]
    if subject in _COLUMNS:
        choices = [_of_its_place(subject, tokens, at, vocabulary) or options for at, options in enumerate(choices)]
        return fitting(tokens, choices, vocabulary, subject, lexicons) if scanned else choices
    return choices


def _by(tokens: list[str], at: int) -> tuple[WordChoice, ...]:
    """Ways to take the ruins of the "By" that a nature begins with, whose y is easily lost or loses its tail; "B Trust"
    is the second of two trusts."""
    if at or len(tokens) == 1 or not _RUINED_BY.fullmatch(tokens[0]):
        return ()
    if tokens[0].rstrip(".") == "B" and tokens[1].lower().startswith("trust"):
        return ()
    return WordChoice("By", 0.5, "confusion"), WordChoice(tokens[0], 4.0)


def _of_its_place(subject: str, tokens: list[str], at: int, vocabulary: frozenset[str]) -> tuple[WordChoice, ...]:
    """Ways to take a word that only texts of its subject have; none for any other."""
    if subject == "nature":
        return _by(tokens, at)
    return _plural(tokens[at], vocabulary) if at + 1 == len(tokens) else ()


def _plural(token: str, vocabulary: frozenset[str]) -> tuple[WordChoice, ...]:
    """Ways to take a title's last word that ends in a colon, as no title does: its s, misread."""
    word = token.removesuffix(":")
    if word == token or not is_known(word + "s", vocabulary):
        return ()
    return WordChoice(word + "s", 0.5, "confusion"), WordChoice(word, 1.5, "confusion"), WordChoice(token, 4.0)


def nonsense_of(tokens: list[str], vocabulary: frozenset[str], lexicons: Lexicons, subject: str) -> float:
    """Weight of "this is ink or a neighbour, not what was printed": 0 for text that makes sense in its place.

    Words of the vocabulary make sense, names half of it. Signs that no name or title holds speak against any text.
    """
    if subject not in _SENSIBLE:
        return 0.0
    odd = sum(c in _ODD_SIGNS for token in tokens for c in token)
    if odd:
        return 0.5 + 0.5 * odd
    if subject not in _STRICT:
        return 0.0
    names = lexicons.words.get("name", frozenset()) | lexicons.words.get("given", frozenset())
    letters = sense = doubt = 0.0
    for token in tokens:
        core = core_of(token)[1]
        if not any(c.isalpha() for c in core):
            continue
        letters += len(core)
        if is_known(core, vocabulary) or is_known(core, names):
            sense += len(core)
        elif core[0].isupper() and (len(core) > 2 or core.isupper()):
            sense += len(core) / 2
            doubt += _LIKE_A_WORD if nearly_known(core, vocabulary) else 0.0
        else:
            doubt += _JUNK
    return doubt if not letters or sense * 2 >= letters else doubt + 1.5 * (1 - sense / letters)


def is_gibberish(tokens: list[str], vocabulary: frozenset[str], lexicons: Lexicons) -> bool:
    """Whether this is what an engine makes of rulings and dirt, "eee ae Op": hardly a word that anybody knows or that
    could be a name. The place is unreadable then, or empty."""
    names = lexicons.words.get("name", frozenset()) | lexicons.words.get("given", frozenset())
    letters = sense = 0.0
    for token in tokens:
        core = core_of(token)[1]
        size = sum(c.isalnum() for c in core)
        letters += sum(c.isalnum() for c in token)
        if _FIGURES.fullmatch(core) or (size > 1 and (is_known(core, vocabulary) or is_known(core, names))):
            sense += size
        elif size > 2 and ((core.isalpha() and _may_be_a_name(core)) or nearly_known(core, vocabulary)):
            sense += size / 2
    return bool(letters) and sense * 3 < letters


def _of_rules(tokens: list[str]) -> bool:
    """Whether this is what is left of a column's rules: strokes, dashes and figures, and nothing that says a word."""
    return not any(sign.isalpha() for token in tokens if token not in _STROKE for sign in token)


def _may_be_a_name(core: str) -> bool:
    return core[0].isupper() and evenly_cased(core)


@lru_cache(maxsize=64)
def vocabulary_of(subject: str, lexicons: Lexicons) -> frozenset[str]:
    """The words at home in a subject's place."""
    lists = [lexicons.words.get(name, frozenset()) for name in SUBJECTS.get(subject, ("note",))]
    return frozenset().union(*lists)


def _look_alike(explanation: Explanation) -> Explanation:
    if explanation.rule not in ("", "split-word"):
        return explanation
    reason = "Cyrillic or Greek letters that look Latin, a small l among capitals, or typographic ligatures"
    return explanation._replace(rule="look-alike", reason=reason)


def _small_print(explanation: Explanation) -> Explanation:
    reason = "the form's own small labels, or what is left of them, were read with it"
    return explanation._replace(rule="label", reason=reason, cost=explanation.cost + 0.3)


def _with_phrases(found: list[Explanation], matches: list[PhraseMatch]) -> list[Explanation]:
    """The word-by-word explanations, doubted as far as whole phrases come close, and those phrases."""
    known = {explanation.value.lower() for explanation in found if explanation.rule and explanation.value}
    matches = [match for match in matches if (match.explanation.value or "").lower() not in known]
    doubt = max((match.doubt for match in matches), default=0.0)
    repaired = any(explanation.rule == "confusion" for explanation in found[:1])
    doubted = found if repaired else [e._replace(cost=e.cost + doubt) for e in found]
    return [*doubted, *(match.explanation for match in matches)]


def _listed_names(read: str, lexicons: Lexicons, confusions: Confusions) -> list[Explanation]:
    """Names of the user's own list close to what was read: a rival, and a repair only where one alone is that close."""
    near = process.extract(
        read.upper(), lexicons.names, scorer=fuzz.ratio, processor=str.upper, score_cutoff=_LISTED, limit=3
    )
    found = []
    for name, likeness, _ in near:
        if name.upper() == read.upper():
            return []
        alone = all(likeness - other >= _MARGIN for rival, other, _ in near if rival != name)
        cost = confusions.distance(name.upper(), read.upper(), 14.0)
        if cost <= 14.0:
            written = name.upper() if read.isupper() else name
            reason = "the closest name of the list given with --lexicon"
            found.append(Explanation(written, cost if alone else cost + 2, written, "lexicon", reason))
    return found
