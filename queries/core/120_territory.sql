-- Each passage from one unit to another, whole or in part.
create view lineage_link as
select
    from_unit_id,
    to_unit_id,
    effective_on,
    bool_or(is_partial) as is_partial,
from unit_lineage
where to_unit_id <> ''
group by from_unit_id, to_unit_id, effective_on;

-- The units that ended without a successor: what they did went to others that no link names.
create view abolished_unit as
select
    unit_lineage.from_unit_id as unit_id,
    min(unit_lineage.effective_on) as effective_on,
from unit_lineage
anti join lineage_link on unit_lineage.from_unit_id = lineage_link.from_unit_id
where unit_lineage.to_unit_id = ''
group by unit_lineage.from_unit_id;

-- Whose counts before a day make up each unit of that day: itself and, link by link back in time, its predecessors.
-- `until_day` is the day on which a predecessor passed on. Without a day every unit stands for itself alone.
create macro territory_member(base_day) as table
with recursive ancestry as (
    select
        unit.unit_id,
        unit.unit_id as member_id,
        null::date as until_day,
        false as is_partial,
    from unit
    where
        base_day is null
        or (
            coalesce(unit.valid_from, base_day) <= base_day
            and coalesce(unit.valid_to, base_day) >= base_day
        )
    union
    select
        ancestry.unit_id,
        link.from_unit_id as member_id,
        link.effective_on as until_day,
        ancestry.is_partial or link.is_partial as is_partial,
    from ancestry
    inner join lineage_link as link on
        ancestry.member_id = link.to_unit_id
        and link.effective_on <= base_day
        and link.effective_on <= coalesce(ancestry.until_day, link.effective_on)
)

select
    ancestry.unit_id,
    ancestry.member_id,
    max(ancestry.until_day) as until_day,
    bool_or(ancestry.is_partial) as is_partial,
    any_value(member.name) as member_name,
    any_value(member.valid_from) as valid_from,
    any_value(member.valid_to) as valid_to,
from ancestry
inner join unit as member on ancestry.member_id = member.unit_id
group by ancestry.unit_id, ancestry.member_id;

-- The units that took in or gave away territory after the first day and up to the last: what they count on both sides
-- is not the same territory.
create macro reorganised_unit(first_day, last_day) as table
select to_unit_id as unit_id
from lineage_link
where effective_on > first_day and effective_on <= last_day
union
select from_unit_id as unit_id
from lineage_link
where effective_on > first_day and effective_on <= last_day;

-- metric_subject of the units of a day on their own territory, in whatever period: before a unit began, the sum of the
-- predecessors that make it up. Null, with the reason, where that sum would not be exact.
create macro territory_subject(metric_ids, period_ids, field_ids, base_day) as table
with figure as materialized (
    select *
    from metric_subject(metric_ids, period_ids, field_ids)
    where scope = 'unit'
),

member as (
    select
        metric.metric_id,
        metric.is_additive,
        metric.is_stock,
        period.period_id,
        period.start_date,
        period.end_date,
        territory_member.*,
        territory_member.member_id = territory_member.unit_id as is_self,
        coalesce(territory_member.valid_from <= period.end_date, true)
        and coalesce(territory_member.valid_to >= period.start_date, true) as is_there,
    from metric
    cross join period
    cross join territory_member(base_day) as territory_member
    where
        metric.metric_id in (select unnest(metric_ids::varchar[]))
        and period.period_id in (select unnest(period_ids::varchar[]))
        and coalesce(territory_member.until_day > period.start_date, true)
),

-- How often a member gave territory away between the period and the day: a predecessor must once, all of it.
given as (
    select
        member.period_id,
        member.unit_id,
        member.member_id,
        count(*) as n_links,
    from (select distinct period_id, start_date, unit_id, member_id from member) as member
    inner join lineage_link as link on
        member.member_id = link.from_unit_id
        and member.start_date < link.effective_on
        and link.effective_on <= base_day
    group by member.period_id, member.unit_id, member.member_id
),

-- A member that began after the period and of whose predecessors nothing is known.
rootless as (
    select distinct
        member.period_id,
        member.unit_id,
        member.member_id,
    from member
    anti join lineage_link as link on member.member_id = link.to_unit_id
    where base_day is not null and member.valid_from > member.end_date
),

weighed as (
    select
        member.*,
        figure.numerator,
        figure.denominator,
        figure.has_denominator,
        figure.is_derived,
        figure.basis,
        figure.tiling,
        coalesce(figure.is_known, false) as is_known,
        not member.is_self and member.is_there as is_taken_over,
        rootless.member_id is not null as is_rootless,
        member.is_there
        and base_day is not null
        and (
            member.is_partial
            or coalesce(given.n_links, 0) <> (not member.is_self)::integer
            or (not member.is_self and coalesce(member.valid_to >= member.until_day, true))
        ) as is_cut,
        member.is_there
        and not coalesce(figure.is_known, false)
        and (not member.is_stock or coalesce(member.valid_to >= member.end_date, true))
            as is_missing,
    from member
    left join figure on
        member.metric_id = figure.metric_id
        and member.period_id = figure.period_id
        and member.member_id = figure.unit_id
    left join given on
        member.period_id = given.period_id
        and member.unit_id = given.unit_id
        and member.member_id = given.member_id
    left join rootless on
        member.period_id = rootless.period_id
        and member.unit_id = rootless.unit_id
        and member.member_id = rootless.member_id
),

joined as (
    select
        metric_id,
        period_id,
        unit_id,
        bool_or(is_taken_over) as is_converted,
        count(*) filter (where is_there) as members,
        any_value(has_denominator) as has_denominator,
        coalesce(bool_or(is_derived), false) as is_derived,
        min(basis) as basis,
        max(tiling) as tiling,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        any_value(is_additive) as is_additive,
        coalesce(list(distinct member_name order by member_name) filter (where is_cut), [])
            as cut_names,
        coalesce(list(distinct member_name order by member_name) filter (where is_missing), [])
            as missing_names,
        bool_or(is_rootless) as is_rootless,
        bool_or(is_cut) as is_cut,
        bool_or(is_missing) as is_missing,
        bool_or(is_self and is_there) as is_self_there,
    from weighed
    group by metric_id, period_id, unit_id
),

-- A unit that only ever was itself keeps its own figure, with whatever gaps that has.
judged as (
    select
        *,
        case
            when is_converted and not is_additive then 'not_additive'
            when is_cut then 'partial'
            when is_rootless then 'no_predecessor'
            when is_converted and is_missing then 'not_reported'
        end as reason,
    from joined
)

select
    metric_id,
    period_id,
    unit_id,
    has_denominator,
    is_derived,
    basis,
    tiling,
    is_converted,
    case when members > 0 then members end as members,
    case when reason is null then numerator end::bigint as numerator,
    case when reason is null then denominator end::bigint as denominator,
    reason,
    case reason when 'partial' then cut_names when 'not_reported' then missing_names else [] end
        as reason_units,
    is_self_there,
from judged;
