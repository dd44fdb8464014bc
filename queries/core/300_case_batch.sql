-- Exports of the one-stop software that are in by the moment asked for and speak of a unit that the viewer may see.
create view case_name as
select case_name.*
from ws.case_name as case_name
inner join ws.revision as revision on case_name.revision_id = revision.revision_id
where
    revision.status = 'accepted'
    and revision.accepted_seq <= getvariable('as_of_seq');

-- The resolving units of each export under every way that they are written: who resolves a file is responsible for it.
create view case_unit as
select
    share.revision_id,
    share.source_system,
    share.resolving,
    share.n_rows,
    unit.unit_id,
    unit.valid_from,
    unit.valid_to,
from ws.case_share as share
inner join case_name on
    share.revision_id = case_name.revision_id
    and case_name.kind = 'unit'
    and share.resolving = case_name.written
inner join unit on case_name.matched_id = unit.unit_id
where getvariable('includes_vertical') or unit.unit_type <> 'vertical_agency';

create view case_batch as
select
    batch.*,
    revision.file_name,
    revision.sha256,
    revision.entered_at,
from ws.case_batch as batch
inner join ws.revision as revision on batch.revision_id = revision.revision_id
semi join case_unit on batch.revision_id = case_unit.revision_id
anti join withdrawn_revision on batch.revision_id = withdrawn_revision.revision_id
where
    revision.status = 'accepted'
    and revision.accepted_seq <= getvariable('as_of_seq');
