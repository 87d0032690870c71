/** The shapes of the report's data, one interface a file in reports/data. Shares are 0–1, dates are ISO strings (UTC). */

export type Route = "followback" | "organic" | "unknown" | "pre_existing";

/** One row: what the store holds of this account. Null where nobody recorded it. */
export interface Summary {
  /** The account's name, as it is tracked. */
  name: string;
  /** What people call its network, and whether follows are public records there, with dates and addresses. */
  network: string;
  has_records: boolean;
  /** Some source that was read can be asked for what others did; some never holds it. */
  asks_for_interactions: boolean;
  lacks_interactions: boolean;
  first_taken_at: string | null;
  last_taken_at: string | null;
  /** The last list of followers, whole or not: verdicts move with these alone. */
  last_followers_at: string | null;
  /** The same for readers: of a list that says no more than its date, midnight of that date. */
  first_day: string | null;
  last_day: string | null;
  snapshots: number;
  lists: number;
  complete_lists: number;
  heads: number;
  partial_lists: number;
  /** Lists of followers, and those of them that are complete. */
  follower_lists: number;
  complete_follower_lists: number;
  /** Median days between complete followers lists. */
  gap_days: number | null;
  followers_now: number | null;
  following_now: number | null;
  mutual_now: number | null;
  /** Interactions of imported tables that do not say whom they address. */
  interactions_without_target: number;
  has_engagement: boolean;
  /** Replies, quotes and mentions by followers that are stored: without cover nobody knows of which time they are all. */
  mentions_stored: number;
  is_retention_recorded: boolean;
  is_dated: boolean;
  people: number;
  followback: number;
  organic: number;
  unknown: number;
  pre_existing: number;
  /** People of whom only the name is known, who are in no figure. */
  left_out: number;
  /** People who count as there, and whom the latest complete list of followers lacks: another source showed them last. */
  only_elsewhere: number;
  /** Whether followback, organic, or everybody dated are too few for a rate. */
  is_followback_too_few: boolean;
  is_organic_too_few: boolean;
  is_dated_too_few: boolean;
  /** Of unknown route, those who may be followbacks; the others can be only if a follow came and went between two lists. */
  unknown_maybe: number;
  /** Of `followback` and `organic`, those whose route rests on a sitting alone: ranges count them as unknown. */
  followback_sitting: number;
  organic_sitting: number;
  /** Why the route is unknown: see the mart `followers`. */
  unknown_same_gap: number;
  unknown_undated_follow: number;
  unknown_may_have_ended: number;
  unknown_log_only: number;
  unknown_gap_too_wide: number;
  unknown_no_following_list: number;
  /** Days between two `following` lists around the start, the most of those that lay too far apart. */
  widest_gap_days: number | null;
}

/** How many people of a route have a date of first sight, and of how many the month or week of it is not known. */
export interface MemberRow {
  route: Route;
  people: number;
  blurred_month: number;
  blurred_week: number;
  /** From the first of them to the end of the data. */
  oldest_days: number;
}

/** What was asked of one endpoint of X in all, and what it cost in dollars at X's prices. */
export interface CostRow {
  source: string;
  endpoint: string;
  requests: number;
  /** Rows X sent. */
  resources: number;
  /** Of these, what X had not billed before on the same day. */
  billed: number;
  dollars: number;
  /** The same if the developer app is not the account's own, where nobody said whose it is. */
  dollars_list: number;
  /** With what X may have billed for answers that never arrived whole. */
  dollars_at_most: number;
}

/** How many archives of X there are, how many lack their file of own posts, and how many posts those say there are. */
export interface OwnPosts {
  archives: number;
  archives_without: number;
  posts: number;
  posts_counted: number | null;
}

/** How many snapshots ended before they were whole for one reason. */
export interface StopRow {
  reason: "budget" | "no_credits" | "spending_cap" | "login" | "unreachable" | "interrupted" | "refused";
  snapshots: number;
  last_taken_at: string;
}

/** Everybody of one route together: `hits` of `size` were still there (retained), or had engaged, at that age; null like the share. */
export interface Rate {
  measure: "retained" | "engaged";
  route: Route;
  age_days: number;
  members: number;
  size: number;
  hits: number | null;
  /** `hits` and those whose act fell inside a start or end window; engaged only. */
  hits_at_most: number | null;
  /** Of route unknown, those who may be followbacks; 0 of other routes. */
  size_maybe: number;
  hits_maybe: number | null;
  /** Of the other routes, those who came by them by a sitting alone. */
  size_sitting: number;
  hits_sitting: number | null;
  /** With its 95 % interval. Null where the group is too small to publish or nobody could be observed. */
  share: number | null;
  low: number | null;
  high: number | null;
  /** The least and the most the share can be, were only those of unknown route of this one who did not do it, or who did. A route by a sitting alone is unknown here. */
  range_low: number | null;
  range_high: number | null;
}

/** How the followers of unknown route are counted, see the mart `differences`. */
export type UnknownAs = "left_out" | "followback" | "organic" | "who_did_followback" | "who_did_organic";

/**
 * Followback less organic in what they did by an age, the unknown counted in one way. Shares are 0–1. There are no rows
 * of an age at which a route has too few people to publish.
 */
export interface Difference {
  measure: "retained" | "engaged";
  age_days: number;
  unknown_as: UnknownAs;
  /** So many of so many did it, so counted. */
  x_followback: number;
  n_followback: number;
  x_organic: number;
  n_organic: number;
  /** People whose route is certain, of unknown route, and of those who may be followbacks. */
  certain_followback: number;
  certain_organic: number;
  n_unknown: number;
  n_maybe: number;
  /** Of the certain, those whose route rests on a sitting alone. */
  n_sitting: number;
  difference: number;
  low_95: number;
  high_95: number;
  low_99: number;
  high_99: number;
  /** The least and the most of the differences with the unknown as followback and as organic, and of their 95 % intervals. */
  range_low: number;
  range_high: number;
  range_low_95: number;
  range_high_95: number;
}

/** One cell of a triangle. `cohort_to` is the last month of cohorts merged because they were small. */
export interface CohortCell {
  measure: "retained" | "engaged";
  route: Route;
  cohort: string;
  cohort_to: string;
  age_days: number;
  members: number;
  size: number;
  share: number | null;
  low: number | null;
  high: number | null;
  is_complete: boolean;
  is_too_few: boolean;
}

export interface TrendPoint {
  route: Route;
  week: string;
  at_risk: number;
  share: number | null;
  low: number | null;
  high: number | null;
}

export interface GrowthWeek {
  route: Route;
  week: string;
  gained: number;
  returned: number;
  reappeared: number;
  /** Null where the source does not record that people leave. */
  hidden: number | null;
  lost: number | null;
  /** The causes are null where the group is too small to split. */
  unfollowed: number | null;
  suspended: number | null;
  gone: number | null;
  blocked: number | null;
  unresolved: number | null;
  /** Already there, and first shown in this week: no gain of it, and not known to have been there before. */
  first_shown: number;
  closing: number;
  /** Whether those who were there at the week's end are too few for a rate: of this route, and of all. */
  is_route_too_few: boolean;
  is_all_too_few: boolean;
}

/** How unevenly followers arrived, of one kind of days and one way of counting the unknown; null below 30 people or eight weeks. */
export interface ArrivalsRow {
  days_of: "all" | "quiet";
  unknown_as: "left_out" | "followback" | "organic" | "without_sittings";
  weeks_followback: number;
  people_followback: number;
  weeks_organic: number;
  people_organic: number;
  followback: number | null;
  followback_low: number | null;
  followback_high: number | null;
  organic: number | null;
  organic_low: number | null;
  organic_high: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
}

/** A sign that arrivals are a routine: certainly and at most so many of `n`; null below 30 people. */
export interface RepetitionRow {
  sign: "answered" | "marked" | "left_after" | "left_meanwhile";
  who: Route | "all";
  days: number;
  n: number;
  n_unknown: number;
  x_certain: number | null;
  x_at_most: number | null;
  share_certain: number | null;
  share_at_most: number | null;
  low: number | null;
  high: number | null;
}

/** Attempts begun in a span of months; `month` null is all of them. Followed back lies between `lowest` and `highest`. */
export interface OutreachMonth {
  month: string | null;
  month_to: string | null;
  attempts: number;
  /** Accounts followed since nobody looked at the followers: not among `attempts`. */
  unwatched: number;
  followed_back: number;
  unknown: number;
  not_yet: number;
  closed_without: number;
  lowest: number | null;
  highest: number | null;
  low: number | null;
  high: number | null;
  /** The upper end of the 95 % interval of those whose order is known alone. */
  high_certain: number | null;
}

/** How many of `people` who followed back had done so within `days`: certainly, and at most. */
export interface LatencyStep {
  days: number;
  people: number;
  certainly: number | null;
  at_most: number | null;
}

/** Arrivals of a month by a route. Months of few people are shown together, from `group_from` to `group_to`. */
export interface RouteMonth {
  month: string;
  route: Route;
  people: number;
  blurred: number;
  blind_days: number | null;
  group_from: string;
  group_to: string;
  is_too_few: boolean;
}

export interface ListRow {
  taken_at: string;
  list: string;
  source: string;
  verdict: "complete" | "head" | "partial";
  why: string | null;
  rows: number | null;
  distinct_rows: number | null;
  duplicate_rows: number | null;
  profile_count: number | null;
  gap_days: number | null;
  /** Why the order of its rows says nothing of who came first; null where it is trusted, and for lists of blocking. */
  no_order: string | null;
  /** Pairs of a leaver and a newcomer at one place, in lists by name in order; null elsewhere. */
  rename_suspects: number | null;
}

/** How often one interval held the truth in simulated brands, lists being read in one way. */
export interface CalibrationRow {
  schedule: string;
  worked_out: string;
  seed: number;
  people: number;
  figure: string;
  worlds: number;
  /** In how many of the worlds the interval held the truth. */
  covered: number;
  /** The share of worlds held in the scenario where it was smallest. */
  least: number;
}

/** Of one kind of simulated brands, each of whose follows is dated: what kind, how many, and when that was worked out. */
interface ValidatedBrands {
  /** `brands that …`, in words. */
  brands: string;
  worlds: number;
  worked_out: string;
  seed: number;
}

/** What the routes are worth that lists read at one schedule give, beside the dates. Counts are of people who came. */
export interface ValidatedLists extends ValidatedBrands {
  schedule: string;
  /** From the first look to the last. */
  days: number;
  came: number;
  /** The order of two follows is proved by lists. */
  proved_right: number;
  proved_wrong: number;
  /** Organic, because no list shows a follow by the account. */
  unseen_right: number;
  unseen_wrong: number;
  unknown: number;
  /** Median distance of the middle of the window of a start from the start; null where no one came. */
  middle_off_hours: number | null;
  /** Brands in which the range of followbacks held the truth, of those in which someone came. */
  ranges_held: number;
  ranges: number;
}

/** What routes by the records of one snapshot are worth, beside how people first came. */
export interface ValidatedRecords extends ValidatedBrands {
  /** Of whom: everyone present, or of them those whom the account follows too. */
  whom: "present" | "mutual";
  people: number;
  right: number;
  wrong: number;
  unknown: number;
  /** Shares of follows given up and made again, pressed twice, and of records that claim an earlier time. */
  refollows: number;
  double_presses: number;
  backdated: number;
}

export interface CoveredPeriod {
  kind: string;
  from_at: string;
  to_at: string;
  /** It rests, at least in part, on what the user says that a file holds. */
  is_declared?: boolean;
}

/**
 * A claim under test as it stood at the last quarter end, with its words from the mart `claim_definitions`. Figures of
 * groups too small to publish are null.
 */
export interface Claim {
  nth: number;
  claim: string;
  statement: string;
  /** What they do, after "do they": `leave sooner`. */
  title: string;
  /** Some import or snapshot can bring the data that decides it. */
  is_asked: boolean;
  /** One of the two that the headline, the overview and the preview are made of. */
  is_main: boolean;
  /** What the people counted did, after "3% of them", with `{name}` for the account; null where it is not asked. */
  did: string | null;
  /** What a difference above 0 means, in people. Null where it is not asked. */
  above: "fewer" | "more" | null;
  /** The page with the chart behind it, and how a link to it reads. */
  page: string | null;
  link: string | null;
  /** What to say where the data that decides it were not collected. */
  wanting: string;
  /** The smallest difference worth acting on. */
  matters: number;
  /** What the difference is one of: shares of people, unevennesses of arrivals, or results an hour of outreach. */
  unit: "share" | "unevenness" | "per_hour" | "per_week";
  /** What has to be collected for it, in a word. */
  needs: string;
  is_collected: boolean;
  /** The midnight after the quarter's last day; null where no list of followers is from after one. */
  evaluated_at: string | null;
  n_followback: number;
  n_organic: number;
  n_unknown: number;
  /** Of these, those who may be followbacks. */
  n_maybe: number;
  /** Of the followbacks and the organic, those whose route rests on a sitting alone. */
  n_sitting: number;
  /** Whether a route has too few people for a rate: then no verdict is given. */
  is_followback_too_few: boolean;
  is_organic_too_few: boolean;
  x_followback: number | null;
  x_organic: number | null;
  /** Of an unevenness, that of each route; of a claim counted from a sample, the weighted share of each; of one per hour, results an hour. */
  value_followback: number | null;
  value_organic: number | null;
  /** Of an unevenness, the difference on days without outreach in the three days before. */
  quiet_difference: number | null;
  quiet_low: number | null;
  quiet_high: number | null;
  /** Above 0 supports the statement; `low` and `high` are its 99 % interval. */
  difference: number | null;
  low: number | null;
  high: number | null;
  /** The difference with those of unknown route who may be followbacks, or by a sitting, on one side, then on the other. */
  range_low: number | null;
  range_high: number | null;
  verdict: "supported" | "contradicted" | "no difference that matters" | "cannot tell yet";
  needed_people: number | null;
  needed_by: string | null;
}

export interface SurvivalStep {
  route: Route;
  age_days: number;
  people: number;
  /** The curves the data allow lie between these; the same where the curve is fixed. */
  low: number | null;
  high: number | null;
  interval_low: number | null;
  interval_high: number | null;
}

export interface FirstEngagementStep {
  route: Route;
  age_days: number;
  at_risk: number;
  engaged: number | null;
  low: number | null;
  high: number | null;
  gone_before: number | null;
}

/** Followback less organic, as counted and adjusted. Differences of shares. */
export interface Adjusted {
  outcome: "engaged_30" | "retained_90";
  period: "month" | "quarter";
  strata: number;
  informative_followback: number | null;
  informative_organic: number | null;
  crude_difference: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  ratio: number | null;
  ratio_low: number | null;
  ratio_high: number | null;
  e_value: number | null;
  e_value_limit: number | null;
}

export interface Balance {
  trait: string;
  followback_value: number | null;
  organic_value: number | null;
  difference_standardised: number | null;
  followback_n: number;
  organic_n: number;
}

export interface FunnelStage {
  step: number;
  stage: string;
  of_stage: string | null;
  x: number | null;
  n: number | null;
  share: number | null;
  low: number | null;
  high: number | null;
  range_low: number | null;
  range_high: number | null;
  note: string | null;
}

/** Rates are per 100 follower-weeks. */
export interface TwoByTwo {
  route: Route;
  is_mutual: boolean;
  people: number;
  weeks: number;
  /** Who was there while interactions would have been seen, and the weeks of that: of these alone their rate is. */
  covered_people: number;
  covered_weeks: number;
  left_count: number | null;
  leaving_rate: number | null;
  leaving_low: number | null;
  leaving_high: number | null;
  interactions: number | null;
  interaction_rate: number | null;
  interaction_low: number | null;
  interaction_high: number | null;
}

export interface Landmark {
  route: Route;
  landmark_days: number;
  is_engaged: boolean;
  people: number;
  retained: number | null;
  share: number | null;
  low: number | null;
  high: number | null;
}

/** Interactions per 100 covered follower-weeks; `is_prompted` null is everybody. */
export interface InteractionRate {
  route: Route;
  family: "mention" | "repost" | "like";
  is_prompted: boolean | null;
  people: number;
  weeks: number;
  interactions: number | null;
  rate: number | null;
  low: number | null;
  high: number | null;
  is_at_least: boolean;
}

/** The share of all interactions by the most active 1, 5 and 10 %, and the median person's number of interactions. */
export interface Concentration {
  route: Route;
  people: number;
  interactions: number | null;
  top_1: number | null;
  top_5: number | null;
  top_10: number | null;
  median: number | null;
}

/** What a model makes of the unknown; stands only beside the range. All null where the account’s weeks do not tell. */
export interface Middle {
  unknown_people: number;
  expected_followbacks: number | null;
  chance: number | null;
  low_95: number | null;
  high_95: number | null;
}

export interface CircleRow {
  circle: "brand" | "interests" | "other followers" | "beyond X";
  measure: string;
  needs: string;
  /** Some import or snapshot can bring interactions that reach it. */
  is_asked: boolean;
  is_collected: boolean;
  evaluated_at: string | null;
  /** Looked at in a sample: shares are weighted by design. */
  is_sampled: boolean;
  /** Who was counted of each route; of a sample, who could be looked at. */
  n_followback: number;
  n_organic: number;
  n_unknown: number;
  share_followback: number | null;
  share_organic: number | null;
  share_unknown: number | null;
  /** 95 % intervals of the share of each route. */
  low_followback: number | null;
  high_followback: number | null;
  low_organic: number | null;
  high_organic: number | null;
  low_unknown: number | null;
  high_unknown: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  /** The difference with those of unknown route counted either way. */
  range_low: number | null;
  range_high: number | null;
  verdict: string;
}

/** Who of a route posts on the account's topics before or after they came, by a sample, as it stands today; see the mart `interests`. */
export interface InterestRow {
  route: Exclude<Route, "pre_existing">;
  period: "before" | "after";
  /** Sampled people who could be looked at, and those who could not. */
  people: number;
  not_observable: number;
  not_observable_share: number | null;
  share: number | null;
  low: number | null;
  high: number | null;
  effective_people: number | null;
  /** On rows of period after: the share after less the share before. */
  difference: number | null;
  difference_low: number | null;
  difference_high: number | null;
}

/** Whom followers of a route turn to, as it stands today; see the mart `circles`. */
export interface CircleRate {
  circle: CircleRow["circle"];
  /** Everything that counts would have been seen, or only a part: those who also named the account. */
  basis: "covered" | "at least";
  route: Route;
  people: number;
  reached: number | null;
  share: number | null;
  low: number | null;
  high: number | null;
  /** Followers with covered time, and theirs. */
  watched: number;
  weeks: number;
  interactions: number | null;
  /** Per 100 follower-weeks, with its 95 % interval. */
  rate: number | null;
  rate_low: number | null;
  rate_high: number | null;
}

/** How the followers of a route are tied to the other followers; see the mart `community`. */
export interface CommunityRow {
  route: Route;
  people: number;
  share_of_people: number | null;
  tied: number | null;
  in_largest: number | null;
  share_in_largest: number | null;
  reciprocated: number | null;
  share_reciprocated: number | null;
  ties: number | null;
  ties_within: number | null;
  share_within: number | null;
  /** There may be more ties: conversations were not all collected. */
  is_at_least: boolean;
}

/** A mart: the leading comment of its model, and its columns with their types, a line each. */
export interface MartRow {
  mart: string;
  header: string;
  columns: string;
}

/** Where the people of a campaign were found. */
export type PlaceKind =
  "followback_hashtag" | "topic_hashtag" | "followers_of" | "list" | "in_person" | "other";

/** What a campaign, or all of one place of finding, cost and brought; see the mart `campaign_results`. */
export interface CampaignResult {
  place_kind: PlaceKind | null;
  /** Its name; null for all campaigns of the place. */
  campaign: string | null;
  /** The place in words; null for all campaigns of a kind of place. */
  place: string | null;
  result: "attempted" | "won" | "kept_90" | "engaged_30";
  campaigns: number;
  turned_to: number;
  /** Of `turned_to`, people known by name only, who are in no other figure. */
  left_out: number;
  attempts: number;
  /** Of attempts: those that another campaign may have made too. */
  shared: number;
  n: number | null;
  x: number | null;
  x_low: number | null;
  x_high: number | null;
  share: number | null;
  low: number | null;
  high: number | null;
  hours: number | null;
  money: number | null;
  cost: number | null;
  currency: string | null;
  cost_per_result: number | null;
  cost_low: number | null;
  cost_high: number | null;
  cost_range_low: number | null;
  cost_range_high: number | null;
  /** Below ten results: each costs at least so much. */
  at_least: number | null;
  note: string | null;
}

/** Visits, sign-ups or sales of a campaign's codes, or of a code of no campaign; see the mart `returns`. */
export interface ReturnRow {
  download: string;
  outcome: "visit" | "signup" | "sale";
  code_kind: string;
  campaign: string | null;
  code: string | null;
  currency: string | null;
  weeks: number;
  total: number;
  low: number | null;
  high: number | null;
  amount: number | null;
  /** The amount at the rate into `converted_currency`; null where it needs none, or none is given. */
  amount_converted: number | null;
  converted_currency: string | null;
  per_hour: number | null;
  per_cost: number | null;
  cost_currency: string | null;
  note: string | null;
  /** Why there is no figure an hour, or by cost. */
  spent_note: string | null;
}

/** What money in another currency counts in the account's; see the mart `exchange_rates`. */
export interface ExchangeRate {
  currency: string;
  account_currency: string;
  /** Units of `account_currency` for one of `currency`, as digits. */
  rate: string;
  since: string;
}

/** A figure of the account with and without the followers of a place of finding or a campaign; see the mart `what_if`. */
export interface WhatIfRow {
  kind: "place_kind" | "campaign";
  /** The kind of place, or the campaign's name. */
  left_out: string;
  figure: "engaged_30" | "retained_90" | "mentions" | "followers";
  left_out_people: number;
  /** People whom the group may have won besides, who stay in. */
  unsure: number;
  people: number;
  with_all: number | null;
  value: number | null;
  low: number | null;
  high: number | null;
}

/** X's daily counts beside what the lists saw, over a stretch of complete lists. Null: X's counts contradict the lists, or the lists are of two sources. */
export interface UnseenChurn {
  from_at: string;
  to_at: string;
  lists: number;
  /** Days that cover the stretch. */
  days: number;
  /** X's counts over these days, and over those wholly between the first and the last list. */
  new_follows: number;
  unfollows: number;
  new_follows_between: number;
  unfollows_between: number;
  /** Seen by lists. */
  arrivals: number;
  departures: number;
  at_most: number | null;
  at_most_as_listed: number | null;
  at_most_between: number | null;
  list_net: number | null;
  count_net_least: number;
  count_net_most: number;
  is_net_alike: boolean | null;
  is_contradicted: boolean;
}

/** Of which days X's own counts are stored. */
export interface CountedDays {
  days: number;
  first_day: string | null;
  last_day: string | null;
  missing_days: number;
}

/** An outcome of an experiment; see the mart `experiment_results`. */
export interface ExperimentRow {
  experiment_id: string;
  outcome: string;
  units: "people" | "weeks";
  from_day: string;
  /** The first day after the last outcome. */
  to_day: string;
  state: "not yet" | "read" | "not readable";
  why: string | null;
  matters: number | null;
  drawn_first: number;
  drawn_second: number;
  known_first: number;
  known_second: number;
  reached_first: number | null;
  reached_second: number | null;
  value_first: number | null;
  value_second: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  p: number | null;
  second_difference: number | null;
  second_low: number | null;
  second_high: number | null;
  /** The difference with all new followers of unknown route in the weeks off, and in those on. */
  range_low: number | null;
  range_high: number | null;
  /** The same outcome where the account chose by itself. */
  chosen_first: number | null;
  chosen_second: number | null;
  chosen_difference: number | null;
  chosen_low: number | null;
  chosen_high: number | null;
  verdict: string | null;
  is_too_few: boolean;
}

/** People who follow now, by how the follow that is there today came about; see the mart `present_routes`. */
export interface PresentRow {
  route: Exclude<Route, "pre_existing">;
  /** Who says so: the records of the first snapshot, or our own looks, which prove it. */
  route_basis: "records" | "looks";
  /** Why the route is unknown; null where it is known. */
  unknown_because: string | null;
  people: number;
  /** Those of this basis, or everybody who follows now, are too few for a share. */
  is_basis_too_few: boolean;
  is_all_too_few: boolean;
}

/** Followers of today by the month in which their follow was made; null where that is not known. */
export interface PresentMonth {
  month: string | null;
  route: PresentRow["route"];
  people: number;
}

/** Of those of a route who follow now, who acted toward the account in the last 30 days; null where they are too few. */
export interface PresentEngagement {
  route: PresentRow["route"];
  from_at: string;
  to_at: string;
  people: number;
  /** Replied, quoted or named the account; with likes and reposts. */
  acted: number | null;
  acted_any: number | null;
  share: number | null;
  low: number | null;
  high: number | null;
}

/** Of those of a route who were there at the first look, who still is at a later one, so many days on. */
export interface SurvivorLook {
  route: PresentRow["route"];
  looked_at: string;
  days: number;
  people: number;
  still_there: number | null;
  share: number | null;
  low: number | null;
  high: number | null;
}

/** Followers found gone in a week, by why; no cause where the week's followers are too few to split. */
export interface DepartureRow {
  week: string;
  cause: string | null;
  people: number;
}

/** What records of follows say of their times; see the mart `record_dates`. */
export interface RecordDates {
  records: number;
  dated: number;
  disagreeing: number;
  /** The same of records of which a notification said what they claim. */
  told: number;
  told_disagreeing: number;
  /** The upper end of the 95 % interval of the share of `disagreeing`. */
  disagreeing_high: number | null;
  is_key_enough: boolean;
  replaced: number;
  met_late: number;
}

/** Of so many routes by records, how many a simulated world says are others. */
export interface PresentTruth {
  people: number;
  wrong: number;
}
