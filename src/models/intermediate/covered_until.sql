-- How much of an account's time had been covered by an instant, so that the cover of a stretch is one
-- difference however often collecting stopped and began again; one row an account and instant at which a
-- stretch begins or ends.
--
-- moment: the instant
-- mention_micros, repost_micros, like_micros: covered up to then, for interactions that address the brand; 0
--   where nothing was; conversation_micros: for those in its conversations, see coverage
--
-- check: an account's micros never fall with time
with moments as (
    select account_id, from_at as moment from exposure
    union
    select account_id, to_at from exposure
    union
    select account_id, from_at from sighted_spells
    union
    select account_id, to_at from sighted_spells
),
so_far as (
    select m.account_id, m.moment, v.kind, epoch_us(least(m.moment, v.to_at)) - epoch_us(v.from_at) as micros
    from moments m
    join coverage v on v.account_id = m.account_id and v.from_at < m.moment
)
select
    account_id, moment,
    cast(coalesce(sum(micros) filter (where kind = 'mention'), 0) as bigint) as mention_micros,
    cast(coalesce(sum(micros) filter (where kind = 'repost'), 0) as bigint) as repost_micros,
    cast(coalesce(sum(micros) filter (where kind = 'like'), 0) as bigint) as like_micros,
    cast(coalesce(sum(micros) filter (where kind = 'conversation'), 0) as bigint) as conversation_micros
from so_far
group by account_id, moment
