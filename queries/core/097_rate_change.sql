-- What each part of a whole did to the change of its rate (docs/decisions/005): with n and d the counts of a part, N and D
-- those of all parts that both periods know, M the mean of the two rates N/D, and S the mean share of these parts in the
-- cases of the whole, a part moves the rate of the whole by
--     S · ((n − M·d) / D now  −  (n − M·d) / D before).
-- These add up exactly to S times the change of N/D. What is left of the whole's own change stands in a row without a part:
-- parts that only one of the periods knows. `cases_effect` is the same in cases of the whole now. `part_rows` is a list of structs (part_id and four counts, null where a period
-- does not know the part), `whole_row` one struct of the four counts.
create macro rate_change(part_rows, whole_row) as table
with given as (
    select unnest(part_rows) as part_row
),

part as (
    select unnest(part_row)
    from given
),

given_whole as (
    select whole_row as whole_struct
),

whole as (
    select unnest(whole_struct)
    from given_whole
),

both_known as (
    select *
    from part
    where
        numerator is not null
        and denominator is not null
        and numerator_before is not null
        and denominator_before is not null
),

shared as (
    select
        count(*) as parts,
        coalesce(sum(numerator), 0) as numerator,
        nullif(greatest(coalesce(sum(denominator), 0), 0), 0) as denominator,
        coalesce(sum(numerator_before), 0) as numerator_before,
        nullif(greatest(coalesce(sum(denominator_before), 0), 0), 0) as denominator_before,
    from both_known
),

frame as (
    select
        shared.*,
        shared.numerator / shared.denominator as ratio,
        shared.numerator_before / shared.denominator_before as ratio_before,
        (ratio + ratio_before) / 2 as middle,
        (
            shared.denominator / nullif(greatest(whole.denominator, 0), 0)
            + shared.denominator_before / nullif(greatest(whole.denominator_before, 0), 0)
        ) / 2 as weight,
    from shared
    cross join whole
),

-- What a part's own rate did, at the mean of its two shares; what is left is what its share did. A part without a case in
-- one of the periods has no rate there: all that it did, it did by its share.
moved as (
    select
        both_known.*,
        frame.weight * (
            (both_known.numerator - frame.middle * both_known.denominator) / frame.denominator
            - (both_known.numerator_before - frame.middle * both_known.denominator_before)
            / frame.denominator_before
        ) as contribution,
        coalesce(
            frame.weight * (
                both_known.denominator / frame.denominator
                + both_known.denominator_before / frame.denominator_before
            ) / 2 * (
                both_known.numerator / nullif(greatest(both_known.denominator, 0), 0)
                - both_known.numerator_before
                / nullif(greatest(both_known.denominator_before, 0), 0)
            ),
            case when contribution is not null then 0 end
        ) as rate_effect,
    from both_known
    cross join frame
),

own as (
    select
        whole.numerator - frame.numerator as numerator,
        whole.denominator - coalesce(frame.denominator, 0) as denominator,
        whole.numerator_before - frame.numerator_before as numerator_before,
        whole.denominator_before - coalesce(frame.denominator_before, 0) as denominator_before,
        whole.numerator / nullif(greatest(whole.denominator, 0), 0)
        - whole.numerator_before / nullif(greatest(whole.denominator_before, 0), 0) as whole_change,
        whole_change - coalesce(frame.weight * (frame.ratio - frame.ratio_before), 0)
            as contribution,
        (select count(*) from part) - frame.parts as parts,
        whole.denominator as whole_denominator,
    from whole
    cross join frame
)

select
    moved.part_id,
    moved.numerator::bigint as numerator,
    moved.denominator::bigint as denominator,
    moved.numerator_before::bigint as numerator_before,
    moved.denominator_before::bigint as denominator_before,
    moved.rate_effect,
    moved.contribution - moved.rate_effect as mix_effect,
    moved.contribution,
    moved.contribution * own.whole_denominator as cases_effect,
    own.whole_change,
    1 as parts,
from moved
cross join own
union all by name
select
    null::varchar as part_id,
    case when numerator >= 0 then numerator end::bigint as numerator,
    case when denominator >= 0 then denominator end::bigint as denominator,
    case when numerator_before >= 0 then numerator_before end::bigint as numerator_before,
    case when denominator_before >= 0 then denominator_before end::bigint as denominator_before,
    null::double as rate_effect,
    null::double as mix_effect,
    contribution,
    contribution * whole_denominator as cases_effect,
    whole_change,
    parts,
from own
where
    parts > 0
    or numerator <> 0
    or denominator <> 0
    or numerator_before <> 0
    or denominator_before <> 0;
