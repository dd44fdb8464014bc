-- question: May the viewer have this original file?
-- grain:    one row per original that the viewer may have, so one or none
-- params:   $sha256 varchar
-- returns:  sha256
select sha256
from readable_original
where sha256 = $sha256;
