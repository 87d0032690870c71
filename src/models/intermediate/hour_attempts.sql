-- Attempts of campaigns whose hours are recorded, as claims per hour count them at a quarter end: those old
-- enough by then to know who engaged within 30 days; one row an account, quarter end, person, attempt and
-- campaign.
--
-- route: by where the people of the campaign were found: followback, by a followback hashtag; organic, at
--   any other place; unknown, where nobody says
-- is_counted: certainly of the campaign, and certainly an attempt; the others only ranges count
-- is_answered, is_so, may_be_so, is_by_sitting: see campaign_outcomes; what was not known by then is null
--
-- check: is_so is null where nobody followed back
select
    account_id, l.evaluated_at, o.user_id, o.attempt, o.campaign_id,
    case
        when k.place_kind is null then 'unknown' when k.place_kind = 'followback_hashtag' then 'followback'
        else 'organic'
    end as route,
    o.is_certain and not o.is_order_unknown as is_counted, o.is_answered,
    case when o.known_at <= l.evaluated_at then o.is_so end as is_so,
    case
        when o.is_answered then coalesce(case when o.known_at <= l.evaluated_at then o.is_so end, true)
        else o.may_be_so
    end as may_be_so,
    o.is_by_sitting
from verdict_dates l
join campaign_outcomes o using (account_id)
join (select * from campaign_costs where campaign_id is not null and hours > 0) k
    using (account_id, campaign_id)
where o.result = 'engaged_30' and o.has_hours and o.settled_at <= l.evaluated_at
