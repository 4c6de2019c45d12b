"""Where Alembic starts: the connection comes from `vectorstore.records`."""

from alembic import context

from vectorstore.tables import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
