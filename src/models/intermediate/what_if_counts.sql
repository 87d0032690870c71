-- What the rates of an account are made of, for all its followers and for those that campaigns won; one row
-- an account, group and figure. Only accounts whose campaigns won anybody.
--
-- kind: everybody; campaign or place_kind: whom that campaign, or campaigns of that place, certainly won;
--   left_out: its name; unsure: people whom it may have won besides
-- figure: engaged_30, retained_90, mentions, followers, see what_if
-- people: of whom the figure is known; x, n: what they did, and of how many (of mentions, how often in how
--   many covered seconds); x_squared, x_n, n_squared: sums over people
--
-- check: every group has no more people than everybody
with won as (
    select
        account_id, user_id, o.campaign_id, k.place_kind, o.is_certain and o.is_answered as is_won
    from campaign_outcomes o
    join (select * from campaign_costs where campaign_id is not null) k using (account_id, campaign_id)
    where o.result = 'won' and (o.is_answered_at_most or o.is_order_unknown)
),
members as (
    select account_id, user_id, 'campaign' as kind, campaign_id as left_out, bool_or(is_won) as is_won
    from won
    group by account_id, user_id, campaign_id
    union all
    select account_id, user_id, 'place_kind', place_kind, bool_or(is_won)
    from won
    where place_kind is not null
    group by account_id, user_id, place_kind
),
concerned as (
    select account_id, kind, left_out, count(*) filter (where not is_won) as unsure
    from members
    group by account_id, kind, left_out
    having bool_or(is_won)
),
accounts_concerned as (
    select distinct account_id from concerned
),
mentions as (
    select account_id, user_id, count(*) as mentions
    from engagements
    where circle = 'brand' and is_sighted and is_covered and kind in ('reply', 'quote', 'mention')
    group by account_id, user_id
),
facts as (
    select
        account_id, user_id, 'engaged_30' as figure, case when engaged_30 then 1 else 0 end as x, 1 as n
    from people_facts
    where engaged_30 is not null
    union all
    select account_id, user_id, 'retained_90', case when retained_90 then 1 else 0 end, 1
    from people_facts
    where retained_90 is not null
    union all
    select account_id, user_id, 'mentions', coalesce(m.mentions, 0), c.mention_seconds
    from covered_time c
    left join mentions m using (account_id, user_id)
    where c.mention_seconds > 0
    union all
    select distinct account_id, user_id, 'followers', 1, 1
    from spells
    where direction = 'inbound' and end_before is null
),
grouped as (
    select account_id, f.user_id, 'everybody' as kind, cast(null as string) as left_out, f.figure, f.x, f.n
    from facts f
    join accounts_concerned c using (account_id)
    union all
    select account_id, user_id, m.kind, m.left_out, f.figure, f.x, f.n
    from facts f
    join members m using (account_id, user_id)
    where m.is_won
),
summed as (
    select
        account_id, kind, left_out, figure, count(*) as people, cast(sum(x) as bigint) as x,
        cast(sum(n) as bigint) as n, sum(wide(x) * x) as x_squared,
        sum(wide(x) * n) as x_n, sum(wide(n) * n) as n_squared
    from grouped
    group by account_id, kind, left_out, figure
)
select
    s.account_id, s.kind, s.left_out, coalesce(c.unsure, 0) as unsure, s.figure, s.people, s.x, s.n,
    s.x_squared, s.x_n, s.n_squared
from summed s
left join concerned c on c.account_id = s.account_id and c.kind = s.kind and c.left_out = s.left_out
where s.kind = 'everybody' or c.account_id is not null
