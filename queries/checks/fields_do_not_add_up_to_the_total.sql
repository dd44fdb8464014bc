-- rule:     V08
-- question: Where is the total that a report states not the sum of its fields?
-- grain:    one row per report and column
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with fields as (
    select
        report_id,
        count(*) as n_fields,
        case
            when
                count(columns(* exclude (
                    report_id, source_row, field_id, part, source_system, is_vertical
                ))) = count(*)
                then sum(columns(* exclude (
                        report_id, source_row, field_id, part, source_system, is_vertical
                    )))
        end,
    from stated_dossier
    where field_id is not null and part is null and not is_vertical
    group by report_id
    union all by name
    select
        report_id,
        count(*) as n_fields,
        case
            when
                count(columns(* exclude (
                    report_id, source_row, field_id, part, source_system, is_vertical
                ))) = count(*)
                then sum(columns(* exclude (
                        report_id, source_row, field_id, part, source_system, is_vertical
                    )))
        end,
    from stated_procedure
    where field_id is not null and part is null and not is_vertical
    group by report_id
),

-- Where a report has a total for each source system too, the one without a system is the whole.
total as (
    select *
    from (
        select * from stated_dossier
        union all by name
        select * from stated_procedure
    ) as stated_row
    where field_id is null and part is null and not is_vertical
    qualify
        row_number() over (partition by report_id order by source_system nulls first) = 1
        and (source_system is null or count(*) over (partition by report_id) = 1)
),

fields_count as (
    select *
    from fields
    unpivot (value for column_id in (columns(* exclude (report_id, n_fields))))
),

total_count as (
    select *
    from total
    unpivot (
        value for column_id in (
            columns(* exclude (
                report_id, source_row, field_id, part, source_system, is_vertical
            ))
        )
    )
),

offence as (
    select
        total_count.report_id,
        total_count.source_row,
        null::varchar as field_id,
        null::varchar as part,
        'fields' as variant,
        [total_count.column_id] as columns,
        total_count.value as stated,
        fields_count.value as recomputed,
        fields_count.n_fields as detail,
    from total_count
    inner join fields_count on
        total_count.report_id = fields_count.report_id
        and total_count.column_id = fields_count.column_id
    where total_count.value <> fields_count.value
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
