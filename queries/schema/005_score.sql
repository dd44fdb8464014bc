-- The score of Decision 766/QĐ-TTg as the national portal gives it: points with decimals, not counts, so a table apart
-- from the counted families. Every snapshot stays: a later one of the same period supersedes it and deletes nothing.

create table fact_score (
    report_id bigint not null,
    source_row integer not null,
    field_id varchar,
    part varchar,
    source_system varchar,
    is_vertical boolean not null,
    note varchar,
    derived map(varchar, varchar) not null,
    agency_code varchar,
    snapshot_on date,
    score_ckmb decimal(9, 4),
    score_tdgq decimal(9, 4),
    score_mdsh decimal(9, 4),
    score_clgq decimal(9, 4),
    score_tttt decimal(9, 4),
    score_mdhl decimal(9, 4),
    score_total decimal(9, 4),
);
