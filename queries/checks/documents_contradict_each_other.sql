-- rule:     V09
-- question: Where do counts of documents contradict each other?
-- grain:    one row per fact row and contradiction
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with offence as (
    select
        report_id,
        source_row,
        field_id,
        part,
        'electronic_and_paper' as variant,
        ['docs_out', 'e_docs', 'paper_docs'] as columns,
        docs_out as stated,
        e_docs + paper_docs as recomputed,
        null as detail,
    from stated_document
    where docs_out <> e_docs + paper_docs
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'signed_exceeds_electronic' as variant,
        ['signed_docs', 'e_docs'] as columns,
        signed_docs as stated,
        e_docs as recomputed,
        null as detail,
    from stated_document
    where signed_docs > e_docs
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'signed_exceeds_outgoing' as variant,
        ['signed_docs', 'docs_out'] as columns,
        signed_docs as stated,
        docs_out as recomputed,
        null as detail,
    from stated_document
    where signed_docs > docs_out and coalesce(signed_docs <= e_docs, true)
    union all
    select
        report_id,
        source_row,
        field_id,
        part,
        'in_and_out' as variant,
        ['docs_total', 'docs_in', 'docs_out'] as columns,
        docs_total as stated,
        docs_in + docs_out as recomputed,
        null as detail,
    from stated_document
    where docs_total <> docs_in + docs_out
)

select
    'V09' as rule,
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
