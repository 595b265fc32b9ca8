-- Offers to sign in: each is one person's, and good for some minutes. No token is kept here.
create table sign_in (
    id uuid primary key,
    person_id text not null,
    -- SHA-256 of the state that a sign-in page was opened with; taken away when it comes back.
    state_hash bytea unique,
    -- PKCE's proof that whoever redeems the code is who asked for it, and the like.
    flow jsonb,
    expires_at timestamptz not null,
    check ((state_hash is null) = (flow is null))
);
create index sign_in_expiry on sign_in (expires_at);
