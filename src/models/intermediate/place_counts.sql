-- What campaigns of a place of finding have together, each person and attempt once though several of them
-- may have turned to the person; one row an account, place and result.
--
-- place_kind: see campaigns_now; null: those of which nobody says
-- turned_to, left_out, attempts, shared, costed, people, x_high: see campaign_counts
--
-- check: shared <= attempts and costed <= attempts
with places as (
    select account_id, campaign_id, coalesce(place_kind, '') as place from campaigns_now
),
listed as (
    select account_id, place, count(distinct user_id) as turned_to
    from targets
    join places using (account_id, campaign_id)
    group by account_id, place
),
unnamed as (
    select account_id, place, count(distinct user_id) as left_out
    from targets_left_out
    join places using (account_id, campaign_id)
    group by account_id, place
),
once as (
    select
        account_id, p.place, o.result, user_id, attempt, bool_or(o.is_shared) as is_shared,
        bool_or(coalesce(o.has_hours, true)) as is_costed,
        bool_or(
            coalesce(o.has_hours, true) and o.settled_at is not null and o.is_certain
            and not o.is_order_unknown
        ) as is_counted,
        bool_or(coalesce(o.has_hours, true) and o.settled_at is not null and o.may_be_so) as may_be_so
    from campaign_outcomes o
    join places p using (account_id, campaign_id)
    group by account_id, p.place, o.result, user_id, attempt
),
counted as (
    select
        account_id, place, result, count(*) as attempts, count(*) filter (where is_shared) as shared,
        count(*) filter (where is_costed) as costed,
        count(distinct case when is_counted then user_id end) as people,
        count(*) filter (where may_be_so) as x_high
    from once
    group by account_id, place, result
)
select
    account_id, nullif(place, '') as place_kind, r.result,
    coalesce(l.turned_to, 0) + coalesce(u.left_out, 0) as turned_to, coalesce(u.left_out, 0) as left_out,
    coalesce(c.attempts, 0) as attempts, coalesce(c.shared, 0) as shared, coalesce(c.costed, 0) as costed,
    coalesce(c.people, 0) as people, coalesce(c.x_high, 0) + coalesce(u.left_out, 0) as x_high
from (select distinct account_id, place from places) p
cross join (values ('won'), ('kept_90'), ('engaged_30')) as r(result)
left join listed l using (account_id, place)
left join unnamed u using (account_id, place)
left join counted c using (account_id, place, result)
