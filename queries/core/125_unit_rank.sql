-- xã, phường, thị trấn or đặc khu, as the name of a commune says; null for other units and names that do not say.
create macro commune_kind(unit_type, name) as
    case
        when unit_type = 'commune'
            then
                nullif(
                    regexp_extract(
                        lower(name),
                        '^(?:ubnd |ủy ban nhân dân )?(xã|phường|thị trấn|đặc khu)(?: |$)',
                        1
                    ),
                    ''
                )
    end;

-- The target that holds for each unit on the last day of each period, the narrowest first.
create macro unit_target(metric_ids, period_ids) as table
select
    target.metric_id,
    target.period_id,
    unit.unit_id,
    target.target_value,
    target.comparator,
    target.document,
from target_at(metric_ids, period_ids) as target
inner join unit on
    coalesce(target.level, unit.level) = unit.level
    and coalesce(target.unit_type, unit.unit_type) = unit.unit_type
qualify
    row_number() over (
        partition by target.metric_id, target.period_id, unit.unit_id
        order by target.narrowness desc, target.is_own desc, target.valid_from desc
    ) = 1;

-- Where each unit stands among its like in each period. Only the band 'ranked' has ranks, 1 being the best: not units
-- without procedures, without figures, without cases, with fewer than `small_n`, or that ended within the period. Equal
-- values share a rank. With
-- `base_day` the units of that day are ranked on their own territory, also in periods before they began.
create macro unit_rank(asked_metric_id, period_ids, base_day, splits_communes, small_n) as table
with standing as (
    select
        period.period_id,
        unit.unit_id,
        unit.unit_type,
        commune_kind(unit.unit_type, unit.name) as commune_kind,
        case when splits_communes then commune_kind(unit.unit_type, unit.name) end as group_kind,
        unit.has_procedures or metric.family not in ('dossier', 'procedure') as is_applicable,
        coalesce(base_day is null and unit.valid_to < period.end_date, false) as has_ended,
        metric.direction,
        figure.numerator,
        figure.denominator,
        figure.is_derived,
        figure.is_converted,
        figure.members,
        figure.reason,
        figure.reason_units,
        case when figure.tiling = 0 and period.is_cumulative then 'stated' else figure.basis end
            as basis,
        case
            when metric.has_denominator
                then figure.numerator / nullif(greatest(figure.denominator, 0), 0)
            else figure.numerator
        end as figure_value,
        figure.numerator is not null and metric.has_denominator and figure.denominator <= 0
            as has_no_cases,
        metric.has_denominator and figure.denominator < small_n as has_few,
        coverage.has_reported::integer as reported,
        case when coverage.unit_id is not null then 1 end as due,
    from unit
    cross join period
    cross join metric
    inner join territory_subject([asked_metric_id], period_ids, [], base_day) as figure on
        unit.unit_id = figure.unit_id and period.period_id = figure.period_id
    left join coverage(period_ids) as coverage on
        unit.unit_id = coverage.unit_id and period.period_id = coverage.period_id
    where
        metric.metric_id = asked_metric_id
        and (base_day is not null or figure.is_self_there)
        and (getvariable('includes_vertical') or unit.unit_type <> 'vertical_agency')
),

banded as (
    select
        *,
        case
            when not is_applicable then 'not_applicable'
            when has_ended then 'ended'
            when reason is not null then 'not_derivable'
            when has_no_cases then 'no_cases'
            when figure_value is null and due = 1 and reported = 0 then 'not_reported'
            when figure_value is null then 'no_figure'
            when has_few then 'few'
            else 'ranked'
        end as band,
        case when direction = 'lower' then figure_value else -figure_value end as badness,
    from standing
),

ranked as (
    select
        period_id,
        unit_id,
        rank() over (partition by period_id, unit_type, group_kind order by badness) as place,
        count(*) over (partition by period_id, unit_type, group_kind) as ranked,
        median(figure_value) over (partition by period_id, unit_type, group_kind) as median,
    from banded
    where band = 'ranked'
)

select
    banded.* exclude (badness, direction, has_no_cases, has_few, has_ended),
    ranked.place,
    ranked.ranked,
    ranked.median,
from banded
left join ranked on banded.period_id = ranked.period_id and banded.unit_id = ranked.unit_id;
