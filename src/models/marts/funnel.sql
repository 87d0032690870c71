-- What became of the account's attempts to win followers by following them first, stage by stage; one row an
-- account and stage.
--
-- step, stage: 1 attempted, 2 followed_back_7, 3 followed_back_30, 4 followed_back (at all), 5 retained_30,
--   6 retained_90, 7 engaged_30 (with the brand), 8 visited; of_stage: the stage whose attempts are the
--   denominator
-- x, n: attempts certainly begun before the person followed, whose answer would have shown (is_watched of
--   outreach): how many of how many (attempted has x alone). n holds everybody who never followed back; of
--   within-d stages whoever was tried d days or more before the last list; of the later ones those who
--   followed back and whose age is observable
-- share, low, high: x / n with Wilson's 95 % interval
-- x_unknown, n_unknown: the same of attempts whose order is not known; x_sitting, n_sitting: of x and n,
--   those of which only a sitting says what came of them; range_low, range_high: without and with all these
-- left_out: attempts of a within-d stage left out because the lists around them were too far apart
-- of_attempted, of_attempted_low, of_attempted_high: share times that of followed_back, and its range: of
--   everybody tried
-- note: by the next full list (where most lists are further apart than d / 7), or why there is no figure
--
-- check: x <= n
-- check: share lies between range_low and range_high
with stages as (
    select *
    from (
        values
            (1, 'attempted', null), (2, 'followed_back_7', 'attempted'),
            (3, 'followed_back_30', 'attempted'),
            (4, 'followed_back', 'attempted'), (5, 'retained_30', 'followed_back'),
            (6, 'retained_90', 'followed_back'),
            (7, 'engaged_30', 'followed_back'), (8, 'visited', 'followed_back')
    ) as s(step, stage, of_stage)
),
figures as (
    select
        t.account_id, s.step, s.stage, s.of_stage, t.x as answered, t.n as tried, t.n_unknown as undecided,
        t.x_sitting as answered_in_sitting, t.n_sitting as tried_in_sitting,
        case when s.stage = 'attempted' then t.n when s.stage <> 'visited' then coalesce(c.x, 0) end as x,
        case when s.stage not in ('attempted', 'visited') then coalesce(c.n, 0) end as n,
        case
            when s.stage = 'attempted' then t.n_unknown
            when s.stage <> 'visited' then coalesce(c.x_unknown, 0)
        end as x_unknown,
        case when s.stage not in ('attempted', 'visited') then coalesce(c.n_unknown, 0) end as n_unknown,
        case
            when s.stage = 'attempted' then t.n_sitting
            when s.stage <> 'visited' then coalesce(c.x_sitting, 0)
        end as x_sitting,
        case when s.stage not in ('attempted', 'visited') then coalesce(c.n_sitting, 0) end as n_sitting,
        c.left_out,
        case
            when s.stage = 'visited' or s.stage = 'engaged_30' and not a.has_engagement then 'not collected'
            when s.stage in ('retained_30', 'retained_90')
                and not a.is_retention_recorded then 'not recorded by this source'
            when s.step between 2 and 7 and coalesce(c.n, 0) = 0 then 'nobody observed for so long'
            else c.note
        end as note
    from funnel_counts t
    join accounts a on a.account_id = t.account_id
    cross join stages s
    left join funnel_counts c on c.account_id = t.account_id and c.stage = s.stage
    where t.stage = 'followed_back'
),
-- Of those whose order is certain, and with everybody else: an attempt that may be one at all counts as
-- answered.
shared as (
    select
        *, share_of(x, n) as share, share_of(answered, tried) as answered_share,
        share_of(x - x_sitting, n - n_sitting) as sure_share,
        share_of(answered - answered_in_sitting, tried - tried_in_sitting) as sure_answered_share,
        share_of(
            x - x_sitting + x_unknown + case when of_stage = 'attempted' then n_sitting else x_sitting end,
            n + n_unknown
        ) as whole_share,
        share_of(answered - answered_in_sitting + undecided + tried_in_sitting, tried + undecided)
            as whole_answered_share
    from figures
)
select
    account_id, cast(step as integer) as step, stage, of_stage, x, n,
    share, wilson_low(x, n) as low, wilson_high(x, n) as high,
    case when n > 0 then least(share, coalesce(sure_share, 0.0), whole_share) end as range_low,
    case when n > 0 then greatest(share, coalesce(sure_share, 1.0), whole_share) end as range_high,
    x_unknown, n_unknown, x_sitting, n_sitting, left_out,
    case when of_stage = 'attempted' then share else rounded(share * answered_share, 10) end as of_attempted,
    case
        when n > 0 and of_stage = 'attempted' then least(share, coalesce(sure_share, 0.0), whole_share)
        when n > 0 then rounded(
            least(
                share * answered_share, coalesce(sure_share * sure_answered_share, 0.0),
                whole_share * whole_answered_share
            ), 10)
    end as of_attempted_low,
    case
        when n > 0 and of_stage = 'attempted' then greatest(share, coalesce(sure_share, 1.0), whole_share)
        when n > 0 then rounded(
            greatest(
                share * answered_share, coalesce(sure_share * sure_answered_share, 1.0),
                whole_share * whole_answered_share
            ), 10)
    end as of_attempted_high,
    note
from shared
order by account_id, step
