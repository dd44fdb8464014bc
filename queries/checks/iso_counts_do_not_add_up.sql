-- rule:     V11
-- question: Where do counts of ISO 9001:2015 contradict each other?
-- grain:    one row per fact row and contradiction
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with offence as (
    select
        report_id,
        source_row,
        field_id,
        part,
        'adopted' as variant,
        ['iso_adopted', 'iso_adopted_mandatory', 'iso_adopted_encouraged'] as columns,
        iso_adopted as stated,
        iso_adopted_mandatory + iso_adopted_encouraged as recomputed,
        null as detail,
    from stated_iso
    where iso_adopted <> iso_adopted_mandatory + iso_adopted_encouraged
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'due' as variant,
        ['iso_due', 'iso_due_mandatory', 'iso_due_encouraged'] as columns,
        iso_due as stated,
        iso_due_mandatory + iso_due_encouraged as recomputed,
        null as detail,
    from stated_iso
    where iso_due <> iso_due_mandatory + iso_due_encouraged
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'grades' as variant,
        ['iso_rated', 'iso_rated_fair', 'iso_rated_good', 'iso_rated_very_good'] as columns,
        iso_rated as stated,
        iso_rated_fair + iso_rated_good + iso_rated_very_good as recomputed,
        null as detail,
    from stated_iso
    where iso_rated <> iso_rated_fair + iso_rated_good + iso_rated_very_good
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'adopted_exceeds_due' as variant,
        ['iso_adopted', 'iso_due'] as columns,
        iso_adopted as stated,
        iso_due as recomputed,
        null as detail,
    from stated_iso
    where iso_adopted > iso_due
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'adopted_exceeds_due' as variant,
        ['iso_adopted_mandatory', 'iso_due_mandatory'] as columns,
        iso_adopted_mandatory as stated,
        iso_due_mandatory as recomputed,
        null as detail,
    from stated_iso
    where iso_adopted_mandatory > iso_due_mandatory
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'adopted_exceeds_due' as variant,
        ['iso_adopted_encouraged', 'iso_due_encouraged'] as columns,
        iso_adopted_encouraged as stated,
        iso_due_encouraged as recomputed,
        null as detail,
    from stated_iso
    where iso_adopted_encouraged > iso_due_encouraged
)

select
    'V11' as rule,
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
