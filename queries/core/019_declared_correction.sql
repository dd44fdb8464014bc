-- Counts that somebody declared to be wrong, with what they said and what they are now; and where those counts stand.
create view declared_correction as
select correction.*
from ws.declared_correction as correction
inner join ws.revision as event on correction.event_id = event.revision_id
where
    event.accepted_seq <= getvariable('as_of_seq')
    and (
        getvariable('viewer_sees_all')
        or list_contains(getvariable('viewer_units')::varchar[], correction.subject_id)
    );

create view corrected_cell as
select * from ws.corrected_cell;
