-- Campaigns and what they cost, and hours and money that are of no campaign; one row an account and
-- campaign, or project that is no campaign.
--
-- campaign_id: the name in small letters; null where no campaign is called like the project, whose hours
--   and money then count for none
-- project: what hours were recorded of; of a campaign its campaign_id; "" where a file names none
-- name: as last written
-- place_kind: where its people were found: followback_hashtag, topic_hashtag, followers_of, list,
--   in_person, other; null: nobody says. place: in words; from_at, to_at: null = open, or nobody says
-- hours: what the user says of the campaign, else what files of hours record of a project of its name
-- is_hours_by_user: the hours are what the user says
-- money, money_currency: X's bill apart; null: nobody says, or it is of several currencies without a rate.
--   is_converted: some of it was exchanged at the rates of exchange_rates, into the account's currency
-- hour_cost: what an hour costs, as last said
-- cost, currency: hours × hour_cost + money; money that nobody says is none. Null where the hours or what
--   they cost are not known, and of money in another currency, which is never added without a rate. Every
--   amount times its rate first, all of them added, and one rounding to cents at the end
-- note: why there is no cost
--
-- check: a campaign stands once, and hours are of one project
-- check: cost is null exactly where note is set
select
    account_id, c.campaign_id, c.campaign_id as project, c.name, c.place_kind, c.place, c.from_at, c.to_at,
    k.hours, coalesce(k.is_hours_by_user, false) as is_hours_by_user, k.money, k.money_currency,
    coalesce(k.is_converted, false) as is_converted, k.hour_cost, k.cost, k.currency,
    case when k.project is null then 'hours not recorded' else k.note end as note
from campaigns_now c
left join costs_now k using (account_id, campaign_id)
union all
select
    account_id, null, project, null, null, null, null, null, hours, is_hours_by_user, money, money_currency,
    is_converted, hour_cost, cost, currency, note
from costs_now
where campaign_id is null
order by account_id, campaign_id, project
