-- What was found while files were read. Of an accepted file as long as one of its reports is in force; of one that was
-- refused or held always. Who does not see every unit sees what names a unit of theirs, or stands in a file that speaks
-- of their units only. What names no unit is of the only one that its file speaks of.
create view reading_finding as
with in_force as (
    select
        report.revision_id,
        list(distinct report.period_id) as period_ids,
        min(period.start_date) as start_date,
        any_value(period.label order by period.start_date) as period_label,
        case
            when count(distinct report.subject_id) = 1 then any_value(reporter.name)
        end as only_unit_name,
    from report
    inner join ws.period as period on report.period_id = period.period_id
    left join unit as reporter on report.unit_id = reporter.unit_id
    group by report.revision_id
),

-- Of the revision's reports those of other units count too: one makes the file somebody else's.
shared as (
    select distinct report.revision_id
    from ws.report as report
    anti join visible_report on report.report_id = visible_report.report_id
    where report.accepted_seq <= getvariable('as_of_seq')
)

select
    finding.* exclude (period_label, unit_name),
    coalesce(finding.period_label, in_force.period_label) as period_label,
    coalesce(
        unit.name,
        finding.unit_name,
        case when shared.revision_id is null then in_force.only_unit_name end
    ) as unit_name,
    unit.display_order,
    revision.file_name,
    revision.status,
    revision.accepted_seq,
    in_force.start_date,
    coalesce(in_force.period_ids, []) as period_ids,
from ws.finding as finding
inner join ws.revision as revision on finding.revision_id = revision.revision_id
left join in_force on finding.revision_id = in_force.revision_id
left join unit on finding.unit_id = unit.unit_id
left join shared on finding.revision_id = shared.revision_id
where
    revision.accepted_seq <= getvariable('as_of_seq')
    and (revision.status <> 'accepted' or in_force.revision_id is not null)
    and (
        getvariable('viewer_sees_all')
        or unit.unit_id is not null
        or (
            finding.unit_id is null
            and in_force.revision_id is not null
            and shared.revision_id is null
        )
    );
