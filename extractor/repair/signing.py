"""The words of a signature: a "/s/", names nobody can know, and around them the few words that say for whom and as
what somebody signs. What stands in small letters there is no name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from extractor.repair.english import usual_words
from extractor.repair.wording import WordChoice, core_of
from extractor.shapes import letters, word_set

_STROKES = r"[^\s.,]{1,2}[sS$§][/\\|!{(\[]|[^\s.,a-z][sS$§][LlI]"
"""An s between what may have been the slashes of a "/s/"."""
_RUINED = re.compile(  # of "/s/": a slash at an end of it, or strokes around what may have been an s
    r"[/\\][^\s/\\]{0,2}[/\\]|[/\\][^\s/\\]{1,2}|[^\s/\\]{1,2}[/\\]|[‘'(\[|fil!17]{1,2}[sS5$§8][fhil!1|tj)\]]{0,2}"
    rf"|{_STROKES}|[4d]s"
)
_GLUED = re.compile(rf"({_STROKES})([A-Z][a-z].*)")
"""The same with the name right behind it: "GsLJane" is "/s/ Jane"."""
_GLUED_INITIAL = re.compile(r"([A-Z][a-z]{3,})([A-Z]\.)")
_GLUED_WORDS = re.compile(r"([A-Za-z][a-z]{3,})([A-Z][a-z]{3,}\W*)")
_INITIAL = re.compile(r"[A-Z][,:;]")
_SPOKEN = (
    "attorney", "pursuant", "power", "previously", "filed", "behalf", "each", "other", "reporting", "person", "persons",
    "hereunder", "under", "trustee", "manager", "managing", "member", "general", "partner", "authorized", "signatory",
    "agent", "agreement", "undersigned", "individually",
)  # fmt: skip
_LABEL = "signatureofreportingperson"
_ROUNDED = word_set("ii iii iv vi vii llc llp md phd")
"""Short words that have no full stop behind them …"""
_SHORTENED = word_set("assoc assocs irrev trustees invest prop props partn secty treas")
"""… and longer ones that have."""
_LONG = 5  # letters from which a word is hardly one cut short by a full stop
_SUFFIX = {"ESO": "ESQ", "Eso": "Esq"}


def signed_tokens(tokens: Sequence[str], scanned: bool) -> list[str]:
    """The words of a signature, a "/s/" and an initial parted from what they run into; of a scan without the form's
    label behind them and signs that no name begins or ends with."""
    parted = [part for token in tokens for part in _parted(token)]
    if not scanned:
        return parted
    end = next((at for at in range(1, len(parted)) if _is_label(parted[at : at + 4])), len(parted))
    named = [at for at in range(end) if re.search(r"[A-Za-z0-9/]", parted[at])]
    return parted[named[0] : named[-1] + 1] if named else parted


def signed_choices(tokens: Sequence[str], at: int, scanned: bool) -> tuple[WordChoice, ...]:
    """Ways to take the word there, likeliest first; none where there is nothing to say about it."""
    return _mark(tokens, at) or (_spoken(tokens[at]) or _stopped(tokens, at) if scanned else ())


def _parted(token: str) -> tuple[str, ...]:
    glued = _GLUED.fullmatch(token) or _GLUED_INITIAL.fullmatch(token) or _GLUED_WORDS.fullmatch(token)
    if glued is None or (glued.re is _GLUED_WORDS and not all(letters(part) in _SPOKEN for part in glued.groups())):
        return (token,)
    return glued[1], glued[2]


def _is_label(tokens: Sequence[str]) -> bool:
    """Whether the words are the printed "** Signature of Reporting Person"."""
    return len(tokens) > 2 and fuzz.ratio(letters("".join(tokens)), _LABEL) >= 75


def _mark(tokens: Sequence[str], at: int) -> tuple[WordChoice, ...]:
    """The ruins of a "/s/", which stands before a name or behind "By:"."""
    begins = at == 0 or tokens[at - 1].lower().rstrip(":;.") == "by"
    if not begins or at + 1 == len(tokens) or not _RUINED.fullmatch(tokens[at]) or tokens[at].lower() == "/s/":
        return ()
    return WordChoice("/s/", 0.5, "confusion"), WordChoice(tokens[at], 4.0)


def _spoken(token: str) -> tuple[WordChoice, ...]:
    """A word in small letters that is one of those said around a name, misread; "Attorney-in-Fact" in any."""
    lead, core, tail = core_of(token)
    if core in _SUFFIX:
        return WordChoice(lead + _SUFFIX[core] + tail, 0.5, "confusion"), WordChoice(token, 4.0)
    word, hyphen, rest = core.partition("-")
    attorney = rest.lower() == "in-fact"
    if not (core.islower() or attorney) or len(word) < 4 or word.lower() in _SPOKEN:
        return ()
    if word.lower() in usual_words() and not attorney:
        return ()
    words = ("attorney",) if attorney else _SPOKEN
    reach = 3 if attorney else 2 if len(word) > 5 else 1
    found = process.extractOne(word.lower(), words, scorer=Levenshtein.distance, score_cutoff=reach)
    if found is None:
        return ()
    meant = found[0].capitalize() if word[0].isupper() else found[0]
    return WordChoice(lead + meant + hyphen + rest + tail, 0.5, "confusion"), WordChoice(token, 4.0)


def _is_name(token: str) -> bool:
    """Whether a word may be a given or a family name, and nothing said around one, nor "Jr" or "MD"."""
    core = core_of(token)[1]
    return core.istitle() and len(core) > 3 and core.lower() not in _SPOKEN


def _stopped(tokens: Sequence[str], at: int) -> tuple[WordChoice, ...]:
    """A full stop behind a whole word within the signature, where a comma was printed; and the other way round behind
    an initial between names."""
    token = tokens[at]
    core = core_of(token)[1]
    if 0 < at < len(tokens) - 1 and _INITIAL.fullmatch(token) and _is_name(tokens[at - 1]) and _is_name(tokens[at + 1]):
        return WordChoice(core + ".", 0.5, "confusion"), WordChoice(token, 4.0)
    if at + 1 == len(tokens) or not token.endswith(core + ".") or not core.replace("'", "").isalpha():
        return ()
    whole = (len(core) >= _LONG or core.lower() in _ROUNDED) and core.lower() not in _SHORTENED
    return (WordChoice(token[:-1] + ",", 0.5, "confusion"), WordChoice(token, 4.0)) if whole else ()
