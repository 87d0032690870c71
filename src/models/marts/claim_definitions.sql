-- The claims under test, with what would decide each, fixed here before any data is seen; one row a claim.
--
-- nth: their order on every page; claim: the name; statement, measure, title: in words, title after "do
--   they …"
-- sign: above 0 a difference always supports the claim: 1 = it is followback less organic, -1 = organic
--   less followback
-- matters: the smallest difference worth acting on; of per_week the plan of each experiment has its own
-- unit: what the difference is one of: share (of people), unevenness (of arrivals, see arrival_unevenness),
--   per_hour (results an hour of outreach), or per_week (results a week: without outreach less with it)
-- needs: the kind of data that decides it, see is_collected of claims; wanting: what to say where there is
--   none
-- is_asked: some import or snapshot can bring that data; claim_counts counts these claims and no other
-- is_sampled: counted from a sample that weighs people by design, see interests; the others count everybody
-- is_clustered: people counted depend on each other, so that its interval is over weeks of first sight, see
--   circle_weeks
-- is_main: one of the two that the headline, the overview and the preview are made of
-- did: what the people counted did, after "3% of them", or of an unevenness what they do where it is high;
--   {name} is the account
-- above: what a difference above 0 means in people, by followback against the others: fewer or more of them
--   did it
-- page, link: the page with the chart behind it, and how the link reads; null where there is none
-- circle: whom the interactions of it reach, see the page circles; null where it is not about interactions
--
-- check: matters is above 0
-- check: a claim that is asked has did, above, page and link
select
    d.nth, d.claim, d.statement, d.title, d.measure, d.sign, cast(d.matters as double) as matters,
        case
            when d.claim = 'assembly_line' then 'unevenness'
            when d.claim = 'few_engaged_per_hour' then 'per_hour'
            when d.claim = 'nothing_beyond_x' then 'per_week'
            else 'share'
        end as unit,
        d.needs, d.wanting,
    d.is_asked, d.claim = 'engage_less_interests' as is_sampled,
    d.claim = 'engage_less_others' as is_clustered, d.is_main,
    d.did, d.above, d.page, d.link, d.circle
from (
    values
        (
            1, 'engage_less', 'Followers won by followback engage less with the brand', 'engage less',
            'share with a reply, quote or mention within 30 days: organic less followback', -1, 0.02,
            'engagement', 'no source so far contains replies, quotes or mentions by followers', true, true,
            'replied to, quoted or mentioned {name} within 30 days', 'fewer',
            'engagement', 'The chart behind it: who engages, and when', 'brand'
        ),
        (
            2, 'engage_less_interests', 'They engage less with the brand''s interests',
            'engage less with the brand''s interests',
            'share who post on its topics within 30 days: organic less followback', -1, 0.02,
            'interests', 'what followers post on the brand''s topics was not looked at', true, false,
            'posted on the topics of {name} within 30 days', 'fewer',
            'circles', 'The chart behind it: whom their interactions reach', 'interests'
        ),
        (
            3, 'engage_less_others', 'They engage less with the brand''s other followers',
            'engage less with its other followers',
            'share who reply to, quote or mention another follower within 30 days: organic less followback',
            -1, 0.02,
            'other followers', 'the conversations in which followers talk to each other were not read',
            true, false,
            'replied to, quoted or mentioned another follower of {name} within 30 days', 'fewer',
            'circles', 'The chart behind it: whom their interactions reach', 'other followers'
        ),
        (
            4, 'leave_sooner', 'They leave sooner', 'leave sooner',
            'share gone by 90 days: followback less organic', 1, 0.05,
            'retention', 'no source so far records who leaves', true, true,
            'had left by 90 days', 'more',
            'cohorts', 'The chart behind it: who is still there, month by month', null
        ),
        (
            5, 'count_builders', 'They are mostly there to gain followers',
                'mostly build their own count',
            'share who at first sight followed 1,000 accounts or more
                and were followed by about as many: followback less organic',
            1, 0.05,
            'profiles', 'no source so far says how many accounts they follow', true, false,
            'followed 1,000 accounts or more, with about as many following them, when first seen', 'more',
            'method', 'How it is counted', null
        ),
        (
            6, 'assembly_line', 'They arrive like an assembly line', 'arrive like an assembly line',
            'unevenness of daily arrivals within weeks, (variance - mean) / mean²: followback less organic',
            1, 0.5,
            'days of arrival',
            'it takes a list of followers every day for whole weeks to know on which day people came',
            true, false,
            'came in bursts', 'more',
            'growth', 'The chart behind it: how arrivals spread over the week', null
        ),
        (
            7, 'few_engaged_per_hour', 'Outreach brings few engaged followers per hour spent',
            'bring few engaged followers per hour of outreach',
            'followers engaged within 30 days, by hour: found elsewhere less by followback hashtag',
            -1, 0.5,
            'hours',
            'it takes the hours of campaigns of both kinds, and replies, quotes or mentions by followers',
            true, false,
            'replied to, quoted or mentioned {name} within 30 days', 'fewer',
            'return', 'The figures behind it: what outreach cost, and what came of it', null
        ),
        (
            8, 'nothing_beyond_x', 'Outreach returns nothing beyond X', 'return nothing beyond X',
            'visits and sales a week, drawn by a coin: without outreach less with it', -1, 1,
            'an experiment',
            'it takes an experiment of 16 weeks or more, with outreach on or off by a coin',
            false, false,
            null, null, null, null, 'beyond X'
        )
) as d(
    nth, claim, statement, title, measure, sign, matters, needs, wanting, is_asked, is_main, did, above,
        page, link, circle
)
order by d.nth
