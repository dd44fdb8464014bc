-- rule:     V05
-- question: Where is what was carried over not what was pending at the end of the period before?
-- grain:    one row per fact row that has a predecessor in the period just before
-- params:   $period_ids varchar[] (empty means every period)
-- returns:  rule, variant, report_id, revision_id, file_name, sheet, cell, unit_id, unit_name, scope, level, period_id, period_label, field_id, field_name, part, columns, stated, recomputed, detail
with unit_row as (
    select
        stated_dossier.*,
        place.unit_id,
        place.regime,
        place.kind,
        place.start_date,
        place.end_date,
        place.is_cumulative,
    from stated_dossier
    inner join check_place as place on stated_dossier.report_id = place.report_id
    where place.scope = 'unit' and stated_dossier.part is null
),

-- Periods need not join to the day ("28/5–28/8", then "01/9"); on 1 July 2025 nothing is carried to the same unit.
offence as (
    select
        this.report_id,
        this.source_row,
        this.field_id,
        this.part,
        'continuity' as variant,
        ['carried_over', 'pending_total'] as columns,
        this.carried_over as stated,
        before.pending_total as recomputed,
        before.period_label as detail,
    from unit_row as this
    inner join (
        select unit_row.*, place.period_label
        from unit_row
        inner join check_place as place on unit_row.report_id = place.report_id
        where unit_row.pending_total is not null
    ) as before on
        this.unit_id = before.unit_id
        and this.regime = before.regime
        and this.kind = before.kind
        and this.is_cumulative = before.is_cumulative
        and this.field_id is not distinct from before.field_id
        and this.source_system is not distinct from before.source_system
        and this.is_vertical = before.is_vertical
        and this.start_date - before.end_date between -3 and 5
        and this.start_date > before.start_date
    where
        this.carried_over <> before.pending_total
        and not (before.end_date < date '2025-07-01' and this.start_date >= date '2025-07-01')
)

select
    'V05' as rule,
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
