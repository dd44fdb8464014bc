-- Decks that were saved under a name: which slides, in which order, under which titles, with which proposals. Figures are
-- never kept here: a deck is drawn from those in force, or from the frozen set that is asked for.
-- Rows are only ever added: what is saved again is the next version.

create table deck (
    deck_id varchar not null,
    version integer not null,
    title varchar not null,
    proposals varchar,
    entered_by varchar not null,
    entered_at timestamptz not null,
    primary key (deck_id, version),
);

create table deck_slide (
    deck_id varchar not null,
    version integer not null,
    place integer not null,
    slide_id varchar not null,
    title varchar,
    is_hidden boolean not null,
    primary key (deck_id, version, place),
);
