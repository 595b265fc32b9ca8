-- Files of `User Photos` that a sync proved: with these etags file and Microsoft 365 photo showed
-- the same. A path is one person's, the one for whom it was proven last. `written` is whether
-- Photobot wrote this version itself, under a name that was the person's own.
create table proven_file (
    subject text not null,
    my_site text not null,
    path text not null,
    etag text not null,
    photo_etag text not null,
    written boolean not null,
    expires_at timestamptz not null
);
-- SharePoint's paths are the same in capital and small letters.
create unique index proven_file_path on proven_file (my_site, lower(path));
create index proven_file_subject on proven_file (subject);
create index proven_file_expiry on proven_file (expires_at);
