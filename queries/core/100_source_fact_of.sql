-- The fact rows of the reports that answer for one metric in one period, with their file and place. What the
-- register says stands in no file.
create macro source_fact_of(asked_metric_id, asked_period_id) as table
with part as materialized (
    select report_id from metric_part([asked_metric_id], [asked_period_id])
)

select
    source_fact.*,
    report.revision_id,
    report.period_id,
    report.scope,
    report.unit_id,
    report.level,
    report.sheet,
    report.letters,
    report.source,
    revision.file_name,
    revision.sha256,
    revision.entered_at,
from source_fact((select list(part.report_id) from part)) as source_fact
inner join answering_report as report on source_fact.report_id = report.report_id
left join ws.revision as revision on report.revision_id = revision.revision_id;
