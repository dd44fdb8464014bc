-- rule:     V18
-- question: Which units received files online although they say that none of their procedures is online?
-- grain:    one row per unit and period
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with online_file as (
    select
        place.unit_id,
        place.period_id,
        coalesce(
            sum(dossier.received_online) filter (where dossier.field_id is not null),
            max(dossier.received_online)
        ) as received_online,
    from stated_dossier as dossier
    inner join check_place as place on dossier.report_id = place.report_id
    where place.scope = 'unit' and dossier.part is null and not dossier.is_vertical
    group by place.unit_id, place.period_id
),

online_procedure as (
    select
        procedure.report_id,
        min(procedure.source_row) as source_row,
        sum(procedure.procedures_end_to_end + procedure.procedures_partial) as online_procedures,
    from stated_procedure as procedure
    where procedure.part is null
    group by procedure.report_id
    having count(procedure.procedures_end_to_end + procedure.procedures_partial) = count(*)
),

offence as (
    select
        online_procedure.report_id,
        online_procedure.source_row,
        null::varchar as field_id,
        null::varchar as part,
        'online' as variant,
        ['procedures_end_to_end', 'procedures_partial', 'received_online'] as columns,
        online_procedure.online_procedures as stated,
        null as recomputed,
        online_file.received_online as detail,
    from online_procedure
    inner join check_place as place on online_procedure.report_id = place.report_id
    inner join online_file on
        place.unit_id = online_file.unit_id and place.period_id = online_file.period_id
    where online_procedure.online_procedures = 0 and online_file.received_online > 0
)

select
    'V18' as rule,
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
