"""The head of a form whose columns are lost: lines read as sequences of labels, dates, marks and names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from extractor.dump.carried import carried_ends, carried_words
from extractor.dump.gathered import BREAKS, LEFT, Boxes
from extractor.dump.labels import FoundLabel, in_trust, rest_of, tail_of, without_tail
from extractor.dump.lines import TextLine
from extractor.dump.owner_issuer import has_symbol, is_one_of, owner_and_issuer
from extractor.dump.vocabulary import TITLE_WORDS, BoxId
from extractor.records import Word
from extractor.shapes import date_likeness, is_check, is_month, letters
from extractor.states import is_state_code
from extractor.streets import is_care_of, street_end

_FEW = 4  # words of a typed text that may be taken for options
_AWAITED = 2  # lines: the specification of the last option may wrap
_PLAIN_DATE = 0.85
_WRAPS = 3  # lines that a label may go on for
_ZIP = re.compile(r"\d{5}(?:-\d{4})?\Z")
_DATED: frozenset[str] = frozenset({"period", "amended", "month"})
_CITED = re.compile(r"\d{1,2}\([a-z]\)|[A-Za-z]+0[A-Za-z]+\Z")
"""A section of the law, of which a group may be a member; a word with a misread O."""
_BEFORE_OWNER = frozenset({"former", "member", "of", "a"})  # "Former 10% owner", typed as other text
_PRINTED_BELOW = frozenset({"title", "tile", "below"})


@dataclass(slots=True)
class _State:
    """Which middle box the form has reached, and whether the issuer's name is still being read."""

    names: frozenset[str] = frozenset()
    middle: BoxId = "issuer"
    issuer_open: bool = False
    open_labels: dict[BoxId, int] = field(default_factory=dict)
    """Labels that may go on in the next lines, with how many."""
    rests: list[tuple[str, ...]] = field(default_factory=list)
    """The words of the labels in the line before that may have wrapped, from left to right."""
    named: bool = False
    """The owner's name and the label below it were read: what follows the next label is that box's alone."""
    beside: bool = False
    """The issuer's label stood behind a street: its name may stand behind a second one."""
    alone: bool = False
    """The issuer's label stood by itself, before any owner's."""
    ahead: bool = False
    """The next line holds the name of somebody who signed."""
    related: bool = True
    """The relationship's box stands beside the owner's."""
    options: int = 0
    """In how many of the next lines an officer's title is awaited: the options of the relationship box stand above."""


def read_sequence(
    body: Sequence[tuple[TextLine, list[FoundLabel]]], boxes: Boxes, names: frozenset[str] = frozenset()
) -> None:
    """Lines whose columns are lost: each has, in order, something of the left, the middle and the right box. `names`:
    folded words of those who signed."""
    # further owners' boxes have no others beside them
    state = _State(names, related=any(label.box not in {"owner", *BREAKS} for _, labels in body for label in labels))
    for number, (line, labels) in enumerate(body):
        words = line.words
        following = body[number + 1][0].words[:3] if number + 1 < len(body) else ()
        state.ahead = sum(is_one_of(word, names) for word in following) > 1
        taken = {at for label in labels for at in range(label.start, label.end)}
        taken |= carried_words(line, taken, state.open_labels) | carried_ends(line, taken, state.rests)
        if labels or not state.rests:
            state.rests = [rest_of(label, letters(words[label.end - 1].text)) for label in labels]
            state.rests = state.rests if any(label.box not in BREAKS for label in labels) else []
        else:
            state.rests = []
        if labels:
            state.open_labels = {label.box: _WRAPS for label in labels if label.box not in BREAKS}
        else:
            state.open_labels = {box: left - 1 for box, left in state.open_labels.items() if left > 1}
        right_from = len(words) if state.options and not labels and _is_typed(line) else _right_start(words, taken)
        free = [at for at in range(len(words)) if at not in taken and words[at].text != "|"]
        right = [words[at] for at in free if at >= right_from]
        rest = [at for at in free if at < right_from]
        for label in labels:
            if label.box == "owner":
                boxes.next_owner()
            if label.box in BREAKS:
                boxes.add(label.box, ())
        if labels:
            state.options = 0 if labels[0].box in {"owner", "issuer"} else state.options  # a name comes next
            _read_beside_labels(words, labels, rest, boxes, state)
        if right and rest and not labels and words[rest[-1]].text == "/":  # "COO / Member of 10% owner group"
            right, rest = [words[at] for at in (*rest, *range(right_from, len(words)))], []
        if right:
            boxes.add("filers" if _is_filers(right) else "relation", right)
        typed = [words[at] for at in rest]
        titled = rest and not labels and state.options and _is_title(typed)
        if titled and not _is_street(typed, body[number + 1 :], boxes):
            boxes.add("relation", typed)
            state.options = _AWAITED if words[rest[0]].text[:1] == "(" else 0  # "(specify below)", misread
            continue
        typed_right = right and not labels and letters(right[0].text) in _BEFORE_OWNER  # "Former 10% owner"
        left_over = 0 if typed_right else max(0, state.options - 1)
        state.options = _AWAITED if _ends_options(words) and not _is_filers(right) else left_over
        if rest and not labels:
            near = [at for at in range(len(words)) if at not in taken and at < right_from]
            _read_values(line, rest, near, boxes, state)


def _ends_options(words: Sequence[Word]) -> bool:
    """ "Officer (give title below)", "Other (specify below)": a title typed beneath comes next."""
    return any(fuzz.ratio(letters(word.text), "below") >= 75 for word in words) and len(words) <= 14


def _is_typed(line: TextLine) -> bool:
    """Words that begin as options do, without any mark: "Advisory Director", "See explanation below"."""
    marked = any(is_check(word.text) is not None or word.text[:1] in "([{" for word in line.words)
    return not marked and len(line.words) <= _FEW and _is_title(line.words)


def _is_title(typed: Sequence[Word]) -> bool:
    """A few words that are no address: no figures, no "C/O", no bracket of a label or a ticker."""
    texts = [word.text for word in typed]
    plain = not any((ch.isdigit() and not _CITED.match(text)) or ch in "[]" for text in texts for ch in text)
    if plain and texts[0][:1] == "(" and len(texts) <= 4 and fuzz.ratio(letters(texts[0]), "street") < 60:
        return True  # a piece of the options
    plain = plain and texts[0][:1] != "(" and (texts[-1][-1:] != ")" or len(texts) > 2)
    words = any(len(letters(text)) > 2 or text.isupper() for text in texts)
    return plain and words and len(texts) <= (12 if "/" in texts else 6) and texts[0][:2].lower() != "c/"


def _is_street(
    typed: Sequence[Word], following: Sequence[tuple[TextLine, list[FoundLabel]]], boxes: Boxes
) -> bool:
    """Whether a line without a word of a title stands between a street and the label below the streets."""
    below = [label.box for _, labels in following[:1] for label in labels[:1] if label.start == 0]
    street = bool(boxes.owners and boxes.owners[-1] and boxes.owners[-1][-1])
    return below == ["street"] and street and not any(letters(word.text) in TITLE_WORDS for word in typed)


def _read_beside_labels(
    words: Sequence[Word], labels: Sequence[FoundLabel], rest: Sequence[int], boxes: Boxes, state: _State
) -> None:
    """Values in a line with labels: what stands before the first one belongs to the left box."""
    first = labels[0]
    if first.box not in LEFT and not state.issuer_open:
        boxes.add("owner", [words[at] for at in rest if at < first.start])
    awaited = state.issuer_open and "issuer" not in boxes.texts
    _advance(labels, boxes, state)
    state.beside = any(label.box == "issuer" for label in labels) and any(at < first.start for at in rest)
    for number, label in enumerate(labels):
        end = labels[number + 1].start if number + 1 < len(labels) else len(words)
        after = without_tail([words[at] for at in rest if label.end <= at < end], tail_of(label.box))
        target: BoxId = state.middle if label.box in BREAKS else label.box
        dated = [word for word in after if is_dated(word)]
        if label.box in _DATED or (label.box in BREAKS and dated):
            boxes.add(target, dated)
            if dated:  # the officer title stands right of the date
                boxes.add("relation", after[after.index(dated[-1]) + 1 :])
        elif label.box in {"owner", "issuer", *BREAKS} and after:
            # its own label is lost, or stands in the line above
            named = (has_symbol(after) or (awaited and label.box == "street")) and "issuer" not in boxes.texts
            if named:
                boxes.add("issuer", after)
            elif label.box not in BREAKS:
                boxes.add(label.box, after)
            if label.box == "last" and not named and state.options and len(after) > 1 and _is_title(after):
                boxes.add("relation", after)
            if named or (label.box == "issuer" and any(re.search(r"[\])]\Z", word.text) for word in after)):
                state.issuer_open = False


def _read_values(line: TextLine, rest: Sequence[int], near: list[int], boxes: Boxes, state: _State) -> None:
    """Values in a line without labels: a date parts left from right; the issuer comes once; else text is the left
    box's, or an officer title."""
    words = line.words
    place = _place_end(words, rest)
    if place:  # no word of the left box stands behind its ZIP code
        boxes.add("owner", [words[at] for at in rest[:place]])
        rest = rest[place:]
        near = [at for at in near if rest and at >= rest[0]]
        if not rest or not any(is_dated(words[at]) for at in rest):
            boxes.add("relation", [words[at] for at in rest])
            return
    dates = [at for at in rest if is_dated(words[at])]
    # no address ends with a date: where the box's label is lost it is the period's, the first of the dates
    stray = bool(dates) and dates[-1] == rest[-1] and not state.issuer_open and "period" not in boxes.texts
    stray = stray and date_likeness(words[rest[-1]].text) >= _PLAIN_DATE
    if (state.middle in _DATED or stray) and dates and not in_trust(words, dates[-1]):
        at = dates[-1]
        boxes.add("owner", [words[i] for i in rest if i < at])
        boxes.add(state.middle if state.middle in _DATED else "period", [words[at]])
        boxes.add("relation", [words[i] for i in rest if i > at])
    elif state.issuer_open and state.named:
        typed = [words[at] for at in rest]
        carried = state.beside and rest[-1] < len(words) - 1 and words[-1].text != "|"  # "SUITE 7" beside "Symbol"
        street = len(typed) if carried else street_end(typed) if state.beside else 0
        if (apart_at := _issuer_start(line, rest)) and state.beside:
            street = rest.index(apart_at)
        boxes.add("owner", typed[:street])
        boxes.add("issuer", typed[street:])
        state.issuer_open = not any(re.search(r"[\])]\Z", word.text) for word in typed[street:])
    elif "issuer" not in boxes.texts and not state.issuer_open and (at := _issuer_start(line, rest)):
        boxes.add("owner", [words[i] for i in rest if i < at])
        boxes.add("issuer", [words[i] for i in rest if i >= at])
    elif state.issuer_open:
        while near and _is_edge(words[near[-1]].text):
            near.pop()
        if not near:
            return
        apart = line.cells[near[0]] != line.cells[0]
        alone = (state.alone or state.ahead) and not any(is_one_of(words[at], state.names) for at in near)
        if (apart or alone) and has_symbol([words[at] for at in near]):
            left: list[Word] = []  # a stretch of its own, right of what a label left over
            issuer = [words[at] for at in near]
        else:
            left, issuer = owner_and_issuer(
                [words[at] for at in near], [line.cells[at] for at in near], boxes, state.names
            )
        boxes.add("owner", left)
        boxes.add("issuer", issuer)
        state.issuer_open = not any(re.search(r"[\])]\Z", word.text) for word in issuer)
    else:
        typed = [words[at] for at in rest]
        titled = _title_start(typed) if state.related else len(typed)
        boxes.add("owner", [words[at] for at in rest[:titled]])
        boxes.add("relation", [words[at] for at in rest[titled:]])


def _issuer_start(line: TextLine, rest: Sequence[int]) -> int:
    """Where a stretch of its own begins that is an issuer's name with its symbol, the label above it lost; 0 for
    none."""
    start = next((at for at in reversed(rest[1:]) if line.cells[at] != line.cells[at - 1]), 0)
    return start if start and has_symbol([line.words[at] for at in rest if at >= start]) else 0


def _place_end(words: Sequence[Word], rest: Sequence[int]) -> int:
    """How many of the words `rest` a city, its state and the ZIP code are that the line begins with; 0 for none."""
    for count in range(2, len(rest)):
        state, code = words[rest[count - 1]].text, words[rest[count]].text
        if is_state_code(state.strip(".,")) and _ZIP.match(code.strip(".,:")):
            return count + 1
    return 0


def is_dated(word: Word) -> bool:
    """Whether a word is a day or a month, or what is left of one."""
    return date_likeness(word.text) >= 0.5 or is_month(word.text)


def _is_edge(text: str) -> bool:
    """What a ruling or the wrapped "Issuer" of the next label leaves at the end of the issuer's line."""
    return text == "|" or (letters(text) in {"", "issuer"} and not text.endswith("]"))


def _advance(labels: Sequence[FoundLabel], boxes: Boxes, state: _State) -> None:
    for label in labels:
        if label.box == "owner":
            state.named = False
            state.related = state.related and not any(map(any, boxes.owners))
        owned = any(map(any, boxes.owners))
        by_itself = label.box == "issuer" and label.start == 0 and len(labels) == 1
        state.alone = by_itself and not owned
        state.named = state.named or (by_itself and owned)  # the owner's name stands above it
        if label.box == "last" and not state.issuer_open and "issuer" not in boxes.texts:
            state.named = bool(boxes.owners and any(boxes.owners[-1]))
        if label.box == "issuer":
            state.middle, state.issuer_open = "issuer", True
        elif label.box in _DATED:
            state.middle, state.issuer_open = label.box, False
        elif label.box in BREAKS or label.box == "irs":
            state.issuer_open = False


def _right_start(words: Sequence[Word], taken: set[int]) -> int:
    """Where the relationship or filing boxes begin in a line: at "Director", "Form filed by", "(Check all" … with the
    check mark before it; len(words) when nowhere."""
    for at, word in enumerate(words):
        if at in taken:
            continue
        text = letters(word.text)
        here = (
            (fuzz.ratio(text, "director") >= 80 and not (at and words[at - 1].text == "/"))  # "CEO / Director by …"
            or (
                fuzz.ratio(text, "officer") >= 80
                and any(fuzz.ratio(letters(w.text), "give") >= 75 for w in words[at : at + 3])
            )
            or (
                fuzz.ratio(text, "other") >= 80
                and any(fuzz.ratio(letters(w.text), "specify") >= 75 for w in words[at + 1 : at + 2])
            )
            or (
                (text[:2] == "fo" or text.endswith("xform"))
                and at + 1 < len(words)
                and fuzz.ratio(letters(words[at + 1].text), "filed") >= 75
            )
            or (len(text) >= 4 and fuzz.ratio(text, "check") >= 75 and _is_check_all(words[at + 1 : at + 3]))
            or (word.text[:1] in "({[" and fuzz.ratio(_together(words[at : at + 3]), "checkallapplicable") >= 80)
            or (at + 2 < len(words) and letters(words[at + 2].text) == "applicable" and _is_all(words[at : at + 2]))
            or (text in {"10", "below"} and ("%" in word.text or text == "below"))
            or text.startswith("xdirector")
        )
        if here:
            return _with_mark(words, at, taken)
    return len(words)


def _together(words: Sequence[Word]) -> str:
    return "".join(letters(word.text) for word in words)


def _is_all(words: Sequence[Word]) -> bool:
    """ "(Check all", however garbled."""
    return fuzz.ratio(_together(words), "checkall") >= 60


def _is_check_all(following: Sequence[Word]) -> bool:
    """What follows "(Check": "all applicable)" or "Applicable Line)"."""
    return any(
        fuzz.ratio(letters(word.text), known) >= 66 for word in following for known in ("all", "ali", "applicable")
    )


def _with_mark(words: Sequence[Word], at: int, taken: set[int]) -> int:
    """`at`, moved left over the check mark before it and over "title" of "(give title below)"."""
    while at and at - 1 not in taken:
        text = words[at - 1].text
        typed = letters(text) in _BEFORE_OWNER and letters(words[at].text) in {"10", "of", "a", "10owner"}
        if typed or letters(text) in _PRINTED_BELOW or (is_check(text) is not None and text != "|"):
            at -= 1
        elif text in {"]", ")"} and at > 1 and words[at - 2].text.lower() in {"[", "(", "[x", "(x", "x"}:
            at -= 3 if words[at - 2].text.lower() == "x" and at > 2 and words[at - 3].text in {"[", "("} else 2
        else:
            break
    return at


def _is_filers(words: Sequence[Word]) -> bool:
    return any(fuzz.ratio(letters(word.text), "filed") >= 80 for word in words)


def _title_start(words: Sequence[Word]) -> int:
    """Where an officer title begins in a line of the left and right boxes; len(words) when there is none."""
    hits = [at for at, word in enumerate(words) if letters(word.text) in TITLE_WORDS]
    if not hits or any(ch.isdigit() for word in words[: hits[0] + 1] for ch in word.text):
        return len(words)
    if is_care_of(words[0].text):
        return len(words)
    return hits[0] if hits[0] <= 2 and len(hits) * 3 >= len(words) - hits[0] else len(words)
