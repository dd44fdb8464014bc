-- rule:     V15
-- question: Which periods, or reports by their own dates, overlap the one before or leave a gap to it?
-- grain:    one row per later period, and per file and subject that states other dates than its period
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with span as (
    select
        place.regime,
        place.kind,
        place.period_id,
        place.period_label,
        place.start_date,
        place.end_date,
        min(place.report_id) as report_id,
    from check_place as place
    where place.kind not in ('custom', 'ytd')
    group by all
),

period_pair as (
    select
        *,
        lag(end_date) over earlier as end_before,
        lag(period_label) over earlier as label_before,
    from span
    window earlier as (partition by regime, kind order by start_date, end_date, period_id)
),

-- A report that keeps to its period's dates is judged with the period, once for all.
own_span as (
    select
        report_id,
        revision_id,
        scope,
        unit_id,
        level,
        period_label,
        coalesce(data_from, start_date) as from_date,
        coalesce(data_to, end_date) as to_date,
        start_date,
        lag(start_date) over earlier as start_before,
        lag(end_date) over earlier as end_before,
        lag(coalesce(data_to, end_date)) over earlier as to_before,
        lag(data_from is not null or data_to is not null) over earlier as had_own_dates,
        lag(period_label) over earlier as label_before,
        data_from is not null or data_to is not null as states_dates,
    from check_place
    where kind not in ('custom', 'ytd')
    window earlier as (
        partition by family, scope, unit_id, level, origin, regime, kind
        order by start_date, period_id
    )
),

found as (
    select
        report_id,
        start_date - end_before as distance,
        label_before,
    from period_pair
    where start_date - end_before <> 1
    union all
    select
        min(report_id) as report_id,
        from_date - to_before as distance,
        label_before,
    from own_span
    where
        (states_dates or had_own_dates)
        and start_date - end_before = 1
        and from_date - to_before <> 1
    group by revision_id, scope, unit_id, level, from_date, to_before, label_before
),

offence as (
    select
        report_id,
        null::integer as source_row,
        null::varchar as field_id,
        null::varchar as part,
        case when distance < 1 then 'overlap' else 'gap' end as variant,
        []::varchar[] as columns,
        null as stated,
        null as recomputed,
        label_before as detail,
    from found
)

select
    'V15' as rule,
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
