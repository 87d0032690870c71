import {percent, whole} from "./format.js";
import type {Middle, Summary} from "./rows.js";

/** How large the share of followbacks among dated arrivals can be, and where in that range a model puts it. */
export function unknownRange({followback, organic, unknown}: Summary, middle: Middle | undefined): string {
  const dated = followback + organic + unknown;
  if (dated < 30)
    return dated === 0 ? "No dated arrival yet." : "Fewer than 30 dated arrivals: too few for a share.";
  if (unknown === 0)
    return `Nobody is of unknown route: ${percent(followback / dated)} of ${whole(dated)} arrivals came by followback.`;
  const range = `From ${percent(followback / dated)} to ${percent((followback + unknown) / dated)} of ${whole(dated)} arrivals came by followback: the ${whole(unknown)} of unknown route may be none of them or all.`;
  if (middle?.expected_followbacks == null || middle.chance == null) return range;
  const likely = (followback + middle.expected_followbacks) / dated;
  const others = unknown - middle.unknown_people;
  const rest =
    others > 0
      ? ` The model leaves out the other ${whole(others)}: of these it is not the order of two follows that is unknown, the account’s own was there already or nobody watched it.`
      : "";
  return `${range} From the account’s own arrival rates a model expects about ${whole(middle.expected_followbacks)} of ${whole(middle.unknown_people)} unknown to be followbacks (${percent(middle.chance)}), which would make it ${percent(likely)}; the range is what is known.${rest}`;
}
