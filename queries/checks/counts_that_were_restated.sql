-- rule:     V20
-- question: Which counts differ from those of the revision before, and what were they?
-- grain:    one row per fact row and column; stated is the new value, recomputed the earlier one
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with pair as (
    select
        this.report_id,
        before.report_id as before_id,
        before.revision_id as before_revision_id,
    from check_place as this
    inner join report_place as before on
        this.family = before.family
        and this.period_id = before.period_id
        and this.scope = before.scope
        and this.unit_id is not distinct from before.unit_id
        and this.level is not distinct from before.level
        and this.origin = before.origin
        and this.accepted_seq = before.superseded_seq
),

count_of as (
    select *
    from stated_counts(
            (
                select list(asked.report_id)
                from (
                    select report_id from pair
                    union all
                    select before_id as report_id from pair
                ) as asked
            )
        )
    where value is not null
),

offence as (
    select
        pair.report_id,
        this.source_row,
        this.field_id,
        this.part,
        'restated' as variant,
        [this.column_id] as columns,
        this.value as stated,
        before.value as recomputed,
        pair.before_revision_id as detail,
    from pair
    inner join count_of as this on pair.report_id = this.report_id
    inner join count_of as before on
        pair.before_id = before.report_id
        and this.column_id = before.column_id
        and this.field_id is not distinct from before.field_id
        and this.part is not distinct from before.part
        and this.source_system is not distinct from before.source_system
        and this.is_vertical = before.is_vertical
    where this.value <> before.value
)

select
    'V20' as rule,
    offence.variant,
    place.report_id,
    place.revision_id,
    place.file_name,
    place.sheet,
    place.letters[offence.columns[1]] || offence.source_row as cell,
    place.unit_id,
    place.unit_name,
    place.scope,
    place.level,
    place.period_id,
    place.period_label,
    offence.field_id,
    field.name as field_name,
    offence.part,
    offence.columns,
    offence.stated::double as stated,
    offence.recomputed::double as recomputed,
    offence.detail::varchar as detail,
from offence
inner join check_place as place on offence.report_id = place.report_id
left join field on offence.field_id = field.field_id
where
    len($period_ids::varchar[]) = 0
    or place.period_id in (select unnest($period_ids::varchar[]))
order by
    place.start_date,
    place.period_id,
    place.display_order,
    place.report_id,
    offence.source_row,
    offence.variant,
    offence.columns;
