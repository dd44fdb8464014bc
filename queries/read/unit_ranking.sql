-- question: How does each unit rank among its like on one metric, what was its rank in another period, and which units pass a threshold?
-- grain:    one row per unit of the period
-- params:   $metric_id varchar, $period_id varchar, $other_period_id varchar (empty means none), $ytd_period_id varchar (empty means none), $unit_types varchar[] (empty means every kind), $splits_communes boolean, $small_n integer, $same_territory boolean, $threshold varchar (a fraction or a count; empty means each unit's target)
-- returns:  unit_id, unit_name, short_name, unit_type, commune_kind, level, band, place, ranked, median, numerator, denominator, ratio, value, basis, is_derived, reported, due, reason, reason_units, target_value, comparator, target_document, threshold, is_beyond, is_commended, other_band, other_place, other_ranked, other_numerator, other_denominator, other_ratio, other_value, other_is_converted, other_reason, other_reason_units, is_reorganised, is_peer_reorganised, place_change, value_change, ytd_place, ytd_ranked, ytd_numerator, ytd_denominator, ytd_ratio, ytd_value, ytd_basis
with base as (
    select
        max(case when $same_territory and period_id = $period_id then end_date end) as base_day,
        max(case when period_id = $period_id then end_date end) as last_day,
        min(case when period_id = $other_period_id then start_date end) as first_day,
    from period
),

standing as materialized (
    select *
    from
        unit_rank(
            $metric_id,
            [$period_id, $other_period_id, $ytd_period_id],
            (select base.base_day from base),
            $splits_communes,
            $small_n::integer
        )
),

reorganised as (
    select distinct unit_id
    from
        reorganised_unit((select base.first_day from base), (select base.last_day from base))
    where not $same_territory
),

peers as (
    select
        own.unit_type,
        own.group_kind,
        bool_or(reorganised.unit_id is not null) as is_reorganised,
    from standing as own
    left join reorganised on own.unit_id = reorganised.unit_id
    where own.period_id in ($period_id, $other_period_id)
    group by own.unit_type, own.group_kind
),

target as (
    select *
    from unit_target([$metric_id], [$period_id])
),

compared as (
    select
        own.* exclude (period_id, group_kind, is_applicable, is_converted, members),
        unit.name as unit_name,
        unit.short_name,
        unit.level,
        unit.display_order,
        metric.direction,
        target.target_value,
        coalesce(
            target.comparator,
            case metric.direction when 'lower' then '<=' when 'higher' then '>=' end
        ) as comparator,
        target.document as target_document,
        coalesce(nullif($threshold, '')::double, target.target_value) as threshold,
        other.band as other_band,
        other.place as other_place,
        other.ranked as other_ranked,
        other.numerator as other_numerator,
        other.denominator as other_denominator,
        other.figure_value as other_value,
        other.is_converted as other_is_converted,
        other.reason as other_reason,
        other.reason_units as other_reason_units,
        reorganised.unit_id is not null as is_reorganised,
        peers.is_reorganised as is_peer_reorganised,
        ytd.place as ytd_place,
        ytd.ranked as ytd_ranked,
        ytd.numerator as ytd_numerator,
        ytd.denominator as ytd_denominator,
        ytd.figure_value as ytd_value,
        ytd.basis as ytd_basis,
    from standing as own
    inner join unit on own.unit_id = unit.unit_id
    inner join metric on metric.metric_id = $metric_id
    inner join peers on
        own.unit_type = peers.unit_type
        and own.group_kind is not distinct from peers.group_kind
    left join reorganised on own.unit_id = reorganised.unit_id
    left join target on own.unit_id = target.unit_id
    left join standing as other on
        own.unit_id = other.unit_id and other.period_id = $other_period_id
    left join standing as ytd on own.unit_id = ytd.unit_id and ytd.period_id = $ytd_period_id
    where
        own.period_id = $period_id
        and (
            len($unit_types::varchar[]) = 0
            or own.unit_type in (select unnest($unit_types::varchar[]))
        )
),

judged as (
    select
        *,
        case
            when band <> 'ranked' or comparator is null then null
            when comparator = '<=' then figure_value > threshold
            else figure_value < threshold
        end as is_beyond,
    from compared
)

select
    unit_id,
    unit_name,
    short_name,
    unit_type,
    commune_kind,
    level,
    band,
    place,
    ranked,
    median,
    numerator,
    denominator,
    numerator / nullif(greatest(denominator, 0), 0) as ratio,
    figure_value as value,
    basis,
    is_derived,
    reported,
    due,
    reason,
    reason_units,
    target_value,
    comparator,
    target_document,
    threshold,
    is_beyond,
    -- The best tenth, at least three places, of those that keep the threshold.
    case
        when is_beyond is not null
            then not is_beyond and place <= greatest(3, ceil(ranked / 10))
    end as is_commended,
    other_band,
    other_place,
    other_ranked,
    other_numerator,
    other_denominator,
    other_numerator / nullif(greatest(other_denominator, 0), 0) as other_ratio,
    other_value,
    other_is_converted,
    other_reason,
    other_reason_units,
    is_reorganised,
    is_peer_reorganised,
    case when not is_peer_reorganised then other_place - place end as place_change,
    case when not is_reorganised then figure_value - other_value end as value_change,
    ytd_place,
    ytd_ranked,
    ytd_numerator,
    ytd_denominator,
    ytd_numerator / nullif(greatest(ytd_denominator, 0), 0) as ytd_ratio,
    ytd_value,
    ytd_basis,
from judged
order by
    list_position(['province', 'district', 'commune'], level) asc,
    unit_type asc,
    place desc nulls last,
    list_position(
        [
            'few', 'no_cases', 'not_reported', 'no_figure', 'not_derivable', 'ended',
            'not_applicable'
        ],
        band
    ) asc,
    display_order asc,
    unit_id asc;
