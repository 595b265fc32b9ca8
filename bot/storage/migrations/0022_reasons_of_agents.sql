-- What an agent of the helpdesk gave as the reason for a change to somebody else's data.
alter table effect
    add column reason text,
    add check (actor not like 'agent:%' or reason is not null);
