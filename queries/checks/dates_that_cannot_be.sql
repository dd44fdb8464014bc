-- rule:     V19
-- question: Which dates lie in the future or before the period that they belong to?
-- grain:    one row per date
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with dated as (
    select
        report_id,
        source_row,
        field_id,
        part,
        'submitted_on' as column_id,
        submitted_on as day,
    from stated_submission
    where submitted_on is not null
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'announced_on' as column_id,
        announced_on as day,
    from stated_iso
    where announced_on is not null
),

-- A report may be written some days after its period and tell of these days too.
judged as (
    select
        dated.*,
        case
            when dated.day > place.entered_at::date then 'future'
            when
                dated.column_id = 'submitted_on' and dated.day < place.start_date
                then 'before_period'
            when
                dated.column_id = 'announced_on' and dated.day > place.end_date + 31
                then 'after_period'
        end as variant,
    from dated
    inner join check_place as place on dated.report_id = place.report_id
),

offence as (
    select
        report_id,
        source_row,
        field_id,
        part,
        variant,
        [column_id] as columns,
        null as stated,
        null as recomputed,
        day as detail,
    from judged
    where variant is not null
)

select
    'V19' as rule,
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
