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
    select account_id, campaign_id, snapshot_id, null, null, null, null, null
    from raw.costs
    where campaign_id is not null
),
ranked as (
    select
        account_id, campaign_id,
        first_value(name ignore nulls) over latest as name,
        first_value(place_kind ignore nulls) over latest as place_kind,
        first_value(place ignore nulls) over latest as place,
        first_value("from" ignore nulls) over latest as from_at,
        first_value("to" ignore nulls) over latest as to_at,
        row_number() over latest as nth
    from named
    window latest as (
        partition by account_id, campaign_id
        order by snapshot_id desc
        rows between unbounded preceding and unbounded following
    )
)
select account_id, campaign_id, coalesce(name, campaign_id) as name, place_kind, place, from_at, to_at
from ranked
where nth = 1
