-- rule:     V17
-- question: Which counts are more than five times, or less than a fifth of, what is usual for the unit?
-- grain:    one row per fact row and column, against the median of its 6 to 12 periods before
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with watched as (
    select
        report_id,
        source_row,
        field_id,
        part,
        source_system,
        is_vertical,
        'received_total' as column_id,
        received_total as value,
    from stated_dossier
    where part is null and received_total is not null
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        source_system,
        is_vertical,
        'docs_out' as column_id,
        docs_out as value,
    from stated_document
    where part is null and docs_out is not null
),

-- The units of 1 July 2025 are compared with themselves only.
compared as (
    select
        watched.*,
        median(watched.value) over earlier as usual,
        count(*) over earlier as n_earlier,
    from watched
    inner join check_place as place on watched.report_id = place.report_id
    where place.scope = 'unit' and place.kind <> 'custom'
    window earlier as (
        partition by
            watched.column_id,
            place.unit_id,
            watched.field_id,
            watched.source_system,
            watched.is_vertical,
            place.regime,
            place.kind,
            place.start_date >= date '2025-07-01'
        order by place.start_date
        rows between 12 preceding and 1 preceding
    )
),

offence as (
    select
        report_id,
        source_row,
        field_id,
        part,
        case when value > usual then 'jump_up' else 'jump_down' end as variant,
        [column_id] as columns,
        value as stated,
        usual as recomputed,
        n_earlier as detail,
    from compared
    where
        n_earlier >= 6
        and least(value, usual) * 5 < greatest(value, usual)
        and greatest(value, usual) >= 20
)

select
    'V17' as rule,
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
