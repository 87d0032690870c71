-- Whether each person of a sample posted on the account's topics, by the latest look at them; one row an
-- account, person and period.
--
-- period: before, after: the 30 days before or after first sight
-- is_matched: at least one post; null = nobody could look: protected, suspended or gone when looked at
-- week: of first sight; stratum: people among whom they were drawn, see interest_cells
-- stratum_people: how many people that stratum has; topics: a digest of the list of topics
--
-- check: a person stands once in a period
with ranked as (
    select
        account_id, user_id, period, matched as is_matched, week_of(first_seen_at) as week, looked_at,
        stratum, stratum_people, topics,
        row_number() over (
            partition by account_id, user_id, period order by looked_at desc, snapshot_id desc
        ) as nth
    from raw.interests
)
select account_id, user_id, period, is_matched, week, looked_at, stratum, stratum_people, topics
from ranked
where nth = 1
