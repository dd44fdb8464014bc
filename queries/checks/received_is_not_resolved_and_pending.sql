-- rule:     V04
-- question: Where is what was received neither resolved nor pending, or the other way round?
-- grain:    one row per fact row and contradiction
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with offence as (
    select
        report_id,
        source_row,
        field_id,
        part,
        'balance' as variant,
        ['received_total', 'resolved_total', 'pending_total'] as columns,
        received_total as stated,
        resolved_total + pending_total as recomputed,
        null as detail,
    from stated_dossier
    where received_total <> resolved_total + pending_total
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'balance_reduced' as variant,
        ['received_total', 'resolved_ok', 'pending_in_time', 'overdue_unsplit'] as columns,
        received_total as stated,
        resolved_ok + pending_in_time + overdue_unsplit as recomputed,
        null as detail,
    from stated_dossier
    where
        received_total <> resolved_ok + pending_in_time + overdue_unsplit
        and (resolved_total is null or pending_total is null)
)

select
    'V04' as rule,
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
