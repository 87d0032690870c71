-- What campaigns are worth, counted; one row an account, campaign and result, for every campaign.
--
-- turned_to: people it turned to, as logs say; left_out: of these, those of whom only the name is known and
--   who are in no attempt, as lists or logs of ids may hold them too; attempts: those that it made or may
--   have made; shared: of these, those that another campaign may have made too
-- costed: of these, those on days whose hours are recorded (all of them where no hours are); settled: of
--   costed, those old enough for the result; tried: of costed, those certainly of it and certainly attempts
-- n: of settled, those certainly of it and certainly attempts; people: whom they were made to; answered: of
--   n, those followed back; known: of answered, those of whom it is known; x: of known, with the result
-- x_low, x_high: results for certain without any sitting, and at most, with all of settled that may be one
--   and everybody left out
--
-- check: x <= known, known <= answered, answered <= n, n <= settled, and x_low <= x <= x_high
with listed as (
    select account_id, campaign_id, count(distinct user_id) as turned_to
    from targets
    group by account_id, campaign_id
),
unnamed as (
    select account_id, campaign_id, count(distinct user_id) as left_out
    from targets_left_out
    group by account_id, campaign_id
),
counted as (
    select
        account_id, campaign_id, result, count(*) as attempts,
        count(*) filter (where is_shared) as shared,
        count(*) filter (where coalesce(has_hours, true)) as costed,
        count(*) filter (where coalesce(has_hours, true) and settled_at is not null) as settled,
        count(*) filter (where coalesce(has_hours, true) and is_certain and not is_order_unknown) as tried
    from campaign_outcomes
    group by account_id, campaign_id, result
),
settled as (
    select * from campaign_outcomes where coalesce(has_hours, true) and settled_at is not null
),
found as (
    select
        account_id, campaign_id, result,
        count(*) filter (where is_certain and not is_order_unknown) as n,
        count(distinct case when is_certain and not is_order_unknown then user_id end) as people,
        count(*) filter (where is_certain and is_answered) as answered,
        count(*) filter (where is_certain and is_answered and is_so is not null) as known,
        count(*) filter (where is_certain and is_answered and is_so) as x,
        count(*) filter (where is_certain and is_answered and is_so and not is_by_sitting) as x_low,
        count(*) filter (where may_be_so) as x_high
    from settled
    group by account_id, campaign_id, result
)
select
    account_id, campaign_id, r.result, coalesce(l.turned_to, 0) + coalesce(u.left_out, 0) as turned_to,
    coalesce(u.left_out, 0) as left_out,
    coalesce(c.attempts, 0) as attempts, coalesce(c.shared, 0) as shared,
    coalesce(c.costed, 0) as costed, coalesce(c.settled, 0) as settled,
    coalesce(c.tried, 0) as tried, coalesce(f.n, 0) as n, coalesce(f.people, 0) as people,
    coalesce(f.answered, 0) as answered,
    coalesce(f.known, 0) as known, coalesce(f.x, 0) as x, coalesce(f.x_low, 0) as x_low,
    coalesce(f.x_high, 0) + coalesce(u.left_out, 0) as x_high
from campaigns_now
cross join (values ('won'), ('kept_90'), ('engaged_30')) as r(result)
left join listed l using (account_id, campaign_id)
left join unnamed u using (account_id, campaign_id)
left join counted c using (account_id, campaign_id, result)
left join found f using (account_id, campaign_id, result)
