-- How the two routes differed at first sight. One row a trait.
select
    trait, suppressed(followback_value, followback_n) as followback_value,
    suppressed(organic_value, organic_n) as organic_value,
    suppressed(difference_standardised, least(followback_n, organic_n)) as difference_standardised,
    followback_n, organic_n
from balance
where account_id = getvariable('account')
order by abs(difference_standardised) desc nulls last, trait
