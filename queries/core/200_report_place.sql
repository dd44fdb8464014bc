-- Every report that the viewer may see and that was in by the moment asked for, superseded or not.
create view visible_report as
select report.*
from ws.report as report
where
    report.accepted_seq <= getvariable('as_of_seq')
    and (
        getvariable('viewer_sees_all')
        or list_contains(getvariable('viewer_units')::varchar[], report.unit_id)
    );

-- Where a finding stands: each of these reports with its file, subject and period.
create view report_place as
select
    report.report_id,
    report.revision_id,
    revision.file_name,
    revision.form_id,
    revision.entered_at,
    report.family,
    report.period_id,
    period.label as period_label,
    period.regime,
    period.kind,
    period.start_date,
    period.end_date,
    period.is_cumulative,
    report.scope,
    report.level,
    report.unit_id,
    unit.name as unit_name,
    unit.level as unit_level,
    unit.unit_type,
    unit.display_order,
    unit.valid_from,
    unit.valid_to,
    report.origin,
    report.sheet,
    report.letters,
    report.data_from,
    report.data_to,
    report.accepted_seq,
    report.superseded_seq,
from visible_report as report
inner join ws.revision as revision on report.revision_id = revision.revision_id
inner join ws.period as period on report.period_id = period.period_id
left join unit on report.unit_id = unit.unit_id;

-- The same for the reports in force.
create view check_place as
select report_place.*
from report_place
semi join report on report_place.report_id = report.report_id;

-- The percentages that reports in force print.
create view statement as
select statement.*
from ws.statement as statement
semi join report on statement.report_id = report.report_id;
