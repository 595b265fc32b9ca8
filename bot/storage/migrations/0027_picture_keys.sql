-- The keys that seal addresses of pictures on cards, one for each day (UTC).
create table picture_key (
    day date primary key,
    key bytea not null
);
