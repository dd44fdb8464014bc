-- Figures by field of the whole province (no level, no units), of one level, or of some units: the rows that add up to it.
-- A level whose total is the stated one shows the fields that the same report states, not those of a few units; so does
-- the province.
create macro metric_field_scope(metric_ids, period_ids, asked_level, unit_ids) as table
with field_row as (
    select
        row.*,
        coalesce(unit.level, row.level) as subject_level,
        row.numerator is not null
        and (not row.has_denominator or row.denominator is not null) as is_known,
    from metric_field_row(metric_ids, period_ids, unit_ids := unit_ids) as row
    left join unit on row.unit_id = unit.unit_id
    where row.field_id is not null
),

rollup as materialized (
    select
        metric_id,
        period_id,
        level,
        basis,
        source,
    from metric_rollup(metric_ids, period_ids, [])
)

select field_row.*
from field_row
left join rollup as level_basis on
    field_row.metric_id = level_basis.metric_id
    and field_row.period_id = level_basis.period_id
    and field_row.subject_level = level_basis.level
left join rollup as total on
    field_row.metric_id = total.metric_id
    and field_row.period_id = total.period_id
    and total.level = 'total'
where
    case
        when len(unit_ids::varchar[]) > 0
            then field_row.unit_id in (select unnest(unit_ids::varchar[]))
        when asked_level <> '' and coalesce(field_row.subject_level <> asked_level, true) then false
        when asked_level = '' and field_row.scope = 'province' then total.source = 'stated'
        when asked_level = '' and total.source = 'stated' then false
        when field_row.scope = 'level' then level_basis.basis = 'stated'
        else coalesce(level_basis.basis, 'parts') = 'parts'
    end;
