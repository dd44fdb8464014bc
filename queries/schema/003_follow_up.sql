-- What people say about figures: why files were late and what is promised, what became of a promise, and notes.
-- Rows are only ever added: a correction or a withdrawal is the next version, and every older one stays readable.

create table explanation (
    explanation_id bigint not null,
    version integer not null,
    unit_id varchar not null,
    field_id varchar,
    period_id varchar not null,
    metric_id varchar not null,
    cause_id varchar not null,
    body varchar not null,
    person varchar not null,
    person_position varchar not null,
    promised_on date,
    promised_late bigint check (promised_late >= 0),
    late_files bigint check (late_files >= 0),
    withdrawn_reason varchar,
    entered_by varchar not null,
    entered_at timestamptz not null,
    primary key (explanation_id, version),
);

-- What became of a promise; the last outcome counts. Only `extended` has a new day, and leaves the promise open.
create table promise_outcome (
    explanation_id bigint not null,
    outcome_no integer not null,
    outcome varchar not null check (outcome in ('kept', 'not_kept', 'extended')),
    decided_on date not null,
    extended_to date,
    reason varchar not null,
    entered_by varchar not null,
    entered_at timestamptz not null,
    primary key (explanation_id, outcome_no),
);

-- A note on the figure of a unit, a level or the province in one period; without a metric it stands on every metric.
create table note (
    note_id bigint not null,
    version integer not null,
    scope varchar not null check (scope in ('unit', 'level', 'province')),
    unit_id varchar,
    level varchar,
    metric_id varchar,
    period_id varchar not null,
    body varchar not null,
    withdrawn_reason varchar,
    entered_by varchar not null,
    entered_at timestamptz not null,
    primary key (note_id, version),
);
