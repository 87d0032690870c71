-- Weeks before an experiment of weeks in which the account chose by itself whether to do outreach: what
-- whoever only watches would compare; one row an account, experiment, outcome and week.
--
-- Such weeks can differ in more than outreach: a shop that does outreach when it is busy sees more visits
-- then without owing them to it. So nothing here says what outreach does; it stands beside the experiment.
--
-- week: a Monday of the 52 weeks before the first day, of which no day belongs to an experiment
-- is_on: the account certainly began to follow somebody to win them; otherwise no follow of which it is
--   known that it was to win them may have begun, nor any whose answer no list could show, see
--   unseen_answers. Weeks between are left out, and those over which nobody watched for its follows, see
--   following_stretches
-- results, results_most: see week_results, of the source that the experiment is read by
--
-- check: a week stands once
with sources as (
    select distinct e.account_id, e.experiment_id, e.outcome, e.download, cast(o.from_at as date) as from_day
    from experiment_weeks e
    join experiment_outcomes o using (account_id, experiment_id, outcome)
    where e.download is not null
),
known as (
    select s.account_id, cast(s.from_at as date) as from_day, cast(s.to_at as date) as to_day
    from following_stretches s
    left join named_accounts n using (account_id)
    where s.is_named = (n.account_id is not null)
),
weeks as (
    select s.account_id, s.experiment_id, s.outcome, r.week, r.results, r.results_most
    from sources s
    join week_results r
        on r.account_id = s.account_id and r.outcome = s.outcome and r.download = s.download
        and r.week < s.from_day and r.week >= day_after(s.from_day, -52 * week_days())
    join known k
        on k.account_id = s.account_id and k.from_day < r.week
        and k.to_day >= day_after(r.week, week_days())
),
drawn as (
    select distinct account_id, week_of(day) as week from experiment_units
),
followed as (
    select
        w.account_id, w.week,
        bool_or(
            o.started_after >= cast(w.week as timestamp)
            and o.started_before <= cast(day_after(w.week, week_days()) as timestamp)
        ) as is_certain
    from (select distinct account_id, week from weeks) w
    join outreach o
        on o.account_id = w.account_id and o.is_attempt
        and o.started_before > cast(w.week as timestamp)
        and o.started_after < cast(day_after(w.week, week_days()) as timestamp)
    group by w.account_id, w.week
),
-- Of a follow whose answer no list could show nobody knows whether it was to win somebody.
unclear as (
    select distinct w.account_id, w.week
    from weeks w
    join spells s
        on s.account_id = w.account_id and s.direction = 'outbound'
        and s.start_before > cast(w.week as timestamp)
        and s.start_after < cast(day_after(w.week, week_days()) as timestamp)
    join unseen_answers u
        on u.account_id = s.account_id and u.user_id = s.user_id and u.spell = s.spell
)
select
    w.account_id, w.experiment_id, w.outcome, w.week, f.account_id is not null as is_on, w.results,
    w.results_most
from weeks w
left join drawn d on d.account_id = w.account_id and d.week = w.week
left join followed f on f.account_id = w.account_id and f.week = w.week
left join unclear u on u.account_id = w.account_id and u.week = w.week
where d.account_id is null and coalesce(f.is_certain, u.account_id is null)
