-- Reminders that were sent to units, and the Word templates of the office. Rows are only ever added: a withdrawal is the
-- next version, and every older one stays readable.

create table reminder (
    reminder_id bigint not null,
    version integer not null,
    unit_id varchar not null,
    period_id varchar not null,
    sent_on date not null,
    channel varchar not null check (channel in ('document', 'email', 'phone', 'message', 'meeting')),
    document_no varchar,
    person varchar,
    note varchar,
    withdrawn_reason varchar,
    entered_by varchar not null,
    entered_at timestamptz not null,
    primary key (reminder_id, version),
);

-- The last version of a layout is in force; one without content brings the template that ships back.
create table word_template (
    layout varchar not null check (layout in ('cong_van', 'van_ban')),
    version integer not null,
    file_name varchar not null,
    content blob,
    entered_by varchar not null,
    entered_at timestamptz not null,
    primary key (layout, version),
);
