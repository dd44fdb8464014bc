-- The province's own reference data: units and their history, fields, regimes, periods, targets.

create table setting (
    setting_key varchar primary key,
    setting_value varchar not null,
);

create table unit (
    unit_id varchar primary key,
    name varchar not null,
    short_name varchar not null,
    unit_type varchar not null,
    level varchar not null check (level in ('province', 'district', 'commune')),
    parent_id varchar,
    gso_code varchar,
    agency_code varchar,
    valid_from date,
    valid_to date,
    display_order integer not null,
    has_procedures boolean not null,
    must_report boolean not null,
);

create table unit_lineage (
    from_unit_id varchar not null,
    to_unit_id varchar not null,
    kind varchar not null,
    effective_on date not null,
    is_partial boolean not null,
    note varchar not null,
);

-- An alias is kept as it was written; matching normalises both sides.
create table unit_alias (
    alias varchar not null,
    unit_id varchar not null,
);

create table sector (
    sector_id varchar primary key,
    name varchar not null,
);

create table field (
    field_id varchar primary key,
    name varchar not null,
    sector_id varchar,
    code varchar,
    is_sector boolean not null,
    display_order integer not null,
);

create table field_alias (
    alias varchar not null,
    field_id varchar not null,
);

-- Periods that reports are about; what can be made of them (a quarter of three months) is worked out on reading.
create table period (
    period_id varchar primary key,
    regime varchar not null,
    kind varchar not null,
    label varchar not null,
    start_date date not null,
    end_date date not null,
    due_date date,
    is_cumulative boolean not null,
);

-- The province's own dated targets; those of public documents stand in metrics.toml.
create table target (
    target_id bigint primary key,
    metric_id varchar not null,
    unit_type varchar,
    level varchar,
    valid_from date not null,
    valid_to date,
    comparator varchar not null check (comparator in ('>=', '<=')),
    target_value double not null,
    document varchar not null,
    entered_by varchar not null,
    entered_at timestamptz not null,
);
