-- What reports state of files, by unit, field and column of form 06: over the parts of a period as metrics count them. The
-- row without a field is the unit's own: the sum of its fields where they say everything, else what it states itself.
create macro reported_count(period_ids) as table
with part as materialized (
    select * from metric_part(['late_rate'], period_ids)
),

stated as (
    select
        part.period_id,
        part.unit_id,
        part.report_id,
        part.n_parts,
        part.is_first,
        part.is_last,
        fact.field_id,
        unnest([
            { 'column_id': 'received_total', 'amount': fact.received_total },
            { 'column_id': 'received_online', 'amount': fact.received_online },
            { 'column_id': 'received_offline', 'amount': fact.received_offline },
            { 'column_id': 'carried_over', 'amount': fact.carried_over },
            { 'column_id': 'resolved_total', 'amount': fact.resolved_total },
            { 'column_id': 'resolved_early', 'amount': fact.resolved_early },
            { 'column_id': 'resolved_on_time', 'amount': fact.resolved_on_time },
            { 'column_id': 'resolved_late', 'amount': fact.resolved_late },
            { 'column_id': 'pending_total', 'amount': fact.pending_total },
            { 'column_id': 'pending_in_time', 'amount': fact.pending_in_time },
            { 'column_id': 'pending_overdue', 'amount': fact.pending_overdue },
            { 'column_id': 'received_new', 'amount': fact.received_total - fact.carried_over },
        ]) as cell,
    from part
    inner join fact_dossier as fact on part.report_id = fact.report_id
    where
        part.scope = 'unit'
        and (getvariable('includes_vertical') or not fact.is_vertical)
),

-- A report may give a field twice, for two systems.
by_field as (
    select
        period_id,
        unit_id,
        report_id,
        n_parts,
        is_first,
        is_last,
        field_id,
        cell.column_id,
        strict_sum(count(*), count(cell.amount), sum(cell.amount)) as part_value,
    from stated
    group by all
),

own as (
    select
        period_id,
        unit_id,
        report_id,
        n_parts,
        is_first,
        is_last,
        null as field_id,
        column_id,
        case
            when
                count(*) filter (where field_id is not null) > 0
                and count(*) filter (where field_id is not null and part_value is null) = 0
                then sum(part_value) filter (where field_id is not null)
            else any_value(part_value) filter (where field_id is null)
        end as part_value,
    from by_field
    group by period_id, unit_id, report_id, n_parts, is_first, is_last, column_id
),

every_row as (
    select * from own
    union all by name
    select * from by_field
    where field_id is not null
),

-- Over several parts flows are added, stocks are those of the last part, carry-over that of the first.
whole as (
    select
        period_id,
        unit_id,
        field_id,
        column_id,
        any_value(n_parts) as n_parts,
        case
            when column_id = 'carried_over' then any_value(part_value) filter (where is_first)
            when column_id like 'pending_%' then any_value(part_value) filter (where is_last)
            else strict_sum(count(*), count(part_value), sum(part_value))
        end as whole_value,
    from every_row
    group by period_id, unit_id, field_id, column_id
)

select
    whole.period_id,
    whole.unit_id,
    whole.field_id,
    whole.column_id,
    case
        when whole.column_id = 'received_total' and whole.n_parts > 1
            then carried.whole_value + new.whole_value
        else whole.whole_value
    end::bigint as reported,
from whole
left join whole as carried on
    whole.period_id = carried.period_id
    and whole.unit_id = carried.unit_id
    and whole.field_id is not distinct from carried.field_id
    and carried.column_id = 'carried_over'
left join whole as new on
    whole.period_id = new.period_id
    and whole.unit_id = new.unit_id
    and whole.field_id is not distinct from new.field_id
    and new.column_id = 'received_new'
where whole.column_id <> 'received_new';

-- The same columns from the files themselves, of every system together.
create macro system_count(period_ids) as table
with counted as (
    select
        period_id,
        unit_id,
        field_id,
        unnest([
            { 'column_id': 'received_total', 'amount': received_total },
            { 'column_id': 'received_online', 'amount': received_online },
            { 'column_id': 'received_offline', 'amount': received_offline },
            { 'column_id': 'carried_over', 'amount': carried_over },
            { 'column_id': 'resolved_total', 'amount': resolved_total },
            { 'column_id': 'resolved_early', 'amount': resolved_early },
            { 'column_id': 'resolved_on_time', 'amount': resolved_on_time },
            { 'column_id': 'resolved_late', 'amount': resolved_late },
            { 'column_id': 'pending_total', 'amount': pending_total },
            { 'column_id': 'pending_in_time', 'amount': pending_in_time },
            { 'column_id': 'pending_overdue', 'amount': pending_overdue },
        ]) as cell,
    from case_count(period_ids)
),

cubed as (
    select
        period_id,
        unit_id,
        case when grouping(field_id) = 0 then coalesce(field_id, '?') end as field_id,
        cell.column_id,
        strict_sum(count(*), count(cell.amount), sum(cell.amount))::bigint as counted,
    from counted
    group by grouping sets (
        (period_id, unit_id, cell.column_id),
        (period_id, unit_id, field_id, cell.column_id)
    )
)

select * from cubed;

-- Reported beside counted. A unit is compared where it has both; a field of such a unit that only one side names counts
-- as 0 on the other where that side has fields at all.
create macro case_comparison(period_ids) as table
with reported as materialized (
    select * from reported_count(period_ids)
),

counted as materialized (
    select * from system_count(period_ids)
),

both_sides as (
    select distinct
        reported.period_id,
        reported.unit_id,
    from reported
    semi join counted on
        reported.period_id = counted.period_id
        and reported.unit_id = counted.unit_id
),

has_fields as (
    select distinct
        period_id,
        unit_id,
    from reported
    where field_id is not null
),

paired as (
    select
        coalesce(reported.period_id, counted.period_id) as period_id,
        coalesce(reported.unit_id, counted.unit_id) as unit_id,
        coalesce(reported.field_id, counted.field_id) as field_id,
        coalesce(reported.column_id, counted.column_id) as column_id,
        case when reported.unit_id is null then 0 else reported.reported end as reported,
        case when counted.unit_id is null then 0 else counted.counted end as counted,
    from reported
    full outer join counted on
        reported.period_id = counted.period_id
        and reported.unit_id = counted.unit_id
        and reported.field_id is not distinct from counted.field_id
        and reported.column_id = counted.column_id
)

select
    paired.*,
    paired.counted - paired.reported as difference,
from paired
semi join both_sides on
    paired.period_id = both_sides.period_id
    and paired.unit_id = both_sides.unit_id
left join has_fields on
    paired.period_id = has_fields.period_id
    and paired.unit_id = has_fields.unit_id
where paired.field_id is null or has_fields.unit_id is not null;
