-- The revisions that had been taken back by the moment asked for, each with the revision that is the taking back.
create view withdrawn_revision as
select
    withdrawal.revision_id,
    withdrawal.event_id,
    withdrawal.reason,
    withdrawal.entered_by,
    withdrawal.entered_at,
from ws.withdrawal as withdrawal
inner join ws.revision as event on withdrawal.event_id = event.revision_id
where event.accepted_seq <= getvariable('as_of_seq');
