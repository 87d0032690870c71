-- The statements under test, with what would decide each; fixed here before any data is seen. One row a
-- claim.
--
-- nth: their order on the page; statement, measure: in words; d is signed so that above 0 supports the
--   statement
-- matters: the smallest difference worth acting on
-- needs: what has to be collected for it
--
-- check: matters is above 0
select *
from (
    values
        (1, 'engage_less', 'Followers won by followback engage less with the brand',
            'share with a reply, quote or mention within 30 days: organic less followback', 0.02,
            'engagement'),
        (2, 'engage_less_interests', 'They engage less with the brand''s interests',
            'share who post on its topics within 30 days: organic less followback', 0.02, 'interests'),
        (3, 'engage_less_others', 'They engage less with the brand''s other followers',
            'share who talk to another follower within 30 days: organic less followback', 0.02,
            'other followers'),
        (
            4, 'leave_sooner', 'They leave sooner', 'share gone by 90 days: followback less organic', 0.05,
            'retention'
        ),
        (5, 'count_builders', 'They are mostly there to build their own count',
            'share who at first sight followed 1,000 accounts or more and were followed by about as many: '
                || 'followback less organic',
            0.05, 'profiles'),
        (6, 'assembly_line', 'They arrive like an assembly line',
            'share who arrived within a day of ten or more others of their route: followback less organic',
            0.05, 'arrival'),
        (7, 'few_engaged_per_hour', 'Outreach brings few engaged followers per hour spent',
            'engaged followers an hour of outreach', 0.5, 'hours'),
        (8, 'nothing_beyond_x', 'They return nothing beyond X',
            'share with a visit, sign-up or sale within 90 days: organic less followback', 0.01, 'visits')
) as s(nth, claim, statement, measure, matters, needs)
