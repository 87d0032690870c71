-- Campaigns as last described; one row an account and campaign.
--
-- A later snapshot says anew what it says, and leaves the rest as it was
-- campaign_id: its name in small letters; name: as first written last
-- place_kind: followback_hashtag, topic_hashtag, followers_of, list, in_person, other; null: not said
-- from_at, to_at: null = open
--
-- check: a campaign stands once
with named as (
    select account_id, campaign_id, snapshot_id, name, place_kind, place, "from", "to" from raw.campaigns
    union all
    -- A campaign that only a log or a cost names is one.
    select account_id, campaign_id, snapshot_id, null, null, null, null, null from raw.campaign_targets
    union all
    select account_id, campaign_id, snapshot_id, null, null, null, null, null from targets_left_out
    union all
    select account_id, campaign_id, snapshot_id, null, null, null, null, null
    from raw.costs
    where campaign_id is not null
)
select
    account_id, campaign_id,
    coalesce(max_by(name, snapshot_id) filter (where name is not null), campaign_id) as name,
    max_by(place_kind, snapshot_id) filter (where place_kind is not null) as place_kind,
    max_by(place, snapshot_id) filter (where place is not null) as place,
    max_by("from", snapshot_id) filter (where "from" is not null) as from_at,
    max_by("to", snapshot_id) filter (where "to" is not null) as to_at
from named
group by account_id, campaign_id
