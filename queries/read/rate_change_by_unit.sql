-- question: What did each unit do to the change of a rate between two periods?
-- grain:    one row per unit of which both periods know the counts, and one without a unit for what only one of them knows
-- params:   $metric_id varchar, $period_id varchar, $other_id varchar, $level varchar (empty means the whole province), $field_ids varchar[] (empty means every field)
-- returns:  unit_id, unit_name, short_name, unit_type, level, numerator, denominator, numerator_before, denominator_before, ratio, ratio_before, rate_effect, mix_effect, contribution, cases_effect, whole_change, parts
with whole as (
    select
        any_value(numerator) filter (where period_id = $period_id) as numerator,
        any_value(denominator) filter (where period_id = $period_id) as denominator,
        any_value(numerator) filter (where period_id = $other_id) as numerator_before,
        any_value(denominator) filter (where period_id = $other_id) as denominator_before,
    from metric_rollup([$metric_id], [$period_id, $other_id], $field_ids)
    where level = case when $level = '' then 'total' else $level end
),

part as (
    select
        subject.unit_id as part_id,
        any_value(subject.numerator) filter (where subject.period_id = $period_id) as numerator,
        any_value(subject.denominator) filter (where subject.period_id = $period_id)
            as denominator,
        any_value(subject.numerator) filter (where subject.period_id = $other_id)
            as numerator_before,
        any_value(subject.denominator) filter (where subject.period_id = $other_id)
            as denominator_before,
    from metric_subject([$metric_id], [$period_id, $other_id], $field_ids) as subject
    inner join unit on subject.unit_id = unit.unit_id
    where
        subject.scope = 'unit' and subject.is_known and ($level = '' or unit.level = $level)
    group by subject.unit_id
)

select
    moved.part_id as unit_id,
    unit.name as unit_name,
    unit.short_name,
    unit.unit_type,
    unit.level,
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
left join unit on moved.part_id = unit.unit_id
where moved.contribution is not null
order by
    moved.part_id is null asc,
    moved.contribution desc,
    list_position(['province', 'district', 'commune'], unit.level) asc,
    unit.display_order asc,
    moved.part_id asc;
