-- A message to many people. Its recipients are its rows in the outbox, which are there before it
-- runs.
create table campaign (
    id uuid primary key,
    -- That of its messages.
    kind text not null,
    actor text not null,
    -- For administrators.
    name text not null,
    -- What its recipients were taken from, such as a census.
    source uuid not null,
    state text not null check (state in ('listing', 'running', 'paused', 'cancelled', 'ended')),
    -- How many there are; null until all of them are listed.
    recipients integer,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    expires_at timestamptz not null,
    check ((recipients is null) = (state = 'listing'))
);
create unique index campaign_source on campaign (kind, source) where state <> 'cancelled';
create index campaign_expiry on campaign (expires_at);

alter table outbox
    add column campaign uuid references campaign on delete cascade,
    -- When the reader first opened it, and first pressed one of its buttons, as far as is known.
    add column opened_at timestamptz,
    add column tapped_at timestamptz,
    add check (tapped_at is null or opened_at is not null);
create unique index outbox_campaign on outbox (campaign, subject) where campaign is not null;
-- What is sent to many waits apart from what one person waits for.
drop index outbox_due;
create index outbox_due on outbox (not_before)
    where state = 'queued' and lease_owner is null and campaign is null;
create index outbox_campaign_open on outbox (campaign, not_before)
    where campaign is not null and state in ('queued', 'sending');

-- A message about what a census found belongs to a campaign, and to no change.
alter table nudge
    add column campaign uuid,
    alter column change_id drop not null,
    alter column kind drop not null,
    alter column noticed_at drop not null,
    add check (num_nonnulls(change_id, kind, noticed_at) in (0, 3)),
    add check (num_nonnulls(change_id, campaign) = 1);
