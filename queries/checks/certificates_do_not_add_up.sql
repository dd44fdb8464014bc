-- rule:     V10
-- question: Where are certificates not those of organisations and persons, or not active and revoked, together?
-- grain:    one row per fact row and contradiction
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with offence as (
    select
        report_id,
        source_row,
        field_id,
        part,
        'holders' as variant,
        ['certificates_total', 'certificate_org', 'certificate_person'] as columns,
        certificates_total as stated,
        certificate_org + certificate_person as recomputed,
        null as detail,
    from stated_certificate
    where certificates_total <> certificate_org + certificate_person
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'states' as variant,
        ['certificates_total', 'certificates_active', 'certificates_revoked'] as columns,
        certificates_total as stated,
        certificates_active + certificates_revoked as recomputed,
        null as detail,
    from stated_certificate
    where certificates_total <> certificates_active + certificates_revoked
)

select
    'V10' as rule,
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
