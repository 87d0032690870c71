-- Hours of campaigns, and the engaged followers that came of them, at a quarter end; one row an account,
-- quarter end and campaign.
--
-- route: see hour_attempts; hours: of the campaign in all; costed: its attempts on days whose hours are
--   recorded; settled: of these, those old enough by then
-- n: of settled, those counted; answered, known, x, x_low: see campaign_results
-- most_followback, most_organic: with everything that may be a result and everybody left out, what it adds
--   to the campaigns of that route, where those without a place are of that route too. Whoever several of
--   these may have won is added by one of them
--
-- check: x_low <= x <= known, known <= answered, answered <= n, n <= settled
-- check: x <= most_followback + most_organic
with counted as (
    select
        account_id, evaluated_at, campaign_id, route, count(*) as settled,
        count(*) filter (where is_counted) as n,
        count(*) filter (where is_counted and is_answered) as answered,
        count(*) filter (where is_counted and is_answered and is_so is not null) as known,
        count(*) filter (where is_counted and is_answered and is_so) as x,
        count(*) filter (where is_counted and is_answered and is_so and not is_by_sitting) as x_low
    from hour_attempts
    group by account_id, evaluated_at, campaign_id, route
),
possible as (
    select account_id, evaluated_at, campaign_id, route, user_id, attempt
    from hour_attempts
    where may_be_so
    union all
    select account_id, c.evaluated_at, campaign_id, c.route, o.user_id, 0
    from counted c
    join (select distinct account_id, campaign_id, user_id from targets_left_out) o
        using (account_id, campaign_id)
),
sided as (
    select
        p.account_id, p.evaluated_at, p.campaign_id, s.side,
        row_number() over (
            partition by p.account_id, p.evaluated_at, s.side, p.user_id, p.attempt order by p.campaign_id
        ) as nth
    from possible p
    join (values ('followback'), ('organic')) as s(side) on p.route = s.side or p.route = 'unknown'
),
once as (
    select
        account_id, evaluated_at, campaign_id,
        count(*) filter (where side = 'followback') as most_followback,
        count(*) filter (where side = 'organic') as most_organic
    from sided
    where nth = 1
    group by account_id, evaluated_at, campaign_id
)
select
    account_id, t.evaluated_at, campaign_id, t.route, k.hours, c.costed, t.settled, t.n, t.answered, t.known,
    t.x, t.x_low, coalesce(o.most_followback, 0) as most_followback,
    coalesce(o.most_organic, 0) as most_organic
from counted t
join (select account_id, campaign_id, hours from campaign_costs where campaign_id is not null) k
    using (account_id, campaign_id)
join (select account_id, campaign_id, costed from campaign_counts where result = 'engaged_30') c
    using (account_id, campaign_id)
left join once o using (account_id, evaluated_at, campaign_id)
