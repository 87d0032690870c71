-- People of an experiment by outcome, stratum and arm; one row an account, experiment, outcome, stratum and
-- arm.
--
-- arm: follow or leave; chosen or chosen_unknown, see experiment_people
-- people: drawn; erased: of these, whom the account was asked to forget
-- known: of whom the outcome is known: follows_30 and follows_90 by the first complete list of followers
--   that begins 30 or 90 days after their day and at most 15 days later, but for lists by name of which some
--   names are not known; addressed_30 where replies, quotes and mentions were asked for over 30 days from
--   their day, see seen_stretches: what the user declares of a file does not count
-- outcomes: of the known, who stand in that very list (whoever it lacks does not follow, also if they were
--   hidden and came back), or replied to, quoted or mentioned the account
-- followed: of the known, whom the account followed within 30 days of their day before they followed it, or
--   may have; following a follower back is none, nor is a follow that had ended before their day. both: with
--   the outcome too
-- watched: of the known, whom it followed so, or whose 30 days were watched for its follows of people by id,
--   see following_stretches
--
-- check: both <= outcomes <= known <= people, and followed <= watched <= known
with people as (
    select
        *, cast(day as timestamp) as day_at, days_after(cast(day as timestamp), 30) as after_30_at,
        days_after(cast(day as timestamp), case outcome when 'follows_90' then 90 else 30 end) as due_at
    from experiment_people
),
read_at as (
    select p.account_id, p.due_at, min(l.started_at) as list_at
    from (select distinct account_id, due_at from people) p
    join lists l
        on l.account_id = p.account_id and l.direction = 'inbound' and l.verdict = 'complete'
        and not l.is_by_name and l.started_at between p.due_at and days_after(p.due_at, 15)
    group by p.account_id, p.due_at
),
stands as (
    select distinct p.account_id, p.experiment_id, p.outcome, p.unit
    from people p
    join read_at r using (account_id, due_at)
    join lists l
        on l.account_id = p.account_id and l.direction = 'inbound' and l.verdict = 'complete'
        and not l.is_by_name and l.started_at = r.list_at
    join list_presence s
        on s.account_id = l.account_id and s.direction = l.direction and s.source = l.source
        and s.user_id = p.user_id and l.list_number between s.first_number and s.last_number
),
covered as (
    select distinct p.account_id, p.day_at
    from people p
    join seen_stretches c
        on c.account_id = p.account_id and c.kind = 'mention' and c.from_at <= p.day_at
        and c.to_at >= p.after_30_at
    where p.outcome = 'addressed_30'
),
addressed as (
    select distinct p.account_id, p.experiment_id, p.unit
    from people p
    join interactions i using (account_id, user_id)
    where p.outcome = 'addressed_30' and i.circle = 'brand' and i.kind in ('reply', 'quote', 'mention')
        and i.acted_after >= p.day_at and i.acted_before < p.after_30_at
),
followed as (
    select distinct p.account_id, p.experiment_id, p.outcome, p.unit
    from people p
    join outreach_follows t using (account_id, user_id)
    where t.start_after < p.after_30_at and (t.end_before is null or t.end_before > p.day_at)
),
watched as (
    select distinct p.account_id, p.day_at
    from people p
    join following_stretches w
        on w.account_id = p.account_id and not w.is_named and w.from_at <= p.day_at
        and w.to_at >= p.after_30_at
),
judged as (
    select
        p.account_id, p.experiment_id, p.outcome, p.stratum, p.arm, p.user_id is null as is_erased,
        p.user_id is not null and case
            when p.outcome = 'addressed_30' then c.account_id is not null
            else r.account_id is not null
        end as is_known,
        case
            when p.outcome = 'addressed_30' then a.account_id is not null
            else s.account_id is not null
        end as is_so,
        f.account_id is not null as is_followed,
        f.account_id is not null or w.account_id is not null as is_watched
    from people p
    left join read_at r using (account_id, due_at)
    left join covered c using (account_id, day_at)
    left join stands s using (account_id, experiment_id, outcome, unit)
    left join addressed a using (account_id, experiment_id, unit)
    left join followed f using (account_id, experiment_id, outcome, unit)
    left join watched w using (account_id, day_at)
)
select
    account_id, experiment_id, outcome, stratum, arm, count(*) as people,
    count(*) filter (where is_erased) as erased, count(*) filter (where is_known) as known,
    count(*) filter (where is_known and is_so) as outcomes,
    count(*) filter (where is_known and is_followed) as followed,
    count(*) filter (where is_known and is_so and is_followed) as both,
    count(*) filter (where is_known and is_watched) as watched
from judged
group by account_id, experiment_id, outcome, stratum, arm
