-- Each report in its place beside the one that it replaced: what was corrected, and by which revision. A report that came
-- back into force, or in which a count was corrected, is of the file that it was; the revision is then what brought it.
create view correction as
select
    now.report_id,
    before.report_id as before_id,
    event.revision_id,
    before.revision_id as before_revision_id,
    now.accepted_seq,
    now.file_name,
    before.file_name as before_file_name,
    event.entered_at,
    before.entered_at as before_entered_at,
    now.family,
    now.scope,
    now.unit_id,
    now.unit_name,
    now.display_order,
    coalesce(now.unit_level, now.level) as level,
    now.period_id,
    now.period_label,
    now.kind,
    now.start_date,
    now.end_date,
    now.sheet,
    now.letters,
    before.sheet as before_sheet,
    before.letters as before_letters,
from report_place as now
inner join report_place as before on
    now.family = before.family
    and now.period_id = before.period_id
    and now.scope = before.scope
    and now.unit_id is not distinct from before.unit_id
    and now.level is not distinct from before.level
    and now.origin = before.origin
    and now.accepted_seq = before.superseded_seq
inner join ws.revision as event on now.accepted_seq = event.accepted_seq
-- Scores are points that somebody else gave, and each snapshot replaces the one before by its nature.
semi join counted_column on now.family = counted_column.family;

-- The counts that a correction changed, cell by cell; one that was or became unknown is null on that side.
create macro corrected_count(correction_ids) as table
with pair as (
    select
        report_id,
        before_id,
    from correction
    where report_id in (select unnest(correction_ids::bigint[]))
),

stated as materialized (
    select *
    from stated_counts(
            (
                select list(both_reports.report_id)
                from (
                    select report_id from pair
                    union
                    select before_id as report_id from pair
                ) as both_reports
            )
        )
),

old as (
    select
        pair.report_id as new_id,
        stated.*,
    from pair
    inner join stated on pair.before_id = stated.report_id
    where stated.value is not null
),

new as (
    select stated.*
    from stated
    semi join pair on stated.report_id = pair.report_id
    where stated.value is not null
)

select
    coalesce(new.report_id, old.new_id) as report_id,
    coalesce(new.column_id, old.column_id) as column_id,
    coalesce(new.field_id, old.field_id) as field_id,
    coalesce(new.part, old.part) as part,
    old.value as old_value,
    new.value as new_value,
    old.source_row as old_row,
    new.source_row as new_row,
from new
full join old on
    new.report_id = old.new_id
    and new.column_id = old.column_id
    and new.field_id is not distinct from old.field_id
    and new.part is not distinct from old.part
    and new.source_system is not distinct from old.source_system
    and new.is_vertical = old.is_vertical
where new.value is distinct from old.value;

-- What was found in the reports that a revision replaced, just before it, and no longer is just after: which it cured.
create macro cured_check(asked_revision_id) as table
with asked as (
    select
        before_id,
        accepted_seq,
    from correction
    where revision_id = asked_revision_id
)

select
    found.*,
    rule.severity,
    rule.position,
from memory.found_check as found
inner join rule on found.rule = rule.rule
inner join asked on found.report_id = asked.before_id and found.as_of_seq = asked.accepted_seq - 1
anti join memory.found_check as still on
    asked.accepted_seq = still.as_of_seq
    and found.rule = still.rule
    and found.variant = still.variant
    and found.period_id = still.period_id
    and found.unit_id is not distinct from still.unit_id
    and found.level is not distinct from still.level
    and found.field_id is not distinct from still.field_id
    and found.part is not distinct from still.part
    and found.columns = still.columns;
