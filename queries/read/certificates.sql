-- question: How many certificates do organisations and persons hold, and how many are active or revoked?
-- grain:    one row per level, one ('total') for all, and one per unit, where a report states certificates
-- params:   $period_id varchar
-- returns:  scope, level, unit_id, unit_name, issued, organisations, persons, active, revoked, basis
with part as (
    select distinct report_id
    from metric_part(['certificates_org', 'certificates_person'], [$period_id])
),

stated as (
    select
        fact.scope,
        coalesce(unit.level, fact.level) as level,
        fact.unit_id,
        unit.name as unit_name,
        unit.display_order,
        coalesce(fact.certificates_total, fact.certificate_org + fact.certificate_person)
            as issued,
        fact.certificate_org as organisations,
        fact.certificate_person as persons,
        fact.certificates_active as active,
        fact.certificates_revoked as revoked,
    from part
    inner join fact_certificate as fact on part.report_id = fact.report_id
    left join unit on fact.unit_id = unit.unit_id
    where
        fact.field_id is null
        and (
            getvariable('includes_vertical')
            or not (fact.is_vertical or coalesce(unit.unit_type = 'vertical_agency', false))
        )
),

-- Parts or the stated total, as the same metrics choose, and never both.
chosen as (
    select
        level,
        max(basis) as basis,
        max(source) as source,
    from metric_rollup(['certificates_org', 'certificates_person'], [$period_id], [])
    where numerator is not null
    group by level
),

stated_total as (
    select level
    from chosen
    where level = 'total' and source = 'stated'
),

-- A sum of which one part is unknown is unknown.
level_row as (
    select
        stated.level,
        chosen.basis,
        case when count(stated.issued) = count(*) then sum(stated.issued) end as issued,
        case when count(stated.organisations) = count(*) then sum(stated.organisations) end
            as organisations,
        case when count(stated.persons) = count(*) then sum(stated.persons) end as persons,
        case when count(stated.active) = count(*) then sum(stated.active) end as active,
        case when count(stated.revoked) = count(*) then sum(stated.revoked) end as revoked,
    from stated
    inner join chosen on stated.level = chosen.level
    where stated.scope = case when chosen.basis = 'stated' then 'level' else 'unit' end
    group by stated.level, chosen.basis
),

total as (
    select
        'total' as level,
        'parts' as basis,
        case when count(issued) = count(*) then sum(issued) end as issued,
        case when count(organisations) = count(*) then sum(organisations) end as organisations,
        case when count(persons) = count(*) then sum(persons) end as persons,
        case when count(active) = count(*) then sum(active) end as active,
        case when count(revoked) = count(*) then sum(revoked) end as revoked,
    from level_row
    anti join stated_total on level_row.level <> stated_total.level
    having count(*) > 0
    union all by name
    select
        'total' as level,
        'stated' as basis,
        issued,
        organisations,
        persons,
        active,
        revoked,
    from stated
    semi join stated_total on stated.scope <> stated_total.level
    where stated.scope = 'province'
),

together as (
    select
        'unit' as scope,
        level,
        unit_id,
        unit_name,
        display_order,
        issued,
        organisations,
        persons,
        active,
        revoked,
        'parts' as basis,
    from stated
    where scope = 'unit'
    union all by name
    select
        'level' as scope,
        *,
    from level_row
    union all by name
    select
        'total' as scope,
        *,
    from total
)

select
    scope,
    level,
    unit_id,
    unit_name,
    issued::bigint as issued,
    organisations::bigint as organisations,
    persons::bigint as persons,
    active::bigint as active,
    revoked::bigint as revoked,
    basis,
from together
order by
    list_position(['total', 'level', 'unit'], scope),
    list_position(['total', 'province', 'district', 'commune'], level),
    display_order,
    unit_id;
