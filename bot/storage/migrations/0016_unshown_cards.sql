-- Results that the channel did not take are tried again for a day. `unshown_since` is when the first
-- attempt failed; `may_be_posted` tells that a new message may have arrived, so that none follows.
alter table card add column unshown_since timestamptz;
alter table card add column may_be_posted boolean not null default false;
