"""The database of the service: tables, and plain functions that read and write them within one transaction."""
