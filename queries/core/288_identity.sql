-- What the checks of one row hold against each other: the first column is the one that is stated, the others what it is
-- held against. A rule with several ways can be tested by any one of them.
create view identity as
select
    listed.rule,
    listed.family,
    listed.columns,
from (
    values
    ('V01', 'dossier', ['received_total', 'received_online', 'received_offline', 'carried_over']),
    ('V02', 'dossier', ['resolved_total', 'resolved_early', 'resolved_on_time', 'resolved_late']),
    ('V02', 'dossier', ['resolved_total', 'resolved_ok', 'resolved_late']),
    ('V03', 'dossier', ['pending_total', 'pending_in_time', 'pending_overdue']),
    ('V04', 'dossier', ['received_total', 'resolved_total', 'pending_total']),
    ('V04', 'dossier', ['received_total', 'resolved_ok', 'pending_in_time', 'overdue_unsplit']),
    ('V09', 'document', ['docs_out', 'e_docs', 'paper_docs']),
    ('V10', 'certificate', ['certificates_total', 'certificate_org', 'certificate_person']),
    ('V10', 'certificate', ['certificates_total', 'certificates_active', 'certificates_revoked']),
    ('V11', 'iso', ['iso_rated', 'iso_rated_fair', 'iso_rated_good', 'iso_rated_very_good']),
    ('V11', 'iso', ['iso_adopted', 'iso_adopted_mandatory', 'iso_adopted_encouraged']),
    ('V21', 'certificate', ['certificates_new_person', 'certificate_person']),
    ('V21', 'certificate', ['certificates_new_org', 'certificate_org'])
) as listed (rule, family, columns);
