"""The characters our own reader knows, and their numbers in the net's output."""

from __future__ import annotations

BLANK = 0
"""The class of "no character here", which CTC needs."""

LETTERS = "".join(chr(code) for code in range(32, 127))
"""Printable ASCII; the class of a character is its place here, plus one."""

CLASSES = len(LETTERS) + 1


def classes_of(text: str) -> list[int]:
    """The class of every character; ValueError for one the reader does not know."""
    return [LETTERS.index(character) + 1 for character in text]


def text_of(classes: tuple[int, ...]) -> str:
    """The characters of classes (blanks are none)."""
    return "".join(LETTERS[number - 1] for number in classes)
