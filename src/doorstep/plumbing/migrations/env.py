"""Run by Alembic: our tables only, on the connection we were given."""

from alembic import context

config = context.config
connection = config.attributes["connection"]
metadata = config.attributes["metadata"]


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    # DBOS keeps its own tables beside ours and migrates them itself.
    return kind != "table" or name in metadata.tables


context.configure(
    connection=connection,
    target_metadata=metadata,
    include_name=_is_ours,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
