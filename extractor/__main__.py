"""`python -m extractor` is `form4`."""

from extractor.cli import main

main()
