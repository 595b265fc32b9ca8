-- Which process runs a sweep, so that another takes up what it left when it died.
alter table sweep add column lease_owner text, add column lease_until timestamptz,
    add constraint sweep_lease check ((lease_owner is null) = (lease_until is null));

-- Workers look at the outbox themselves every second; no job wakes them.
delete from procrastinate_jobs where task_name = 'drain';
