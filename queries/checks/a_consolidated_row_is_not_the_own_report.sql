-- rule:     V08
-- question: Where does a consolidated report say something else of a unit than the unit's own report?
-- grain:    one row per consolidated report, subject and column
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with pair as (
    select
        consolidated.report_id as consolidated_id,
        own.report_id as own_id,
        own.file_name as own_file,
    from report_place as consolidated
    inner join check_place as own on
        consolidated.family = own.family
        and consolidated.period_id = own.period_id
        and consolidated.scope = own.scope
        and consolidated.unit_id is not distinct from own.unit_id
        and consolidated.level is not distinct from own.level
    where
        consolidated.origin = 'consolidated'
        and own.origin = 'own'
        and (
            consolidated.superseded_seq is null
            or consolidated.superseded_seq > getvariable('as_of_seq')
        )
),

count_of as (
    select *
    from report_counts(
            (
                select list(asked.report_id)
                from (
                    select consolidated_id as report_id from pair
                    union all
                    select own_id as report_id from pair
                ) as asked
            )
        )
),

offence as (
    select
        pair.consolidated_id as report_id,
        said.total_row as source_row,
        null::varchar as field_id,
        null::varchar as part,
        'consolidated' as variant,
        [said.column_id] as columns,
        said.value as stated,
        own.value as recomputed,
        pair.own_file as detail,
    from pair
    inner join count_of as said on pair.consolidated_id = said.report_id
    inner join count_of as own on pair.own_id = own.report_id and said.column_id = own.column_id
    where said.value <> own.value
)

select
    'V08' as rule,
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
inner join report_place as place on offence.report_id = place.report_id
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
