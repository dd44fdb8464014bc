-- Exports of the one-stop software. Their rows stand in Parquet files beside the originals (docs/decisions/006); here is
-- which files there are, what they cover, and what the names in them mean.

-- `rows_file` and `rejects_file` are named by their SHA-256. `covers_…` are the days of which the export tells everything,
-- and `covers_basis` who says so. `column_map` has the heading that each role was read from.
create table case_batch (
    revision_id varchar primary key,
    accepted_seq bigint not null,
    rows_file varchar not null,
    rejects_file varchar,
    n_rows bigint not null,
    n_rejected bigint not null,
    covers_from date not null,
    covers_to date not null,
    covers_basis varchar not null check (covers_basis in ('stated', 'given', 'derived')),
    as_of_on date,
    map_id varchar not null,
    column_map map(varchar, varchar) not null,
);

-- How many files of each resolving unit, as it is written, came from each system.
create table case_share (
    revision_id varchar not null,
    source_system varchar not null,
    resolving varchar not null,
    n_rows bigint not null,
);

-- What each name or word of an export means: an id, or null where it is in no list.
create table case_name (
    revision_id varchar not null,
    kind varchar not null check (kind in ('unit', 'field', 'status', 'channel', 'level')),
    written varchar not null,
    matched_id varchar,
    n_rows bigint not null,
    primary key (revision_id, kind, written),
);
