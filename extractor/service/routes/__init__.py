"""The paths under /v1, and those that keepers of the service ask."""
