"""Signatures right of the form's own last sentences, whose lines an engine typed as one: "** Intentional misstatements
… Violations. See  Drummond Foundation, By: Bridget Drummond  02/03/2003"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.dump.lines import TextLine
from extractor.printed import ends_boilerplate, is_boilerplate, is_signature_label
from extractor.shapes import letters
from extractor.signatures import date_at, is_signed

_TEXTS = (
    "* Intentional misstatements or omissions of facts constitute Federal Criminal Violations. "
    "See 18 U.S.C. 1001 and 15 U.S.C. 78ff(a).",
    "Note: File three copies of this Form, one of which must be manually signed. "
    "If space is insufficient, see Instruction 6 for procedure.",
)
"""What stands left of the signatures on paper forms."""
_SENTENCES = tuple(map(letters, _TEXTS))
_WORDS = frozenset(letters(word) for text in _TEXTS for word in text.split()) - {""}
_KNOWN = 3  # of their words among the first of a line that may begin with one of them
_FIRST = 12  # words of such a line, which tell
_BEGUN = 24  # letters after which a line that is none of them by then will be none
_LEAST = 12  # letters of the sentence that a line begins with
_SHARE = 80  # per cent of these letters that are right
_CHANCE = 0.7  # share from which a further word belongs to the sentence
_WORD = 4  # letters of a word in a line that says something
_REST = 3  # words at a sentence's end that may be garbled
_NEAR = 3  # lines from one of the sentences' lines to the next


def parted_beside(lines: Sequence[TextLine]) -> tuple[list[TextLine], list[TextLine]]:
    """(the lines without what stands right of those sentences, that: signatures and their labels); nothing is taken
    where nothing signed stands there. The sentences stay, so that notes still end at them."""
    ends = [_print_end(line) for line in lines]
    ends = [_with_its_rest(line, end) if end else 0 for line, end in zip(lines, ends, strict=True)]
    among = _among([index for index, end in enumerate(ends) if end])
    right = {index: lines[index].part(ends[index], len(lines[index].words)) for index in among}
    beside = [line for index, line in right.items() if _says_something(line) and not ends_boilerplate(line.text[:200])]
    mixed = any(ends[index] and _says_something(line) for index, line in right.items())
    if not mixed or not any(date_at(line.words) is not None or is_signature_label(line.text[:200]) for line in beside):
        return list(lines), []
    left = [line.part(0, ends[index]) if index in right else line for index, line in enumerate(lines)]
    return [line for line in left if line.words], beside


def _among(printed: Sequence[int]) -> range:
    """The lines from the first that begins with one of the sentences to the last; what stands between them stands
    right of them, too. None where more than a line or two lie between."""
    near = all(after - before <= _NEAR for before, after in pairwise(printed))
    return range(printed[0], printed[-1] + 1) if printed and near else range(0)


def _with_its_rest(line: TextLine, end: int) -> int:
    """The end of a sentence whose last words were garbled: "See 18 U.S.C. 1001 and U.5.l. 78tt(a).", "proceclure."; a
    date is none of them, nor a name."""
    rest = line.part(end, len(line.words))
    plain = any(ch.isdigit() for ch in rest.text) or not any(ch.isupper() for ch in rest.text)
    own = 0 < len(rest.words) <= _REST and plain and date_at(rest.words) is None and not is_signed(rest.words)
    return len(line.words) if own and is_boilerplate(line.text[:400]) else end


def _says_something(line: TextLine) -> bool:
    """Other lines are dirt."""
    return any(len(letters(word.text)) >= _WORD for word in line.words)


def _print_end(line: TextLine) -> int:
    """How many words at the start of the line are one of the sentences or go on with it; 0 for none."""
    return 0 if line.table else _end(tuple([word.text for word in line.words]))


@lru_cache(maxsize=256)  # the lines of one filing's notes are asked twice
def _end(texts: tuple[str, ...]) -> int:
    """The same for the words of a line."""
    if sum([letters(text) in _WORDS for text in texts[:_FIRST]]) < _KNOWN:
        return 0
    best, end, read = 0.0, 0, ""
    for count, text in enumerate(texts, start=1):
        read += letters(text)
        if len(read) < _LEAST:
            continue
        likeness = max([fuzz.partial_ratio(read, sentence, score_cutoff=_SHARE) for sentence in _SENTENCES]) / 100
        gain = len(read) * (likeness - _CHANCE)
        if gain > best:
            best, end = gain, count
        elif not end and len(read) >= _BEGUN:
            return 0
    return end
