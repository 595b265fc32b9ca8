-- Everybody whom Microsoft Entra ID has named, and the last photo etag that was read of them.
create table watched_person (
    subject text primary key,
    -- Null where Entra ID did not say.
    enabled boolean,
    guest boolean,
    left_at timestamptz,
    account text not null generated always as (
        case
            when left_at is not null then 'gone'
            when enabled is false then 'disabled'
            when guest is true then 'guest'
            else 'member'
        end
    ) stored,
    -- The last full reading of the directory that named the person.
    generation integer not null,
    -- Empty for no photo; null until the first reading, which is a baseline.
    etag text,
    -- When this etag was stored, and since when no photo was found in its place.
    read_at timestamptz,
    vanished_at timestamptz
);
create index watched_person_left on watched_person (left_at) where left_at is not null;

-- The sweep over everybody that is under way, or the last one.
create table watch_run (
    one boolean primary key default true check (one),
    -- 'membership', 'photos', or 'idle' between two sweeps.
    phase text not null default 'idle' check (phase in ('membership', 'photos', 'idle')),
    -- Who works on it; after a crash another process goes on at the cursor.
    lease_owner text,
    lease_until timestamptz,
    -- A link to the next page of the directory, or the last person whose photo was read.
    cursor text,
    -- Where the next reading of the directory starts; null makes it a full one.
    delta_link text,
    generation integer not null default 0,
    started_at timestamptz,
    finished_at timestamptz,
    previous_started_at timestamptz,
    -- When the first sweep over the tenant ended.
    baseline_at timestamptz,
    seen integer not null default 0,
    changed integer not null default 0,
    failed integer not null default 0,
    photo_requests integer not null default 0,
    membership_requests integer not null default 0,
    -- What interrupted the sweep, and when it goes on.
    trouble text,
    retry_at timestamptz,
    check ((lease_owner is null) = (lease_until is null))
);
insert into watch_run default values;

-- What a sweep noticed. A later change of the same person takes the place of one that is open.
create table photo_change (
    id uuid primary key,
    subject text not null,
    kind text not null check (kind in ('new', 'changed', 'vanished')),
    noticed_at timestamptz not null,
    etag text,
    nudges integer not null default 0,
    not_before timestamptz not null,
    state text not null default 'open' check (state in ('open', 'ended')),
    outcome text,
    because text,
    decided_at timestamptz,
    lease_owner text,
    lease_until timestamptz,
    expires_at timestamptz not null,
    check ((lease_owner is null) = (lease_until is null))
);
create unique index photo_change_open on photo_change (subject) where state = 'open';
create index photo_change_due on photo_change (not_before) where state = 'open';
create index photo_change_expiry on photo_change (expires_at) where state = 'ended';
