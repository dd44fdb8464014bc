-- question: Which exports of the one-stop software answer for a period, and what do they hold?
-- grain:    one row per export, the last one first
-- params:   $period_id varchar
-- returns:  revision_id, file_name, sha256, entered_at, covers_from, covers_to, covers_basis, as_of_on, n_rows, n_rejected, n_unmatched, units
with answer as (
    select
        revision_id,
        count(distinct unit_id) as units,
    from case_answer([$period_id])
    group by revision_id
),

-- How many files have a resolving unit that is in no list: they are counted for none.
unmatched as (
    select
        case_name.revision_id,
        sum(case_name.n_rows)::bigint as n_unmatched,
    from case_name
    where case_name.kind = 'unit' and case_name.matched_id is null
    group by case_name.revision_id
)

select
    case_batch.revision_id,
    case_batch.file_name,
    case_batch.sha256,
    case_batch.entered_at,
    case_batch.covers_from,
    case_batch.covers_to,
    case_batch.covers_basis,
    case_batch.as_of_on,
    case_batch.n_rows,
    case_batch.n_rejected,
    coalesce(unmatched.n_unmatched, 0) as n_unmatched,
    answer.units,
from answer
inner join case_batch on answer.revision_id = case_batch.revision_id
left join unmatched on answer.revision_id = unmatched.revision_id
order by case_batch.accepted_seq desc;
