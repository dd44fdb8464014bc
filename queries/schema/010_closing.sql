-- Figures of a period as they stood when it was closed, under a name: added once and never changed.

create table frozen_set (
    set_id bigint primary key,
    name varchar not null unique,
    period_id varchar not null,
    as_of_seq bigint not null,
    closed_at timestamptz not null,
    closed_by varchar not null,
    note varchar,
);

-- The counts of every metric then, so that a later definition or report is held against what was read at the conference.
create table frozen_figure (
    set_id bigint not null,
    metric_id varchar not null,
    scope varchar not null check (scope in ('unit', 'level', 'total')),
    unit_id varchar,
    level varchar,
    numerator bigint,
    denominator bigint,
);
