-- Which counts of whom a finding puts in doubt: the columns that it holds against each other, of its subject, period and
-- field. What is only worth knowing (info) puts nothing in doubt, and neither does what stands in a part or in a row of
-- vertical agencies, for these are in no figure. A field that was not recognised puts the counts of its row in doubt. A wrong percentage puts those of its two ends in doubt that are no parts.
create view touched_count as
with grave as materialized (
    select
        finding.*,
        coalesce(rule.touches, 'columns') as touches,
        try_cast(regexp_extract(finding.cell, '[0-9]+$') as integer) as source_row,
    from finding
    left join rule on finding.rule = rule.rule
    where finding.severity in ('error', 'warning') and rule.touches is distinct from 'nothing'
),

place as materialized (
    select check_place.*
    from check_place
    semi join grave on check_place.revision_id = grave.revision_id
),

-- Of a revision of thousands of reports only the rows in which something was found are looked at.
row_found as materialized (
    select distinct
        grave.report_id,
        grave.revision_id,
        grave.source_row,
    from grave
    where grave.touches <> 'report' and grave.source_row is not null
),

found_in as materialized (
    select place.report_id
    from place
    where
        place.report_id in (select row_found.report_id from row_found)
        or place.revision_id in (
            select row_found.revision_id
            from row_found
            where row_found.report_id is null
        )
),

fact_row as materialized (
    select distinct
        stated.report_id,
        stated.source_row,
        stated.field_id,
        stated.part,
        stated.is_vertical,
        place.revision_id,
        place.sheet,
        place.family,
        place.scope,
        place.unit_id,
        place.level,
        place.period_id,
    from source_fact((select list(found_in.report_id) from found_in)) as stated
    inner join place on stated.report_id = place.report_id
    where stated.source_row in (select row_found.source_row from row_found)
),

checked as (
    select
        grave.*,
        case
            when grave.touches = 'first' then grave.columns[1:1]
            when grave.rule = 'V07'
                then
                    case when statement.numerator_part is null then grave.columns[1:1] else [] end
                    || case
                        when statement.denominator_part is null then grave.columns[2:2] else []
                    end
            else grave.columns
        end as touched_columns,
    from grave
    left join statement on
        grave.rule = 'V07'
        and grave.report_id = statement.report_id
        and grave.cell = statement.source_letter || statement.source_row
    where
        grave.report_id is not null
        and grave.touches <> 'report'
        and (grave.part is null or grave.rule = 'V07')
),

touched as (
    select
        checked.finding_id,
        checked.rule,
        checked.severity,
        unnest(checked.touched_columns) as column_id,
        checked.scope,
        checked.unit_id,
        checked.level,
        checked.period_id,
        checked.field_id,
        coalesce(fact_row.is_vertical, false) as is_vertical,
    from checked
    left join fact_row on
        checked.rule <> 'V07'
        and checked.report_id = fact_row.report_id
        and checked.source_row = fact_row.source_row
    union all by name
    -- The whole report is in doubt: every count of the subject in that file.
    select
        grave.finding_id,
        grave.rule,
        grave.severity,
        counted_column.column_id,
        place.scope,
        place.unit_id,
        place.unit_level as level,
        place.period_id,
        false as is_vertical,
    from grave
    inner join place on
        grave.revision_id = place.revision_id
        and grave.unit_id = place.unit_id
        and grave.period_id = place.period_id
    inner join counted_column on place.family = counted_column.family
    where grave.touches = 'report'
    union all by name
    -- What reading found at a cell belongs to the row that the cell stands in.
    select
        grave.finding_id,
        grave.rule,
        grave.severity,
        counted_column.column_id,
        fact_row.scope,
        fact_row.unit_id,
        coalesce(unit.level, fact_row.level) as level,
        fact_row.period_id,
        fact_row.field_id,
        fact_row.is_vertical,
    from grave
    inner join counted_column on grave.columns[1] = counted_column.column_id
    inner join fact_row on
        grave.revision_id = fact_row.revision_id
        and counted_column.family = fact_row.family
        and grave.source_row = fact_row.source_row
        and grave.sheet is not distinct from fact_row.sheet
        and coalesce(grave.unit_id, fact_row.unit_id) is not distinct from fact_row.unit_id
    left join unit on fact_row.unit_id = unit.unit_id
    where grave.report_id is null and fact_row.part is null
    union all by name
    -- A row whose field was not recognised counts under its own name; a row that was left out is in no figure.
    select
        grave.finding_id,
        grave.rule,
        grave.severity,
        counted_column.column_id,
        fact_row.scope,
        fact_row.unit_id,
        coalesce(unit.level, fact_row.level) as level,
        fact_row.period_id,
        fact_row.field_id,
        fact_row.is_vertical,
    from grave
    inner join fact_row on
        grave.revision_id = fact_row.revision_id
        and grave.source_row = fact_row.source_row
        and grave.sheet is not distinct from fact_row.sheet
    inner join counted_column on fact_row.family = counted_column.family
    left join unit on fact_row.unit_id = unit.unit_id
    where
        grave.touches = 'row'
        and grave.report_id is null
        and fact_row.part is null
        and fact_row.field_id like '?%'
)

select distinct
    touched.* exclude (is_vertical),
    counted_column.family,
from touched
inner join counted_column on touched.column_id = counted_column.column_id
left join unit on touched.unit_id = unit.unit_id
where
    getvariable('includes_vertical')
    or not (touched.is_vertical or coalesce(unit.unit_type = 'vertical_agency', false));

-- The metrics that a finding puts in doubt, in the period it is about.
create view finding_metric as
select
    touched_count.finding_id,
    list(distinct metric_column.metric_id order by metric_column.metric_id) as metric_ids,
from touched_count
inner join metric_column on touched_count.column_id = metric_column.column_id
where not metric_column.is_of_sums_only
group by touched_count.finding_id;
