-- Hours of campaigns, and the engaged followers that came of them, at a quarter end; one row an account,
-- quarter end and campaign.
--
-- route: see hour_attempts; hours: of the campaign in all; costed: its attempts on days whose hours are
--   recorded; settled: of these, those old enough by then
-- n: of settled, those counted; answered, known, x, x_low, x_high: see campaign_results, x_high with
--   everybody left out
--
-- check: x_low <= x <= known, known <= answered, answered <= n, n <= settled and x <= x_high
with counted as (
    select
        account_id, evaluated_at, campaign_id, route, count(*) as settled,
        count(*) filter (where is_counted) as n,
        count(*) filter (where is_counted and is_answered) as answered,
        count(*) filter (where is_counted and is_answered and is_so is not null) as known,
        count(*) filter (where is_counted and is_answered and is_so) as x,
        count(*) filter (where is_counted and is_answered and is_so and not is_by_sitting) as x_low,
        count(*) filter (where may_be_so) as x_high
    from hour_attempts
    group by account_id, evaluated_at, campaign_id, route
)
select
    account_id, t.evaluated_at, campaign_id, t.route, k.hours, c.costed, t.settled, t.n, t.answered, t.known,
    t.x, t.x_low, t.x_high + c.left_out as x_high
from counted t
join (select account_id, campaign_id, hours from campaign_costs where campaign_id is not null) k
    using (account_id, campaign_id)
join (select account_id, campaign_id, costed, left_out from campaign_counts where result = 'engaged_30') c
    using (account_id, campaign_id)
