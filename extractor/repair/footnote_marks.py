"""Splitting footnote marks from values: "(1)", "(1)(2)", "(1,2)", "<u>1)</u>", "¹", "F1", and traces of such.

A mark stands before or behind a value and is never part of it. "(1,000)", "401(k)", "(right to buy)" and "16b-3(d)" are
not marks: a mark is one or two digits alone between brackets, or raised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾", "0123456789()")
_RAISED_RUN = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾][⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾,]*")
_TAG = re.compile(r"</?(?:u|sup|sub|b|i|em|strong|span|font)\b[^<>]{0,60}>", re.IGNORECASE)
_RAISED_TAG = re.compile(r"<sup>\s?(\d{1,2})\s?</sup>", re.IGNORECASE)
_TEX = re.compile(r"\$?\s?\^\s?\{?\s?(\(?\s?\d{1,2}\s?(?:[,)(]\s?\d{1,2}\s?){0,8}\)?)\s?\}?\s?\$?(?![\d.])")
_IDS = r"\d{1,2}(?:\s?[,;&]\s?\d{1,2}){0,9}"
_MARK = re.compile(rf"(?:[(\[{{]\s?({_IDS})\s?[)\]}}]|\bF(\d{{1,2}}))")
_MARK_AT_END = re.compile(_MARK.pattern + r"\Z")
# Beside figures more is believed: "(l)" is "(1)", and one bracket may be lost.
_WORN_MARK_AT_END = re.compile(r"(?:[(\[{]\s?([l|!]|\d{1,2})\s?[)\]}]?|(?<![^\s])(\d{1,2})\s?[)\]}])\Z")
# In words the bracket that is left must be one too many.
_HALF_MARK_AT_END = re.compile(r"(?:(?<=\s)[(\[{]\s?(\d{1,2})|(?<=[\sa-z])(\d{1,2})\s?[)\]}])\Z")
# Several marks, of which brackets were lost: "(1)2)(3)8){9".
_PART_OF_RUN = r"[(\[{]?\s?\d{1,2}\s?[)\]}]?"
_RUN_AT_END = re.compile(
    rf"(?:[(\[{{]\s?\d{{1,2}}\s?[)\]}}]?|(?<!\d)\d{{1,2}}\s?[)\]}}])(?:\s?['*]?\s?{_PART_OF_RUN})+\Z"
)
# What engines print where a raised number was too small to read.
_TRACE_AT_END = re.compile(
    r"(?:[(\[{]\s?(?:[©®@°º¢™*'’‘`\"“”?~^!]{1,3}|[\dlI|!a-zA-Z]?[.']?[©®@°º'’]?|[SZBGOQ]\d)\s?[)\]}]"
    r"|[(\[{]?[©®@°ºª¢™][)\]}]?|![°'*]|[*'’‘`\"“”^~]{1,3}|[()\[\]{}]|\?)\Z"
)
_TRACE_AT_START = re.compile(r"(?:[(\[{]?[©®@°º¢™*'’‘`\"“”^~][)\]}]?|!°)\s?(?=[$\d.])")
_SIGN_OF_MARK = re.compile(r"[@()\[\]{}©®°ºª¢™*'’‘`\"“”?~^!]|F\d|\d \d$")
_TOUCHING = re.compile(r"\(\d{1,2}(?:[xX]\d{1,2})+\)\Z")
"""Marks whose brackets meet: "(4x5)" is "(4)(5)"."""
_DANGLING = re.compile(r"(?:\b(?:and|or|to|through|of|in|see|note|notes|footnote no\.?|&)|[,&#])\s*$", re.IGNORECASE)
_REFERRED = re.compile(r"see notes?", re.IGNORECASE)
"""What a filer types as a nature, as it does "See footnote"; the number behind it is the form's."""
_CUT_NUMBER = re.compile(r"(\$?\s?(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,9}\.\d{2,4}|\d{1,2}/\d{1,2}/\d{4})) (\d)$")

FIGURES = frozenset({"shares", "money", "date", "month"})
"""Kinds whose values are figures: whatever else stands there in brackets is a mark."""

_IN_WORDS = frozenset({"title", "nature"})
_LETTERS = frozenset({"code", "letter"})
_UNMARKED = frozenset({"checkbox", "remarks", "footnote", "signature", "street", "zip", "form", "state"})


@dataclass(frozen=True, slots=True)
class Marked:
    """A reading without its marks: `footnotes` are ids read for certain ("F1"), `marks` unreadable traces."""

    text: str
    footnotes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Markup taken off (tags, markdown escapes, TeX superscripts) and runs of blanks made one."""
    if "\\" in text:
        text = re.sub(r"\\([$_*|#&%\[\]()<>{}~`.!+-])", r"\1", text)
    if "&" in text and ";" in text:
        text = _unescape(text)
    if "^" in text:
        text = _TEX.sub(_bracketed, text)
    if "<" in text:
        text = _TAG.sub("", _RAISED_TAG.sub(r"(\1)", text))
    if not text.isascii():
        text = _RAISED_RUN.sub(_bracketed_raised, text)
    return " ".join(text.split())


def split_marks(text: str, kind: str) -> Marked:
    """Take the footnote marks off a reading of that kind; the text left is plain (see `plain`)."""
    text = plain(text)
    if not text or kind in _UNMARKED:
        return Marked(text)
    if not _SIGN_OF_MARK.search(text):
        return Marked(text)  # most cells
    if met := _TOUCHING.search(text):
        text = text[: met.start()] + re.sub("[xX]", ")(", met[0])
    footnotes: list[str] = []
    marks: list[str] = []
    text = _strip_end(text, kind, footnotes, marks)
    if kind in FIGURES:
        text = _strip_start(text, footnotes, marks)
        if cut := _CUT_NUMBER.fullmatch(text):
            text = cut[1]
            marks.append(cut[2])
    return Marked(text, tuple(dict.fromkeys(footnotes)), tuple(marks))


def _strip_end(text: str, kind: str, footnotes: list[str], marks: list[str]) -> str:
    figures = kind in FIGURES
    if kind in _IN_WORDS and (run := _run_at_end(text)):
        footnotes.extend(_ids(run))
        return text.removesuffix(run).rstrip()
    while text:
        match = _MARK_AT_END.search(text, max(0, len(text) - 40))
        if match is None and (figures or (kind in _LETTERS and len(text) > 2)):
            match = _WORN_MARK_AT_END.search(text, max(0, len(text) - 8))
        if match is None and kind in _IN_WORDS and text.count("(") != text.count(")"):
            match = _HALF_MARK_AT_END.search(text, max(0, len(text) - 8))
        if match is None:
            text, trace = _without_trace(text, figures)
            if trace is None:
                return text
            marks.insert(0, trace)
            continue
        before = text[: match.start()].rstrip()
        ids = _ids(match[1] or match[2])
        spoken = _DANGLING.search(before) and not _REFERRED.fullmatch(before)
        if not figures and (spoken or set(ids) & set(footnotes)):
            return text  # "See footnotes (1) and (2)" are the filer's words, and one value carries a note only once
        footnotes[:0] = ids
        text = before
    return text


def _run_at_end(text: str) -> str:
    """The marks at the end of words, in rising order, of which some brackets were lost; "" where all are whole."""
    match = _RUN_AT_END.search(text)
    if match is None:
        return ""
    ids = [int(number) for number in re.findall(r"\d+", match[0])]
    brackets = sum(sign in "()[]{}" for sign in match[0])
    rising = all(a < b for a, b in pairwise([0, *ids])) and len(ids) <= brackets
    spoken = _DANGLING.search(text[: match.start()])  # "See notes (1)(2"
    whole = re.fullmatch(rf"(?:{_MARK.pattern}\s?)+", match[0])
    return "" if spoken or not rising or whole else match[0]


def _without_trace(text: str, figures: bool) -> tuple[str, str | None]:
    match = _TRACE_AT_END.search(text, max(0, len(text) - 6))
    if match is None:
        return text, None
    trace, before = match[0], text[: match.start()].rstrip()
    glued = before == text[: match.start()]
    if figures:
        # "(1,000)": the bracket belongs to the amount; "1,000 (A)" and "(D)": the letters are values.
        ours = not (trace in ")]}" and any(o in before for o in "([{")) and trace not in ("(A)", "(D)", "(I)")
    elif trace[0] in "([{" and len(trace) >= 3:
        ours = bool(before) and not trace[1:-1].strip().isalpha()
    elif any(c in "©®°º¢™" for c in trace):
        ours = bool(before) and "™" not in trace
    elif trace == "?":
        ours = bool(before)  # nobody asks a question in these places
    elif trace in ("”", '"', "“", "''", "’", "‘"):
        opened = any(c in before for c in "\"“”'‘")
        ours = bool(before) and not opened and not (trace in "’‘" and before[-1] in "sS")
    else:
        ours = bool(before) and not glued and trace[0] not in '()[]{}"“”'
    return (before, trace) if ours else (text, None)


def _strip_start(text: str, footnotes: list[str], marks: list[str]) -> str:
    while text:
        match = _MARK.match(text)
        if match and (rest := text[match.end() :].lstrip()):
            footnotes.extend(_ids(match[1] or match[2]))
            text = rest
        elif trace := _TRACE_AT_START.match(text):
            marks.append(trace[0].strip())
            text = text[trace.end() :]
        else:
            return text
    return text


def _ids(text: str) -> list[str]:
    """Note ids of "1, 2" or of a worn "l"."""
    return [f"F{int(n)}" for n in re.findall(r"\d+", re.sub(r"[l|!]", "1", text)) if int(n) > 0]


def _bracketed(match: re.Match[str]) -> str:
    inner = match[1].replace(" ", "")
    return f" {inner}" if inner.startswith("(") and inner.endswith(")") else f" ({inner.strip('()')})"


def _bracketed_raised(match: re.Match[str]) -> str:
    inner = match[0].translate(_RAISED)
    return inner if "(" in inner else f"({inner.strip(',)')})"


def _unescape(text: str) -> str:
    import html

    return html.unescape(text)
