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

-- What a metric takes of each report: its fields where each of them has both ends, else the total that has both.
create macro metric_taken(asked_metric_id, report_ids) as table
select
    report_id,
    bool_and(numerator is not null and (not has_denominator or denominator is not null))
        filter (where field_id is not null) as has_fields,
    bool_and(numerator is not null and (not has_denominator or denominator is not null))
        filter (where field_id is null) as has_total,
from metric_row([asked_metric_id], report_ids)
where getvariable('includes_vertical') or not is_vertical
group by report_id;
