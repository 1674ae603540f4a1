"""Alembic's entrance: runs the steps on the connection that `migrate.upgrade` opened."""

from __future__ import annotations

from alembic import context

from extractor.service.store.schema import Table

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Table.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
