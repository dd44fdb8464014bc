-- question: By which other names are units and fields known, who added each and why?
-- grain:    one row per name and unit or field, those removed too
-- params:   $target_ids varchar[] (empty means all)
-- returns:  kind, alias, target_id, target_name, is_in_use, reason, entered_by, entered_at
select
    alias_entry.kind,
    alias_entry.alias,
    alias_entry.target_id,
    coalesce(unit.name, field.name) as target_name,
    alias_entry.is_in_use,
    alias_entry.reason,
    alias_entry.entered_by,
    alias_entry.entered_at,
from alias_entry
left join unit on alias_entry.kind = 'unit' and alias_entry.target_id = unit.unit_id
left join field on alias_entry.kind = 'field' and alias_entry.target_id = field.field_id
where
    len($target_ids::varchar[]) = 0
    or alias_entry.target_id in (select unnest($target_ids::varchar[]))
order by
    alias_entry.kind desc,
    unit.display_order asc,
    field.display_order asc,
    alias_entry.target_id asc,
    alias_entry.alias asc;
