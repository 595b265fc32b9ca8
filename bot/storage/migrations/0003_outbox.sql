-- What is to be sent unasked: whom and about what, never the words. These are made when it is sent.
create table outbox (
    id uuid primary key,
    person_id text not null,
    kind text not null,
    subject uuid not null,
    state text not null,
    not_before timestamptz not null,
    attempts integer not null,
    message_id text,
    reason text,
    -- Who sends it. A message that was going out when its lease ran out may have arrived.
    lease_owner text,
    lease_until timestamptz,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    unique (kind, subject),
    check ((lease_owner is null) = (lease_until is null)),
    check (state <> 'sending' or lease_owner is not null)
);
create index outbox_due on outbox (not_before) where state = 'queued' and lease_owner is null;
create index outbox_lease on outbox (lease_until) where lease_until is not null;
create index outbox_expiry on outbox (expires_at);

-- The tenant's budget of messages a second, one for all processes.
create table gate (
    one boolean primary key default true check (one),
    next_at timestamptz not null,
    -- Nothing unasked goes out before.
    closed_until timestamptz not null
);
insert into gate (next_at, closed_until) values (now(), now());
