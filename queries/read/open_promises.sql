-- question: Which promises of earlier periods are still open on a day, overdue first, and what do later figures say?
-- grain:    one row per open promise of a period that ended before the one asked for began
-- params:   $period_id varchar, $on_day date, $levels varchar[], $unit_ids varchar[] (empty lists mean all)
-- returns:  explanation_id, version, period_id, label, start_date, end_date, unit_id, unit_name, short_name, level, field_id, field_name, metric_id, cause_id, cause, body, person, person_position, late_files, promised_on, promised_late, due_on, extensions, promise, days_overdue, later_numerator, later_denominator, later_ratio, is_number_met
with asked as (
    select * from period
    where period_id = $period_id
),

promise as materialized (
    select explanation.*
    from explanation_on($on_day) as explanation
    inner join asked on explanation.end_date < asked.start_date
    where
        explanation.promise in ('open', 'overdue')
        and (
            len($levels::varchar[]) = 0
            or explanation.level in (select unnest($levels::varchar[]))
        )
        and (
            len($unit_ids::varchar[]) = 0
            or explanation.unit_id in (select unnest($unit_ids::varchar[]))
        )
),

figure as (
    select
        metric_id,
        unit_id,
        field_id,
        numerator,
        denominator,
    from metric_field_row(
            (select coalesce(list(distinct promise.metric_id), []) from promise), [$period_id]
        )
    where scope = 'unit' and field_id is not null
    union all by name
    select
        metric_id,
        unit_id,
        numerator,
        denominator,
    from metric_subject(
            (select coalesce(list(distinct promise.metric_id), []) from promise), [$period_id], []
        )
    where scope = 'unit' and is_known
)

select
    promise.explanation_id,
    promise.version,
    promise.period_id,
    promise.label,
    promise.start_date,
    promise.end_date,
    promise.unit_id,
    promise.unit_name,
    promise.short_name,
    promise.level,
    promise.field_id,
    promise.field_name,
    promise.metric_id,
    promise.cause_id,
    promise.cause,
    promise.body,
    promise.person,
    promise.person_position,
    promise.late_files,
    promise.promised_on,
    promise.promised_late,
    promise.due_on,
    promise.extensions,
    promise.promise,
    case
        when promise.promise = 'overdue' then datediff('day', promise.due_on, $on_day::date)
    end as days_overdue,
    figure.numerator as later_numerator,
    figure.denominator as later_denominator,
    figure.numerator / nullif(greatest(figure.denominator, 0), 0) as later_ratio,
    figure.numerator <= promise.promised_late as is_number_met,
from promise
left join figure on
    promise.metric_id = figure.metric_id
    and promise.unit_id = figure.unit_id
    and promise.field_id is not distinct from figure.field_id
order by
    promise.promise = 'open',
    promise.due_on,
    promise.display_order,
    promise.unit_id,
    promise.explanation_id;
