-- How the followers grew and shrank; one row an account, ISO week and route.
--
-- gained: people first seen in the week that showed them; returned: later spells
-- hidden, reappeared: absences that turned out to be none, and their ends; first sights at an old place are
--   reappeared
-- lost_*: by cause, in the week that showed it; of networks that say more, taken_down counts as
--   suspended, deactivated and deleted as gone, blocks_us as blocked
--   Where no source records that people leave (accounts.is_retention_recorded), 0 is none seen, not none
-- net: gained + returned + reappeared - hidden - lost
--
-- check: opening + net between two neighbouring complete lists of one source = closing, but for events while
--   a list was being read
select
    account_id, week_of(moved_at) as week, route,
    count(*) filter (where kind = 'gained') as gained,
    count(*) filter (where kind = 'returned') as returned,
    count(*) filter (where kind = 'hidden') as hidden,
    count(*) filter (where kind = 'reappeared') as reappeared,
    count(*) filter (where kind = 'lost') as lost,
    count(*) filter (where kind = 'lost' and cause = 'unfollowed') as lost_unfollowed,
    count(*) filter (where kind = 'lost' and cause in ('suspended', 'taken_down')) as lost_suspended,
    count(*) filter (where kind = 'lost' and cause in ('gone', 'deactivated', 'deleted')) as lost_gone,
    count(*) filter (where kind = 'lost' and cause in ('blocked', 'blocks_us')) as lost_blocked,
    count(*) filter (where kind = 'lost' and cause = 'unresolved') as lost_unresolved,
    count(*) filter (where kind in ('gained', 'returned', 'reappeared'))
        - count(*) filter (where kind in ('hidden', 'lost')) as net
from movements
group by account_id, week_of(moved_at), route
order by account_id, week, route
