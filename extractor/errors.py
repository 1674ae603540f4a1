"""What we raise on purpose, divided by who must act.

    ExtractorError                 carries the exit code and what to do next
    ├── UsageError          2      the command line: options that do not go together
    ├── InputError          4      missing, empty, too large, not readable, not a Form 3, 4 or 5
    │   ├── BrokenOffError  4      the process that read it died
    │   ├── EncryptedError  5      a password is needed
    │   └── UnsupportedError 6     a kind of file we do not read
    ├── EngineError         7      OCR or rasterizer missing, crashed (what to install)
    ├── OutputError         8      the output cannot be written
    ├── TimeLimitError      9      a time limit ended it
    └── TemplateError      10      layout files are wrong: every mistake, with file and key

0 is clean, 3 extracted but something is for review, 1 an error of ours, 130 interrupted.
"""

from __future__ import annotations


class ExtractorError(Exception):
    """Base of all errors raised on purpose; `str(error)` is one sentence that says what is wrong and what to do."""

    exit_code = 1


class UsageError(ExtractorError):
    exit_code = 2


class InputError(ExtractorError):
    exit_code = 4


class BrokenOffError(InputError):
    """The process that read the document died: of the document, or of somebody who killed it."""


class EncryptedError(InputError):
    exit_code = 5


class UnsupportedError(InputError):
    exit_code = 6


class EngineError(ExtractorError):
    exit_code = 7


class OutputError(ExtractorError):
    exit_code = 8


class TimeLimitError(ExtractorError):
    exit_code = 9


class TemplateError(ExtractorError):
    exit_code = 10
