-- What a card keeps of its result, and which buttons it offers, were mixed up in its facts.
alter table card rename column facts to record;
alter table card add column offers text[] not null default '{}';
update card set
    offers = array_remove(
        array[
            case when record ? 'verdict' then 'check' end,
            case when record ->> 'remedy' = 'repair' then 'sync' end,
            case when record ? 'verdict' and record ? 'files' then 'use_sharepoint_picture' end,
            case when record ? 'verdict' then 'undo' end,
            case when record ->> 'offer' = 'put' then 'replace' end,
            case when record ->> 'offer' = 'remove' then 'remove' end
        ],
        null
    ),
    record =
        case when record ? 'verdict' then
            jsonb_build_object('evidence', record - array['etag', 'files', 'offer'])
        else '{}' end
        || case when record ? 'files' then
            jsonb_build_object(
                'shown', jsonb_build_object('etag', record -> 'etag', 'files', record -> 'files')
            )
        else '{}' end
        || case when record ? 'browser' and record ? 'system' then
            jsonb_build_object(
                'window',
                jsonb_build_object('browser', record -> 'browser', 'system', record -> 'system')
            )
        else '{}' end;
