-- question: What did each field do to the change of a rate between two periods?
-- grain:    one row per field that units with both periods' reports have in both, and one without a field for all else
-- params:   $metric_id varchar, $period_id varchar, $other_id varchar, $level varchar (empty means the whole province), $unit_ids varchar[] (empty means every unit)
-- returns:  field_id, field_name, numerator, denominator, numerator_before, denominator_before, ratio, ratio_before, rate_effect, mix_effect, contribution, cases_effect, whole_change, parts
with wanted as (
    select
        unit_id,
        level,
    from unit
    where
        ($level = '' or level = $level)
        and (len($unit_ids::varchar[]) = 0 or unit_id in (select unnest($unit_ids::varchar[])))
),

figure as (
    select
        subject.period_id,
        subject.unit_id,
        subject.numerator,
        subject.denominator,
    from metric_subject([$metric_id], [$period_id, $other_id], []) as subject
    semi join wanted on subject.unit_id = wanted.unit_id
    where subject.scope = 'unit' and subject.is_known
),

both_known as (
    select unit_id
    from figure
    group by unit_id
    having count(distinct period_id) = 2
),

-- The whole is what the page shows: the units chosen together, else the level or the province.
own as (
    select
        period_id,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
    from figure
    where len($unit_ids::varchar[]) > 0
    group by period_id
    union all by name
    select
        period_id,
        numerator,
        denominator,
    from metric_rollup([$metric_id], [$period_id, $other_id], [])
    where
        len($unit_ids::varchar[]) = 0
        and level = case when $level = '' then 'total' else $level end
),

whole as (
    select
        any_value(numerator) filter (where period_id = $period_id) as numerator,
        any_value(denominator) filter (where period_id = $period_id) as denominator,
        any_value(numerator) filter (where period_id = $other_id) as numerator_before,
        any_value(denominator) filter (where period_id = $other_id) as denominator_before,
    from own
),

part as (
    select
        row.field_id as part_id,
        sum(row.numerator) filter (where row.period_id = $period_id) as numerator,
        sum(row.denominator) filter (where row.period_id = $period_id) as denominator,
        sum(row.numerator) filter (where row.period_id = $other_id) as numerator_before,
        sum(row.denominator) filter (where row.period_id = $other_id) as denominator_before,
    from metric_field_row([$metric_id], [$period_id, $other_id]) as row
    semi join both_known on row.unit_id = both_known.unit_id
    where
        row.scope = 'unit'
        and row.field_id is not null
        and row.numerator is not null
        and row.denominator is not null
    group by row.field_id
)

select
    moved.part_id as field_id,
    coalesce(field.name, substr(moved.part_id, 2)) as field_name,
    moved.numerator,
    moved.denominator,
    moved.numerator_before,
    moved.denominator_before,
    moved.numerator / nullif(greatest(moved.denominator, 0), 0) as ratio,
    moved.numerator_before / nullif(greatest(moved.denominator_before, 0), 0) as ratio_before,
    moved.rate_effect,
    moved.mix_effect,
    moved.contribution,
    moved.cases_effect,
    moved.whole_change,
    moved.parts,
from
    rate_change(
        (select list(part order by part_id) from part),
        (select whole from whole)
    ) as moved
left join field on moved.part_id = field.field_id
where moved.contribution is not null
order by
    moved.part_id is null asc,
    moved.contribution desc,
    field.display_order asc,
    moved.part_id asc;
