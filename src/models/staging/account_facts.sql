-- What the snapshots of an account say of it: where they came from, and its network; one row an account.
--
-- sources: whose lists or events were read, comma-separated, in the order of src/networks/sources.ts
-- network: its name; network_began_at: earlier times are no dates but bare steps, stored from 1970-01-01
--
-- check: network_began_at is never null
with held as (
    select distinct account_id, snapshot_id, true as is_watching
    from raw.lists
    where not coalesce(additions_only, false)
    union all
    select distinct account_id, snapshot_id, true from raw.stream_periods
    union all
    select distinct account_id, snapshot_id, false from raw.events
),
sources as (
    select
        account_id, s.source, s.source_rank, s.network, s.network_began_at,
        bool_or(h.is_watching) as is_watching
    from held h
    join raw.snapshots s using (snapshot_id)
    group by account_id, s.source, s.source_rank, s.network, s.network_began_at
)
select
    account_id,
    -- In the order of their ranks.
    nullif(
        concat_ws(
            ', ', max(source) filter (where is_watching and source_rank = 0),
            max(source) filter (where is_watching and source_rank = 1),
            max(source) filter (where is_watching and source_rank = 2),
            max(source) filter (where is_watching and source_rank = 3),
            max(source) filter (where is_watching and source_rank = 4),
            max(source) filter (where is_watching and source_rank = 5),
            max(source) filter (where is_watching and source_rank = 6)
        ),
        ''
    ) as sources,
    min(network) as network, min(network_began_at) as network_began_at
from sources
group by account_id
