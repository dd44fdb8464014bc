-- The units that the viewer may see. Without a viewer there is none: a read that forgets to say who asks finds nothing.
create view unit as
select unit.*
from ws.unit as unit
where
    getvariable('viewer_sees_all')
    or list_contains(getvariable('viewer_units')::varchar[], unit.unit_id);
