-- What was done to revisions after they came in. Nothing is deleted: taking back, releasing and correcting are events in
-- the order of revisions (`event_id` names the revision that each is), so that every earlier moment can still be asked for.

-- A revision that was taken back: from the event on its reports are out of force, and what they had replaced is in again.
create table withdrawal (
    revision_id varchar primary key,
    event_id varchar not null,
    reason varchar not null,
    entered_by varchar not null,
    entered_at timestamptz not null,
);

-- A held file that was let in: the revision by which its reports were accepted.
create table release (
    held_id varchar primary key,
    event_id varchar not null,
    reason varchar not null,
    entered_by varchar not null,
    entered_at timestamptz not null,
);

-- A published count that is known to be wrong, declared with what it said; where it said something else nothing is done.
create table declared_correction (
    correction_id bigint primary key,
    event_id varchar not null,
    period_id varchar not null,
    subject_id varchar not null,
    family varchar not null,
    field_id varchar,
    column_id varchar not null,
    expected bigint,
    corrected bigint,
    reason varchar not null,
    entered_by varchar not null,
    entered_at timestamptz not null,
);

-- The counts that corrections stand behind, in the reports that hold them.
create table corrected_cell (
    report_id bigint not null,
    source_row integer not null,
    column_id varchar not null,
    correction_id bigint not null,
    primary key (report_id, source_row, column_id),
);

-- Other names of units and fields as they were added and removed; the last entry of an alias says whether it is in use.
create table alias_history (
    kind varchar not null check (kind in ('unit', 'field')),
    alias varchar not null,
    target_id varchar not null,
    is_added boolean not null,
    reason varchar not null,
    entered_by varchar not null,
    entered_at timestamptz not null,
);
