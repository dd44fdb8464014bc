-- What the tray adds to the books: which files were accepted in one go and why in spite of findings, where figures that
-- were keyed in stand in their document, and the layouts of forms that people of this workspace described.

-- Files accepted in one go, which can be withdrawn as one.
create table batch (
    batch_id varchar primary key,
    kind varchar not null check (kind in ('import', 'tray', 'keyed')),
    entered_by varchar not null,
    entered_at timestamptz not null,
);

-- `reason` is why a file was accepted with errors or warnings, by who accepted the batch.
create table batch_revision (
    revision_id varchar primary key,
    batch_id varchar not null,
    reason varchar,
);

-- A figure that was typed from a document: its place there, for `report`, row and column of the fact.
create table keyed_place (
    report_id bigint not null,
    source_row integer not null,
    column_id varchar not null,
    page varchar not null,
    paragraph varchar not null,
    primary key (report_id, source_row, column_id),
);

-- A layout described on screen; `content` is the same CSV as in data/forms. The last version of a form and day counts.
create table form_version (
    form_id varchar not null,
    valid_from date not null,
    version integer not null,
    content varchar not null,
    entered_by varchar not null,
    entered_at timestamptz not null,
    primary key (form_id, valid_from, version),
);
