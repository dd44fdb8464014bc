-- The register of reports: each arrival of a unit's report for a period, whether or not its figures were loaded. A
-- correction is the next version of the same arrival, a report that is sent again is the next arrival. A null day is one
-- that nobody knows; null forms or lacking ones mean that nobody has said.
create table receipt (
    receipt_id bigint not null,
    version integer not null,
    period_id varchar not null,
    unit_id varchar not null,
    received_on date,
    document_no varchar,
    document_on date,
    channel varchar,
    forms varchar[],
    lacking varchar[],
    revision_id varchar,
    note varchar,
    reason varchar,
    withdrawn_reason varchar,
    entered_by varchar not null,
    entered_at timestamptz not null,
    superseded_at timestamptz,
    primary key (receipt_id, version),
);
