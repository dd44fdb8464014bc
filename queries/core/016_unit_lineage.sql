-- Which unit became which, of the units that the viewer may see; `to_unit_id` is empty where a unit ended for good.
create view unit_lineage as
select unit_lineage.*
from ws.unit_lineage as unit_lineage
semi join unit as earlier on unit_lineage.from_unit_id = earlier.unit_id
left join unit as later on unit_lineage.to_unit_id = later.unit_id
where
    unit_lineage.from_unit_id <> unit_lineage.to_unit_id
    and (unit_lineage.to_unit_id = '' or later.unit_id is not null);
