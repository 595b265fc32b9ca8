-- A count of everybody's photos by cause: one may be under way, former ones are kept for a while.
create table census (
    id uuid primary key,
    -- 'membership' while the people are listed, 'checks' while they are checked, then 'ended'.
    phase text not null check (phase in ('membership', 'checks', 'ended')),
    -- Who works on it; after a crash another process goes on with those who are not checked.
    lease_owner text,
    lease_until timestamptz,
    -- A link to the next page of the directory.
    link text,
    started_at timestamptz not null,
    -- Null where it was given up.
    finished_at timestamptz,
    -- What interrupted it.
    trouble text,
    expires_at timestamptz not null,
    check ((lease_owner is null) = (lease_until is null))
);
create unique index census_under_way on census ((true)) where phase <> 'ended';
create index census_expiry on census (expires_at);

-- Everybody whom a census counts.
create table census_person (
    census uuid not null references census on delete cascade,
    -- Entra object id, in lower case.
    subject text not null,
    -- Null until the person is checked.
    verdict text check (verdict in ('in_sync', 'differs', 'no_photo', 'unsure', 'not_known')),
    -- The first one has to be fixed first.
    causes text[] not null default '{}',
    remedy text,
    -- Why nothing is known.
    because text,
    checked_at timestamptz,
    primary key (census, subject),
    check ((verdict is null) = (checked_at is null)),
    check ((verdict = 'not_known') = (because is not null))
);
create index census_person_waiting on census_person (census, subject) where verdict is null;
