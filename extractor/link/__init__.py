"""Filings of several documents that belong together: who is kin to whom, and what they know of one another."""
