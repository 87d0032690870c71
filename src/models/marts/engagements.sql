-- Interactions of followers, placed in the spell of whoever acted; one row an account and act.
--
-- kind: reply, quote, mention, repost, like
-- circle: whom it addresses: brand, others or nobody, see interactions. Only interactions of circle
--   brand are engagement with the brand
-- acted_after, acted_before: the window; equal where the act's time is known
-- placement: inside a spell; at_start or at_end: inside the window of its start or end; knew_us_before;
--   after_leaving
-- is_sighted: inside a spell, and begun no later than its last sight, where the covered time ends that rates
--   are over, see sighted_spells: likes are read moments after the list. Later ones of a spell that is still
--   open are inside it too, so far as anybody knows
-- spell: the inbound spell it is placed by
-- age_days: from first sight to the end of the act's window
-- is_covered: interactions of the kind toward the brand were being collected then; false in every other
--   circle
--
-- check: an act stands once
with returned as (
    select distinct account_id, user_id, true as has_returned
    from spells
    where direction = 'inbound' and spell > 1
),
inbound as (
    select
        account_id, user_id, spell, s.start_after, s.start_before, s.end_after, s.end_before, t.to_at,
        f.first_seen_at,
        coalesce(r.has_returned, false) as has_returned
    from spells s
    join sighted_spells t using (account_id, user_id, spell)
    join followers f using (account_id, user_id)
    left join returned r using (account_id, user_id)
    where s.direction = 'inbound'
),
-- Most people have one spell: only interactions of the others have to choose among several.
ranked as (
    select
        a.account_id, a.act_id, s.spell,
        row_number() over (
            partition by a.account_id, a.act_id
            order by
                place_of(
                    a.acted_after, a.acted_before, s.start_after, s.start_before, s.end_after, s.end_before
                ),
                case
                    when place_of(
                        a.acted_after, a.acted_before, s.start_after, s.start_before, s.end_after,
                        s.end_before
                    ) = 4
                    then -s.spell
                    else s.spell
                end
        ) as nth
    from interactions a
    join inbound s on s.account_id = a.account_id and s.user_id = a.user_id and s.has_returned
),
chosen as (
    select
        a.*, spell, s.start_after, s.start_before, s.end_after, s.end_before, s.to_at, s.first_seen_at,
        -- Only interactions with the brand are looked up: a join by equal columns is faster than one that
        -- asks this of each pair.
        case when a.circle = 'brand' then a.family end as covered_family
    from interactions a
    join inbound s using (account_id, user_id)
    left join ranked r using (account_id, act_id, spell)
    where not s.has_returned or r.nth = 1
)
select
    c.account_id, c.act_id, c.user_id, c.kind, c.circle, c.acted_after, c.acted_before, c.spell,
    case place_of(c.acted_after, c.acted_before, c.start_after, c.start_before, c.end_after, c.end_before)
        when 1 then 'inside' when 2 then 'at_start' when 3 then 'at_end' when 4
            then 'after_leaving' else 'knew_us_before' end
        as placement,
    place_of(c.acted_after, c.acted_before, c.start_after, c.start_before, c.end_after, c.end_before) = 1
        and c.acted_after <= c.to_at as is_sighted,
    rounded(days_between(c.first_seen_at, c.acted_before), 6) as age_days,
    v.account_id is not null as is_covered
from chosen c
left join coverage v
    on v.account_id = c.account_id and v.kind = c.covered_family and v.from_at <= c.acted_after
    and v.to_at >= c.acted_before
order by c.account_id, c.act_id
