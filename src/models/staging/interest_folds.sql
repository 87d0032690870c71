-- What looks at interests found that are too old to be kept by person, as counts; one row an account,
-- stratum, route, period and list of topics.
--
-- route: as the build said when they were folded
-- week: of first sight; people: who could be looked at; matched: with a post on the topics; not_observable:
--   the others
--
-- check: matched <= people
select
    account_id, stratum,
    -- A stratum begins with its ISO week: 2026-W05.
    monday_of(split_part(stratum, ' ', 1)) as week,
    route, period, topics,
    max(stratum_people) as stratum_people, cast(sum(people) as bigint) as people,
    cast(sum(matched) as bigint) as matched, cast(sum(not_observable) as bigint) as not_observable
from raw.interest_counts
group by account_id, stratum, route, period, topics
