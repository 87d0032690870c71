import {mainClaims, type Standings} from "./claim.js";
import {engagementMissing, isFirstLook, isNoListComplete, isUnread, newcomers} from "./compare.js";
import {percent, plural} from "./format.js";
import {costSpan, costText, foundAt, rowsOf} from "./return.js";
import type {CampaignResult, Claim, Summary} from "./rows.js";
import {engagedDays, retainedDays, longestFollowingGapDays} from "./thresholds.js";

/** One thing to do: a word for it, and the sentence. Commands stand between backticks. */
export interface Step {
  label: string;
  text: string;
}

/**
 * What to do next, in plain words, as the verdicts allow: whom to keep, to warm, to stop following. It never tells to
 * unfollow everybody, and nothing it tells may be automated.
 */
export function nextSteps(
  summary: Summary,
  claims: Claim[],
  stand: Standings,
  attempts: number,
  campaigns: CampaignResult[] = []
): Step[] {
  if (isNoListComplete(summary) || isUnread(summary))
    return [
      {
        label: "Collect",
        text: summary.has_records
          ? "Take a whole snapshot: `followback snapshot`. The page Quality says why lists came back partial."
          : "Import a list of all followers with `--complete`, or take a whole one with `followback snapshot`. If a list was refused but holds everyone, import it again with `--complete-anyway`."
      }
    ];
  if (isFirstLook(summary))
    return [
      {
        label: "Collect",
        text: summary.has_records
          ? "Take the next snapshot within a week, better tomorrow: `followback snapshot`. It costs nothing, and shows who came, who left and why."
          : "Take the next snapshot within a week: `followback snapshot`, or `followback import` of a later archive."
      }
    ];
  const acting = [...actingSteps(claims, stand), ...placeSteps(campaigns)];
  const steps = [...acting, ...collecting(summary, claims, stand, campaigns.length > 0)];
  // Whoever is told to follow or unfollow by hand has to hear that a program may not do it for them.
  if (attempts > 0 || acting.length > 0)
    steps.push({
      label: "By hand",
      text: summary.has_records
        ? "Follow and unfollow by hand, and a little at a time. These figures are about groups, and judge no single person."
        : "Follow and unfollow by hand and a little at a time: X’s rules forbid doing it in bulk or by a program."
    });
  return steps;
}

/** `3.1% of followers by followback, 17% of organic ones`; empty where a route has too few people for a rate. */
function sharesOf(claim: Claim | undefined): string {
  if (!claim || claim.is_followback_too_few || claim.is_organic_too_few) return "";
  const {x_followback, n_followback, x_organic, n_organic} = claim;
  if (x_followback === null || x_organic === null) return "";
  return `${percent(x_followback / n_followback)} of followers by followback, ${percent(x_organic / n_organic)} of organic ones`;
}

/** `A, B, and C`: each may hold an "and" of its own. */
const listed = (parts: string[]) =>
  parts.length < 3 ? parts.join(", and ") : `${parts.slice(0, -1).join(", ")}, and ${parts.at(-1)}`;

/** Two places of finding compared by what a follower who engages cost: where to put the hours, or that nobody can say yet. */
function placeSteps(campaigns: CampaignResult[]): Step[] {
  const costed = rowsOf(campaigns, "place").filter(
    ({place_kind, cost_per_result, at_least}) =>
      place_kind !== null && (cost_per_result !== null || at_least !== null)
  );
  // Who engages matters most; where nobody saw that, who stays.
  const of = (result: CampaignResult["result"]) => costed.filter((row) => row.result === result);
  const [places, who] =
    of("engaged_30").length > 0
      ? [of("engaged_30"), "a follower who engages"]
      : [of("kept_90"), `a follower still there after ${retainedDays} days`];
  const [{currency} = {currency: null}] = places;
  if (places.length < 2 || places.some((row) => row.currency !== currency)) return [];
  // What one costs at least and at most, the unknown counted either way; without a point only the least is known.
  const least = (row: CampaignResult) => row.at_least ?? costSpan(row).least;
  const most = (row: CampaignResult) => (row.at_least === null ? (costSpan(row).most ?? Infinity) : Infinity);
  const dear = places.toSorted((a, b) => least(b) - least(a))[0]!;
  const cheap = places.toSorted((a, b) => most(a) - most(b))[0]!;
  const words = (row: CampaignResult) => `${costText(row)} ${foundAt[row.place_kind!]}`;
  if (dear !== cheap && least(dear) > most(cheap))
    return [
      {
        label: "Shift",
        text: `Put the hours where they bring more: ${who} cost ${words(cheap)}, but ${words(dear)}.`
      }
    ];
  return [
    {
      label: "Wait",
      text: `Which place of finding is worth its hours is not known yet: ${who} cost ${listed(places.map(words))}.`
    }
  ];
}

function actingSteps(claims: Claim[], {engage, leave}: Standings): Step[] {
  const main = mainClaims(claims);
  const engaged = main.engage?.x_followback ?? 0;
  const keep = `${plural(engaged, "follower")} by followback did engage within ${engagedDays} days`;
  const [shares, left] = [sharesOf(main.engage), sharesOf(main.leave)];
  const engagedSo = shares === "" ? "" : ` Within ${engagedDays} days engaged ${shares}.`;
  const leftSo = left === "" ? "" : ` By ${retainedDays} days had left ${left}.`;
  if (engage === "supported")
    return [
      ...(engaged > 0
        ? [
            {
              label: "Keep",
              text: `${keep}. They are as valuable as any other follower: answer them, and do not drop everyone because of the rest.`
            }
          ]
        : []),
      {
        label: "Nurture",
        text: "New followers by followback are quiet, not lost: reply to one of their posts in the first month before you judge them."
      },
      {
        label: "Stop",
        text: `Stop following strangers only to be followed back. Spend those hours on what brought you organic followers.${engagedSo}`
      },
      ...(leave === "supported"
        ? [
            {
              label: "Count",
              text: `Count followers who are still there after ${retainedDays} days, not followers gained: many of those gained will have left by then.${leftSo}`
            }
          ]
        : [])
    ];
  if (engage === "contradicted")
    return [
      {
        label: "Keep",
        text: `Outreach brings followers who engage: keep following people you would like to hear from, and answer them early.${engagedSo}`
      },
      ...(leave === "supported"
        ? [
            {
              label: "Nurture",
              text: `They also leave sooner: the first ${retainedDays} days decide, so answer them early.${leftSo}`
            }
          ]
        : []),
      {label: "Stop", text: "Stop nothing on this evidence; follow few people well rather than many."}
    ];
  if (engage === "no difference that matters")
    return [
      {
        label: "Keep",
        text: `Keep everyone who engages: how a follower came does not predict engagement.${engagedSo}`
      },
      {
        label: "Nurture",
        text: "Nurture quiet followers of both routes in the same way: reply to what they write."
      },
      {
        label: "Stop",
        text:
          leave === "supported"
            ? `Stop counting followers by followback as growth before ${retainedDays} days have passed: they leave sooner.${leftSo}`
            : "Stop sorting followers by who followed first; sort by what they do."
      }
    ];
  if (leave === "supported")
    return [
      {label: "Keep", text: "Keep everyone who engages, by whichever route they came."},
      {
        label: "Count",
        text: `Count followers who are still there after ${retainedDays} days, not followers gained: those by followback leave sooner.${leftSo}`
      }
    ];
  if (leave === "contradicted" || leave === "no difference that matters")
    return [{label: "Keep", text: `Followers by followback stay: there is no reason to drop them.${leftSo}`}];
  return [];
}

function collecting(summary: Summary, claims: Claim[], {engage, leave}: Standings, hasLog: boolean): Step[] {
  const steps: Step[] = [];
  const waits = ["cannot tell yet", "too few", "too early"];
  if (waits.includes(engage) || (waits.includes(leave) && engage === "not collected"))
    steps.push({
      label: "Wait",
      text: summary.has_records
        ? "Change nothing on this evidence and keep collecting: run `followback snapshot` every day; it costs nothing."
        : "Change nothing on this evidence and keep collecting: from X, run `followback snapshot --incremental` every day and `followback snapshot` every week; from archives, import another one every month."
    });
  if (!summary.has_engagement && !summary.has_records)
    steps.push({
      label: "Collect",
      text:
        summary.mentions_stored > 0
          ? `${engagementMissing(summary)}.`
          : "To learn whether they engage, read mentions from X’s API (run `followback snapshot --incremental` every day and `followback snapshot` every week), or import a table of interactions; an archive does not contain other people’s interactions."
    });
  if (!summary.has_engagement && summary.has_records)
    steps.push({
      label: "Collect",
      text: `To learn whether those who come later engage, log in with an app password: \`followback login HANDLE --network ${summary.network.toLowerCase()}\`. Snapshots then read mentions elsewhere, from notifications.`
    });
  if (!summary.is_retention_recorded)
    steps.push({
      label: "Collect",
      text: "To see who leaves, take complete lists regularly: `followback snapshot`."
    });
  // Of the newest the next list of whom the account follows is still to come, however well it is read.
  if (unwatched(summary) > Math.max(summary.followback / 2, newcomers(summary) / 10))
    steps.push({
      label: "Look",
      text: `Read the list of whom you follow as often as the list of followers, before it, and at least every ${longestFollowingGapDays} days: without it the program cannot know whom you followed first.`
    });
  if (claims.some(({n_maybe, n_sitting, n_followback}) => n_maybe + n_sitting > n_followback / 2))
    steps.push(
      summary.has_records
        ? {
            label: "Look",
            text: "Take snapshots more often on days on which you follow others: where a record has no sure date, only the snapshots around it say when a follow began."
          }
        : hasLog
          ? {
              label: "Look",
              text: "Read the list of followers more often on days on which you follow others, every hour if you can: who follows back before the next list may have followed first."
            }
          : {
              label: "Log",
              text: "Keep a log of whom you follow and when, and import it: exact times settle the order of two follows."
            }
    );
  return steps;
}

/** How many are of unknown route because nobody looked whom the account follows, or too rarely. */
const unwatched = ({unknown_gap_too_wide, unknown_no_following_list}: Summary) =>
  unknown_gap_too_wide + unknown_no_following_list;
