"""Dirt and the ends of rulings that an engine read as characters at either end of a printed line."""

from __future__ import annotations

import re

from extractor.dump.lines import TextLine
from extractor.shapes import letters, word_set

_ENDS = frozenset("ij]}_—–~‘’'`:.,")
_ROW = re.compile(r"([a-hj-z])\1+\Z|[^\w()[\]$%&#@*/?!]+\Z")
"""A letter again and again, "eee": a ruling or a row of dots; and signs that say nothing by themselves."""
_STARTS = frozenset("]_—–~‘’'`:.,\\")
_SPECK = re.compile(r"[a-z]{1,2}\Z")
_SHORT = word_set("of to or by in as at if on i l d")
"""Words that a line may consist of; others of one or two small letters are dirt."""
_FIGURE = re.compile(r"[0-9]")
_SCRAP, _SCRAPS = 3, 4  # letters of a scrap, words of a line of them
_COMMON = word_set("of to or by in as at if on the and for any is it be no was has not mr jr inc co llc lp see x d a i")
"""Short words that stand in sentences, names and tables."""
_PARTICLES = _COMMON | word_set("am be co de di du el et iv la le pc pl sa sr st ii vi xx an me my up we he so us")
_CHECKS = frozenset("_—–|")
_BOXED = word_set("director officer other form 10 owner check")
"""What is printed behind a check box: the stroke before it is one."""
_MARGIN = re.compile(
    r"(?:https?|file)://\S+(?: \d+/\d+)?"
    r"|https?://www\.sec\.gov\S{0,200}(?: [\d/]{1,5}){0,6}(?: \S{0,80}\.xml(?: \d+)?)?"
    r"|\d+/\d+/\d+,? \d+:\d\d(?: [AP]M)?(?: (?:SEC )?FORM [345](?:/A)?)?",
    re.IGNORECASE,
)
"""What a browser prints above and below a page: its address with the page's number, the time with the title."""


def without_dust(line: TextLine) -> TextLine:
    """The line without lone specks at its ends, nothing of a browser's margin; a row of a markdown table as it is. A
    bracket that closes one stays."""
    if line.table:
        return line
    words = line.words
    if _MARGIN.fullmatch(line.text[:300]):
        return line.part(0, 0)
    if not any(_says_something(word.text) for word in words) or _is_noise(line):
        return line.part(0, 0)
    if len(words) == 1 and _SPECK.match(words[0].text) and words[0].text not in _SHORT:
        return line.part(0, 0)
    start, end = 0, len(words)
    while end > start and _is_dirt(words[end - 1].text, _ENDS) and not _closes(line, end - 1):
        end -= 1
    while start < end and _is_dirt(words[start].text, _STARTS) and not _is_box(line, start):
        start += 1
    return line if end - start == len(words) else line.part(start, end)


def without_scraps(line: TextLine) -> TextLine:
    """A line of the head without scraps of letters at its ends, where no word of a name or title is one."""
    end = len(line.words)
    while end > 1 and not line.table and _is_scrap(line.words[end - 1].text):
        end -= 1
    start = 0
    while start + 1 < end and not line.table and _is_scrap(line.words[start].text):
        start += 1
    return line if end - start == len(line.words) else line.part(start, end)


def _is_scrap(text: str) -> bool:
    return text.isascii() and text.isalpha() and text.islower() and len(text) <= 2 and text not in _PARTICLES


def _is_noise(line: TextLine) -> bool:
    """Scraps of letters, what an engine sees in a grey ground: "Se ee a ee es oo Cee SS cae"."""
    if len(line.words) < _SCRAPS or _FIGURE.search(line.text):
        return False
    texts = [letters(word.text) for word in line.words]
    if sum([len(text) <= _SCRAP for text in texts]) < 0.8 * len(texts):
        return False
    if any(ch.isdigit() for text in texts for ch in text):
        return False
    odd = sum(word.text.islower() and text not in _COMMON for word, text in zip(line.words, texts, strict=True))
    return odd >= 0.4 * len(texts)


def _says_something(text: str) -> bool:
    return not _ROW.match(text) or text in _CHECKS


def _is_dirt(text: str, ends: frozenset[str]) -> bool:
    return text in ends or (text.isalpha() and _ROW.match(text) is not None)


def _closes(line: TextLine, at: int) -> bool:
    text = line.words[at].text
    opening = {"]": "[", "}": "{"}.get(text)
    return opening is not None and any(opening in word.text for word in line.words[:at])


def _is_box(line: TextLine, at: int) -> bool:
    return line.words[at].text in "_—–" and at + 1 < len(line.words) and letters(line.words[at + 1].text) in _BOXED
