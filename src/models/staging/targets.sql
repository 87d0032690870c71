-- Whom a campaign turned to; one row an account, campaign, person and time.
--
-- followed_after, followed_before: when the account followed them; both null where the log does not say
--
-- check: a person stands once a campaign and time
select distinct account_id, campaign_id, user_id, "after" as followed_after, "before" as followed_before
from raw.campaign_targets
where user_id <> account_id
