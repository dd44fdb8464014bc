"""The tables of a workspace, from the append-only files of `queries/schema`."""

import duckdb

from dashboard.store.sql import schema_files


def apply_schema(connection: duckdb.DuckDBPyConnection) -> int:
    """Apply the schema files that `ws` has not had yet, in order; how many there were."""
    connection.execute("create table if not exists ws.schema_file (file_name varchar primary key)")
    done = {row[0] for row in connection.execute("select file_name from ws.schema_file").fetchall()}
    new = [path for path in schema_files() if path.name not in done]
    connection.execute("use ws")
    for path in new:
        connection.execute(path.read_text("utf-8"))
        connection.execute("insert into ws.schema_file values (?)", [path.name])
    connection.execute("use memory")
    return len(new)
