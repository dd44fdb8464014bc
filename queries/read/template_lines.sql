-- question: Which fields is each unit expected to report from a day on, and what had it pending just before?
-- grain:    one row per unit and field of its last report before the day, or of its kind of unit where it has none
-- params:   $unit_ids varchar[] (empty means every unit), $regime varchar, $kind varchar, $start_on date
-- returns:  unit_id, field_id, pending_total, before_label
with reported as (
    select
        fact.unit_id,
        unit.unit_type,
        fact.field_id,
        fact.pending_total,
        period.label,
        period.end_date,
    from fact_dossier as fact
    inner join unit on fact.unit_id = unit.unit_id
    inner join period on fact.period_id = period.period_id
    where
        fact.scope = 'unit'
        and not fact.is_vertical
        and not starts_with(fact.field_id, '?')
        and period.regime = $regime
        and period.kind = $kind
        and period.start_date < $start_on::date
),

-- Periods need not join to the day; on 1 July 2025 nothing is carried to the same unit (V05 judges alike).
last_report as (
    select
        unit_id,
        field_id,
        label as before_label,
        case
            when
                $start_on::date - end_date between -3 and 5
                and not (end_date < date '2025-07-01' and $start_on::date >= date '2025-07-01')
                and count(*) = count(pending_total)
                then sum(pending_total)::bigint
        end as pending_total,
    from reported
    group by unit_id, field_id, label, end_date
    qualify end_date = max(end_date) over (partition by unit_id)
),

of_kind as (
    select distinct
        unit.unit_id,
        reported.field_id,
    from unit
    inner join reported on unit.unit_type = reported.unit_type
    anti join last_report on unit.unit_id = last_report.unit_id
),

expected as (
    select * from last_report
    union all by name
    select * from of_kind
)

select
    expected.unit_id,
    expected.field_id,
    expected.pending_total,
    expected.before_label,
from expected
inner join field on expected.field_id = field.field_id
where
    len($unit_ids::varchar[]) = 0
    or expected.unit_id in (select unnest($unit_ids::varchar[]))
order by expected.unit_id, field.display_order, expected.field_id;
