-- question: Which counts enter a metric, and where does each stand?
-- grain:    one row per fact row and column of the reports that answer for the period
-- params:   $metric_id varchar, $period_id varchar, $unit_ids varchar[] (empty means the province), $field_ids varchar[] (empty means every field)
-- returns:  column_id, value, derived_from, period_label, scope, level, unit_id, unit_name, field_id, field_name, revision_id, file_name, sha256, sheet, cell, source, entered_at, corrected_from, corrected_by, correction_reason
with asked_column as (
    select
        metric_id,
        terms,
        unnest(terms) as column_id,
    from metric
    where metric_id = $metric_id
),

term as (
    select
        source_fact.*,
        asked_column.column_id,
        asked_column.terms,
    from source_fact_of($metric_id, $period_id) as source_fact
    cross join asked_column
    where
        source_fact.part is null
        and (not source_fact.is_vertical or getvariable('includes_vertical'))
        and (
            len($unit_ids::varchar[]) = 0
            or source_fact.unit_id in (select unnest($unit_ids::varchar[]))
        )
        and (
            len($field_ids::varchar[]) = 0
            or source_fact.field_id in (select unnest($field_ids::varchar[]))
        )
),

taken as (
    select * from metric_taken($metric_id, (select list(distinct term.report_id) from term))
),

counted as (
    select
        *,
        count(*) filter (where field_id is not null) over whole as n_fields,
        count(*) filter (where field_id is not null and counts[column_id] is null)
            over whole
            as n_unknown,
    from term
    window whole as (partition by report_id, column_id)
),

entering as (
    select counted.*
    from counted
    left join taken on counted.report_id = taken.report_id
    where
        (counted.field_id is not null) = case
            when taken.has_fields then true
            when taken.has_total and len($field_ids::varchar[]) = 0 then false
            else counted.n_fields > 0 and counted.n_unknown = 0
        end
)

select
    term.column_id,
    term.counts[term.column_id] as value,
    term.derived[term.column_id] as derived_from,
    period.label as period_label,
    term.scope,
    term.level,
    term.unit_id,
    unit.name as unit_name,
    term.field_id,
    coalesce(field.name, substr(term.field_id, 2)) as field_name,
    term.revision_id,
    term.file_name,
    term.sha256,
    term.sheet,
    case
        when term.derived[term.column_id] is null
            then coalesce(
                    keyed_cell.place,
                    coalesce(
                        term.letters[term.column_id],
                        term.letters[term.attribute_columns[term.column_id]]
                    ) || term.source_row
                )
    end as cell,
    term.source,
    term.entered_at,
    correction.expected as corrected_from,
    correction.event_id as corrected_by,
    correction.reason as correction_reason,
from entering as term
inner join period on term.period_id = period.period_id
left join unit on term.unit_id = unit.unit_id
left join field on term.field_id = field.field_id
left join corrected_cell on
    term.report_id = corrected_cell.report_id
    and term.source_row = corrected_cell.source_row
    and term.column_id = corrected_cell.column_id
left join declared_correction as correction on
    corrected_cell.correction_id = correction.correction_id
left join keyed_cell on
    term.report_id = keyed_cell.report_id
    and term.source_row = keyed_cell.source_row
    and term.column_id = keyed_cell.column_id
where term.counts[term.column_id] is not null
order by
    list_position(term.terms, term.column_id),
    period.start_date,
    term.scope,
    unit.display_order,
    term.unit_id,
    field.display_order,
    term.field_id,
    term.source_row;
