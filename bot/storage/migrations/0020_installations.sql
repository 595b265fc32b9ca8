-- Whom the bot installs its app for, and who does not want it.
create table installation (
    person_id text primary key,
    -- When Graph was last asked to install the app, noted before it is asked. What Teams then tells
    -- of an installation is no reason to greet.
    asked_at timestamptz,
    -- Since when the person does not want the app: they removed it or blocked the bot. It is never
    -- installed for them again; when they add it themselves, this is null again.
    declined_at timestamptz
);
create index installation_asked on installation (asked_at) where declined_at is null;

-- The tenant's budget of installations a second, one for all processes.
create table install_gate (
    one boolean primary key default true check (one),
    next_at timestamptz not null,
    -- Nothing is installed before.
    closed_until timestamptz not null
);
insert into install_gate (next_at, closed_until) values (now(), now());
