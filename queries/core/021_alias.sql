-- Every other name of a unit or field with the last that was said of it; one that came with the list of units or fields
-- has nobody who added it. A name that was removed stays, with who removed it and why.
create view alias_entry as
with in_use as (
    select 'unit' as kind, alias, unit_id as target_id
    from ws.unit_alias
    union
    select 'field' as kind, alias, field_id as target_id
    from ws.field_alias
),

last_said as (
    select *
    from ws.alias_history
    qualify
        row_number() over (
            partition by kind, alias, target_id
            order by entered_at desc, is_added asc
        ) = 1
)

select
    coalesce(in_use.kind, last_said.kind) as kind,
    coalesce(in_use.alias, last_said.alias) as alias,
    coalesce(in_use.target_id, last_said.target_id) as target_id,
    in_use.alias is not null as is_in_use,
    last_said.reason,
    last_said.entered_by,
    last_said.entered_at,
from in_use
full join last_said on
    in_use.kind = last_said.kind
    and in_use.alias = last_said.alias
    and in_use.target_id = last_said.target_id
where
    coalesce(in_use.kind, last_said.kind) = 'field'
    or coalesce(in_use.target_id, last_said.target_id) in (select unit.unit_id from unit);
