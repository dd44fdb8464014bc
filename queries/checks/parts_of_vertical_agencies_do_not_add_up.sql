-- rule:     V08
-- question: Where is the total of vertical agencies not the sum of the agencies named under it?
-- grain:    one row per report and column
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with -- Only a report that names two agencies or more gives them as a whole.
vertical as (
    select *
    from stated_counts(
            (
                select list(named.report_id)
                from (
                    select report_id
                    from stated_dossier
                    where is_vertical and field_id is null
                    group by report_id
                    having count(part) > 1 and count(part) < count(*)
                ) as named
            )
        )
    where is_vertical and field_id is null
),

summed as (
    select
        report_id,
        column_id,
        min(source_row) filter (where part is null) as source_row,
        sum(value) filter (where part is null) as stated,
        count(*) filter (where part is not null) as n_parts,
        count(value) filter (where part is not null) as n_known,
        sum(value) filter (where part is not null) as recomputed,
    from vertical
    group by report_id, column_id
),

offence as (
    select
        report_id,
        source_row,
        null::varchar as field_id,
        null::varchar as part,
        'vertical' as variant,
        [column_id] as columns,
        stated,
        recomputed,
        n_parts as detail,
    from summed
    where n_known = n_parts and stated <> recomputed
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
