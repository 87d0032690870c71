import {mainClaims, type Standings} from "./claim.js";
import {isFirstLook} from "./compare.js";
import {plural} from "./format.js";
import type {Claim, Summary} from "./rows.js";
import {engagedDays, keptDays, longestFollowingGapDays} from "./thresholds.js";

/** One thing to do: a word for it, and the sentence. Commands stand between backticks. */
export interface Step {
  label: string;
  text: string;
}

/**
 * What to do next, in plain words, as the verdicts allow: whom to keep, to warm, to stop following. It never tells to
 * unfollow everybody, and nothing it tells may be automated.
 */
export function nextSteps(summary: Summary, claims: Claim[], stand: Standings, attempts: number): Step[] {
  if (isFirstLook(summary))
    return [
      {
        label: "Collect",
        text: "Take the next snapshot within a week: `followback snapshot`, or `followback import` of a later archive."
      }
    ];
  const acting = actingSteps(claims, stand);
  const steps = [...acting, ...collecting(summary, claims, stand)];
  // Whoever is told to follow or unfollow by hand has to hear that a program may not do it for them.
  if (attempts > 0 || acting.length > 0)
    steps.push({
      label: "By hand",
      text: "Follow and unfollow by hand and a little at a time: X’s rules forbid doing it in bulk or by a program."
    });
  return steps;
}

function actingSteps(claims: Claim[], {engage, leave}: Standings): Step[] {
  const engaged = mainClaims(claims).engage?.x_followback ?? 0;
  const keep = `${plural(engaged, "follower")} by followback did engage within ${engagedDays} days`;
  if (engage === "supported")
    return [
      ...(engaged > 0
        ? [
            {
              label: "Keep",
              text: `${keep}. They are as good as any other: answer them, and do not cut everybody off for the sake of the rest.`
            }
          ]
        : []),
      {
        label: "Warm",
        text: "Newcomers by followback are quiet, not lost: reply to something of theirs in the first month, before you judge them."
      },
      {
        label: "Stop",
        text: "Stop following strangers only to be followed back. Spend those hours on what brought the people who came on their own."
      },
      ...(leave === "supported"
        ? [
            {
              label: "Count",
              text: `Count followers still there after ${keptDays} days, not followers gained: many of these will have gone by then.`
            }
          ]
        : [])
    ];
  if (engage === "contradicted")
    return [
      {
        label: "Keep",
        text: "Outreach brings followers who engage: keep following people you would like to hear from, and answer them early."
      },
      ...(leave === "supported"
        ? [
            {
              label: "Warm",
              text: `They also leave sooner: the first ${keptDays} days decide, so answer them early.`
            }
          ]
        : []),
      {label: "Stop", text: "Stop nothing on this evidence; follow few people well rather than many."}
    ];
  if (engage === "no difference that matters")
    return [
      {label: "Keep", text: "Keep whoever engages: how somebody came does not tell whether they will."},
      {
        label: "Warm",
        text: "Warm the quiet ones of either kind in the same way, by replying to what they write."
      },
      {
        label: "Stop",
        text:
          leave === "supported"
            ? `Stop counting follow backs as growth before ${keptDays} days have passed: they leave sooner.`
            : "Stop sorting followers by who followed first; sort by what they do."
      }
    ];
  if (leave === "supported")
    return [
      {label: "Keep", text: "Keep whoever engages, however they came."},
      {
        label: "Count",
        text: `Count followers still there after ${keptDays} days, not followers gained: those by followback leave sooner.`
      }
    ];
  if (leave === "contradicted" || leave === "no difference that matters")
    return [{label: "Keep", text: "Followers by followback stay: there is no reason to part with them."}];
  return [];
}

function collecting(summary: Summary, claims: Claim[], {engage, leave}: Standings): Step[] {
  const steps: Step[] = [];
  const waits = ["cannot tell yet", "too few", "too early"];
  if (waits.includes(engage) || (waits.includes(leave) && engage === "not collected"))
    steps.push({
      label: "Wait",
      text: "Change nothing on this evidence, and keep collecting: from X, `followback snapshot --head` every day and a full walk every week; from archives, another one every month."
    });
  if (!summary.has_engagement)
    steps.push({
      label: "Collect",
      text: "To learn whether they engage, let the program read mentions from X’s API (`followback snapshot --head` with a token every day, a full walk every week), or import a table of interactions; an archive holds nobody else’s acts."
    });
  if (!summary.is_retention_recorded)
    steps.push({
      label: "Collect",
      text: "To see who leaves, take complete lists now and then: `followback snapshot`."
    });
  if (unwatched(summary) > summary.followback / 2)
    steps.push({
      label: "Look",
      text: `Read the list of whom you follow as often as the list of followers, at least every ${longestFollowingGapDays} days: without it nobody can tell who was followed first.`
    });
  if (claims.some(({n_maybe, n_followback}) => n_maybe > n_followback / 2))
    steps.push({
      label: "Log",
      text: "Keep a log of whom you follow and when, and import it: exact times settle the order of two follows."
    });
  return steps;
}

/** How many are of unknown route because nobody looked whom the account follows, or too rarely. */
const unwatched = ({unknown_gap_too_wide, unknown_no_following_list}: Summary) =>
  unknown_gap_too_wide + unknown_no_following_list;
