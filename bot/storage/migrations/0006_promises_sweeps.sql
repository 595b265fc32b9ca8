-- What the bot promised: to look again by itself, and to tell what it found.
create table promise (
    id uuid primary key,
    person_id text not null,
    made_at timestamptz not null,
    due_at timestamptz not null,
    state text not null check (state in ('open', 'kept', 'withdrawn')),
    -- Who keeps it now.
    lease_owner text,
    lease_until timestamptz,
    expires_at timestamptz not null,
    check ((lease_owner is null) = (lease_until is null))
);
create unique index promise_open on promise (person_id) where state = 'open';
create index promise_due on promise (due_at) where state = 'open';
create index promise_expiry on promise (expires_at);

-- When each sweep was begun and ended last: a missed tick of a clock is made up for.
create table sweep (
    name text primary key,
    began_at timestamptz not null,
    ended_at timestamptz
);
