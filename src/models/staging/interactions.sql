-- Interactions of others, each once however often it was collected, with whom it addresses; one row an
-- account and act.
--
-- user_id: who acted
-- kind: reply before quote before mention, where it was collected as several; family: the kind of poll that
--   sees it
-- circle: whom it addresses. brand: the account or a post of its own, whomever else it addresses too;
--   others: other users alone, or themselves;
--   nobody: a row of a table that does not say whom. An act that X sent without saying whom addresses the
--     brand, because interactions toward the brand are what was asked for; in a snapshot that says of each
--     act whom it addresses, others
-- acted_after, acted_before: the window; equal where the act's time is known
--
-- check: an act stands once
with repeated as (
    select account_id, act_id from raw.interactions group by account_id, act_id having count(*) > 1
),
-- A repost stands under the account's name but is somebody else's post: whose, is not stored.
known_posts as (
    select account_id, post_id, bool_or(author_id = account_id) as is_own
    from raw.posts
    where kind is distinct from 'repost'
    group by account_id, post_id
),
stated as (
    select account_id, act_id, bool_or(user_id = account_id) as is_brand
    from raw.addressed
    where user_id is not null
    group by account_id, act_id
),
stating as (
    select distinct snapshot_id from raw.addressed
),
collected as (
    select
        i.account_id, i.act_id, i.actor_id, i.kind, i."after", i."before", i.snapshot_id,
        r.act_id is not null as is_repeated,
        i.target_user_id is null and p.post_id is null and w.act_id is null as is_silent,
        case
            when w.is_brand or p.is_own then 'brand'
            when w.act_id is not null then 'others'
            when i.target_user_id = i.account_id then 'brand'
            when i.target_user_id is not null or g.snapshot_id is not null then 'others'
            when not s.is_user_made then 'brand'
            when p.post_id is not null then 'others'
            else 'nobody'
        end as circle
    from raw.interactions i
    left join raw.snapshots s on s.snapshot_id = i.snapshot_id
    left join known_posts p on p.account_id = i.account_id and p.post_id = i.target_post_id
    left join stated w on w.account_id = i.account_id and w.act_id = i.act_id
    left join stating g on g.snapshot_id = i.snapshot_id and not s.is_user_made
    left join repeated r on r.account_id = i.account_id and r.act_id = i.act_id
    -- Snapshots of an earlier version may hold visits and sales here, which are no interactions.
    where i.actor_id <> i.account_id and i.kind not in ('visit', 'signup', 'sale')
),
-- A row that says whom is believed before one that does not, and one that names the brand before the others.
ranked as (
    select
        account_id, act_id, actor_id, kind, circle,
        first_value("after") over by_time as "after", first_value("before") over by_time as "before",
        row_number() over (
            partition by account_id, act_id
            order by is_silent, case circle when 'brand' then 0 else 1 end,
                case kind when 'reply' then 0 when 'quote' then 1 when 'mention' then 2 else 3 end, "before",
                "after" desc,
                snapshot_id
        ) as nth
    from collected
    where is_repeated
    window by_time as (partition by account_id, act_id order by "before", "after" desc, snapshot_id)
),
interactions as (
    select account_id, act_id, actor_id, kind, circle, "after", "before" from collected where not is_repeated
    union all
    select account_id, act_id, actor_id, kind, circle, "after", "before" from ranked where nth = 1
)
select
    account_id, act_id, actor_id as user_id, kind,
    case when kind in ('reply', 'quote') then 'mention' else kind end as family,
    circle, "after" as acted_after, "before" as acted_before
from interactions
