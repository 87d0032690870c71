-- The three answers by SQLite: see answers.ts. Read by sqlite3 in the folder of the files. Times sort as text; nothing is
-- written to disk, and every step has the index it reads by.
pragma journal_mode = off;
pragma synchronous = off;
pragma temp_store = memory;
pragma cache_size = -1000000;
create table followers (at text, user_id integer);
create table following (at text, user_id integer);
create table interactions (at text, user_id integer, id text, kind text);
.mode csv
.import --skip 1 followers.csv followers
.import --skip 1 following.csv following
.import --skip 1 interactions.csv interactions
.mode list
.separator " "
create table lists as select at, row_number() over (order by at) as nth from (select distinct at from followers);
create unique index lists_by_time on lists (at, nth);
create table shown as select f.user_id, l.nth from followers f join lists l on l.at = f.at order by 1, 2;
create table first_spells as
with runs as (
    select user_id, nth, nth - row_number() over (partition by user_id order by nth) as run from shown
),
spells as (select user_id, run, min(nth) as came, max(nth) as seen from runs group by user_id, run),
firsts as (select *, row_number() over (partition by user_id order by came) as spell from spells)
select user_id, came, seen, c.at as came_at, s.at as seen_at
from firsts
join lists c on c.nth = came
join lists s on s.nth = seen
where spell = 1 and came > 1;
create unique index spells_by_user on first_spells (user_id);
create table asked as
select user_id, min(at) as asked_at from following group by user_id;
create unique index asked_by_user on asked (user_id);
create table engaged as
select distinct i.user_id
from interactions i
join first_spells s on s.user_id = i.user_id
where i.at >= s.came_at and i.at <= s.seen_at and julianday(i.at) <= julianday(s.came_at) + 30;
create unique index engaged_by_user on engaged (user_id);
select
    case when a.asked_at is null or a.asked_at > s.came_at then 'organic' when a.asked_at = s.came_at then 'unknown'
        else 'followback' end as route,
    substr(s.came_at, 1, 7) as month, count(*), sum(julianday(s.seen_at) - julianday(s.came_at) >= 90),
    count(e.user_id)
from first_spells s
left join asked a on a.user_id = s.user_id
left join engaged e on e.user_id = s.user_id
group by 1, 2
order by 1, 2;
