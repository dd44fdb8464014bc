-- rule:     V21
-- question: Where is a part larger than the total that it belongs to?
-- grain:    one row per fact row and contradiction
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with offence as (
    select
        report_id,
        source_row,
        field_id,
        part,
        'part_exceeds_total' as variant,
        ['received_postal', 'received_offline'] as columns,
        received_postal as stated,
        received_offline as recomputed,
        null as detail,
    from stated_dossier
    where received_postal > received_offline
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'parts_exceed_total' as variant,
        ['received_total', 'received_online', 'received_offline'] as columns,
        received_total as stated,
        received_online + received_offline as recomputed,
        null as detail,
    from stated_dossier
    where received_online + received_offline > received_total and carried_over is null
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'part_exceeds_total' as variant,
        ['resolved_late', 'resolved_total'] as columns,
        resolved_late as stated,
        resolved_total as recomputed,
        null as detail,
    from stated_dossier
    where resolved_late > resolved_total
        and coalesce(resolved_early, resolved_on_time, resolved_ok) is null
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'part_exceeds_total' as variant,
        ['pending_overdue', 'pending_total'] as columns,
        pending_overdue as stated,
        pending_total as recomputed,
        null as detail,
    from stated_dossier
    where pending_overdue > pending_total and pending_in_time is null
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'part_exceeds_total' as variant,
        ['procedures_end_to_end', 'procedures_total'] as columns,
        procedures_end_to_end as stated,
        procedures_total as recomputed,
        null as detail,
    from stated_procedure
    where procedures_end_to_end > procedures_total
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'part_exceeds_total' as variant,
        ['procedures_partial', 'procedures_total'] as columns,
        procedures_partial as stated,
        procedures_total as recomputed,
        null as detail,
    from stated_procedure
    where procedures_partial > procedures_total
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'parts_exceed_total' as variant,
        [
            'procedures_total',
            'procedures_end_to_end',
            'procedures_partial',
            'procedures_level2',
        ] as columns,
        procedures_total as stated,
        procedures_end_to_end + procedures_partial + coalesce(procedures_level2, 0) as recomputed,
        null as detail,
    from stated_procedure
    where
        procedures_end_to_end + procedures_partial + coalesce(procedures_level2, 0)
        > procedures_total
        and procedures_end_to_end <= procedures_total
        and procedures_partial <= procedures_total
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'part_exceeds_total' as variant,
        ['classified_docs', 'docs_out'] as columns,
        classified_docs as stated,
        docs_out as recomputed,
        null as detail,
    from stated_document
    where classified_docs > docs_out
)

select
    'V21' as rule,
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
