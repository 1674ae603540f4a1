"""`python -m extractor` is `form4`."""

from extractor.cli import main

if __name__ == "__main__":  # a process apart may load this file again
    main()
