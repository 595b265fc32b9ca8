-- An agent of the helpdesk looked at somebody's photo. A row is there before anything is shown, so
-- that one may tell of a look that did not arrive, and none is missing.
create table look (
    id uuid primary key,
    subject text not null,
    actor text not null check (actor like 'agent:%'),
    -- By which command of the message extension.
    command text not null,
    -- What the agent was told of the photo, and whether they were shown the pictures as well.
    verdict text not null,
    with_pictures boolean not null,
    at timestamptz not null,
    expires_at timestamptz not null
);
create index look_subject on look (lower(subject), at);
create index look_expiry on look (expires_at);
