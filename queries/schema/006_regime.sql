-- Who must report in which regime and by when: rules of the province, days off, exceptions, and what they came to.
-- Rows are only ever added. A rule, an exception or a day off is changed or taken back by its next version; a duty
-- is superseded by the next one of its unit and period, and `superseded_at` is the only value that is ever filled in later.

create table regime_rule (
    rule_id bigint not null,
    version integer not null,
    regime varchar not null,
    period_kind varchar not null,
    level varchar,
    unit_type varchar,
    standing varchar not null check (standing in ('due', 'exempt')),
    window_rule varchar not null,
    due_rule varchar not null,
    day_off varchar not null check (day_off in ('keep', 'next', 'previous')),
    required_forms varchar[] not null,
    valid_from date not null,
    valid_to date,
    document varchar not null,
    reason varchar,
    withdrawn_reason varchar,
    entered_by varchar not null,
    entered_at timestamptz not null,
    primary key (rule_id, version),
);

-- Days off that are decided year by year, and working days instead of them; null takes a change back. The last one counts.
create table day_off_change (
    change_no bigint primary key,
    day date not null,
    is_off boolean,
    reason varchar not null,
    entered_by varchar not null,
    entered_at timestamptz not null,
);

create table duty_exception (
    exception_id bigint not null,
    version integer not null,
    period_id varchar not null,
    unit_id varchar not null,
    standing varchar not null check (standing in ('due', 'exempt')),
    due_on date,
    reason varchar not null,
    withdrawn_reason varchar,
    entered_by varchar not null,
    entered_at timestamptz not null,
    primary key (exception_id, version),
);

-- Written when a period is opened, and again where a rule changes while it is open: what each unit owes and by when.
create table duty (
    duty_id bigint primary key,
    period_id varchar not null,
    unit_id varchar not null,
    standing varchar not null check (standing in ('due', 'exempt', 'none')),
    due_on date,
    required_forms varchar[] not null,
    document varchar not null,
    reason varchar,
    entered_by varchar not null,
    entered_at timestamptz not null,
    superseded_at timestamptz,
);
