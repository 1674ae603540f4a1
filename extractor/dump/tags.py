"""Tags of HTML in a dump's words: taken off, but for what they say of a raised number."""

from __future__ import annotations

import re

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,20}(?:\s[^<>\n]{0,200})?/?>")
_RAISED = re.compile(r"<sup>(\d{1,2})</sup>", re.IGNORECASE)
"""The mark of a footnote without its brackets."""
_WITHIN = frozenset({"u", "b", "i", "sup", "sub", "em", "strong", "span", "font", "a", "s"})


def blanked(line: str) -> str:
    """The line with blanks for its tags, so that words keep their offsets; those that may stand within a word
    (`(<u>1)</u>`) stay for `untagged`, which keeps the word whole."""
    return _TAG.sub(_blank, line) if "<" in line else line


def untagged(word: str) -> str:
    """One word without tags: `(<u>1)</u>` → `(1)`, `900<sup>2</sup>` → `900(2)`."""
    return _TAG.sub("", _RAISED.sub(r"(\1)", word)) if "<" in word else word


def _blank(found: re.Match[str]) -> str:
    name = found[0].strip("</>").split()[0].lower() if found[0].strip("</> ") else ""
    return found[0] if name in _WITHIN and " " not in found[0] else " " * len(found[0])
