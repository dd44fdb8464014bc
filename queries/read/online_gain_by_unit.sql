-- question: How many more online files would bring each unit to its target, and to the share of the whole province?
-- grain:    one row per unit whose share is known in the period
-- params:   $metric_id varchar, $period_id varchar, $levels varchar[] (empty means every level), $field_ids varchar[] (empty means every field)
-- returns:  unit_id, unit_name, short_name, unit_type, level, numerator, denominator, ratio, target_value, target_document, province_numerator, province_denominator, offline_files, files_to_target, files_to_province, files_gain, province_gain
with figure as (
    select
        unit.unit_id,
        unit.name,
        unit.short_name,
        unit.unit_type,
        unit.level,
        unit.display_order,
        subject.numerator,
        subject.denominator,
    from metric_subject([$metric_id], [$period_id], $field_ids) as subject
    inner join unit on subject.unit_id = unit.unit_id
    where
        subject.scope = 'unit'
        and subject.is_known
        and subject.denominator > 0
        and (len($levels::varchar[]) = 0 or unit.level in (select unnest($levels::varchar[])))
),

-- Only new files that did not come online can still come online; those carried over cannot.
offline as (
    select
        unit_id,
        denominator - numerator as files,
    from metric_subject(['online_share_new'], [$period_id], $field_ids)
    where scope = 'unit' and is_known
),

target as (
    select
        figure.unit_id,
        target_at.target_value,
        target_at.document,
    from figure
    inner join target_at([$metric_id], [$period_id]) as target_at on
        coalesce(target_at.level, figure.level) = figure.level
        and coalesce(target_at.unit_type, figure.unit_type) = figure.unit_type
    where target_at.comparator = '>='
    qualify
        row_number() over (
            partition by figure.unit_id
            order by target_at.narrowness desc, target_at.is_own desc, target_at.valid_from desc
        ) = 1
),

province as (
    select
        numerator,
        denominator,
    from metric_rollup([$metric_id], [$period_id], $field_ids)
    where level = 'total' and denominator > 0
),

-- Rounded before it is rounded up: 0,07 × 100 is a little more than 7 in binary, and would ask for one file too many.
needed as (
    select
        figure.*,
        target.target_value,
        target.document as target_document,
        province.numerator as province_numerator,
        province.denominator as province_denominator,
        offline.files as offline_files,
        greatest(
            ceil(round(target.target_value * figure.denominator, 6)) - figure.numerator, 0
        )::bigint as files_to_target,
        greatest(
            (province.numerator::hugeint * figure.denominator + province.denominator - 1)
            // province.denominator - figure.numerator,
            0
        )::bigint as files_to_province,
    from figure
    left join target on figure.unit_id = target.unit_id
    left join offline on figure.unit_id = offline.unit_id
    left join province on true
),

-- The goal is the target, or where there is none the province's share; no unit can move more files than are left offline.
goal as (
    select
        *,
        case
            when target_value is not null then files_to_target
            when province_denominator is not null then files_to_province
        end as files_to_goal,
    from needed
)

select
    unit_id,
    name as unit_name,
    short_name,
    unit_type,
    level,
    numerator,
    denominator,
    numerator / denominator as ratio,
    target_value,
    target_document,
    province_numerator,
    province_denominator,
    offline_files,
    case when target_value is not null then files_to_target end as files_to_target,
    case when province_denominator is not null then files_to_province end as files_to_province,
    case when files_to_goal is not null then least(files_to_goal, offline_files) end as files_gain,
    case when files_to_goal is not null then least(files_to_goal, offline_files) end
    / province_denominator as province_gain,
from goal
order by
    files_gain desc nulls last,
    list_position(['province', 'district', 'commune'], level),
    display_order asc,
    unit_id asc;
