import {percent, plural, whole} from "./format.js";
import type {RecordDates, Summary} from "./rows.js";
import type {Column} from "./table.js";

/** How lists are used where whether a follow is there can be asked. */
export const askedSentence = ({network}: Summary): string =>
  `Lists only say whom to ask: on ${network} they lose people between pages, and leave out who is deactivated, taken down or blocked. Whether a follow is there was asked for everyone in them, and for everyone met before.`;

/** How far the dates of follows can be believed, in one paragraph. */
export function datesSentence({
  dated,
  disagreeing,
  told,
  told_disagreeing,
  disagreeing_high,
  is_key_enough,
  met_late
}: RecordDates): string {
  const asked =
    dated === 0
      ? "No record was asked what time it claims."
      : `Of ${plural(dated, "record")} that ${dated === 1 ? "was" : "were"} asked what time ${dated === 1 ? "it claims" : "they claim"}, ${whole(disagreeing)} ${disagreeing === 1 ? "claims" : "claim"} another time than ${disagreeing === 1 ? "its key" : "their keys"}${disagreeing_high === null ? "" : ` (at most ${percent(disagreeing_high)}, by the 95% interval)`}. These times are shown here and used nowhere.`;
  const more =
    told === 0
      ? ""
      : ` Of ${plural(told, "record")} more a notification said it: ${whole(told_disagreeing)} ${told_disagreeing === 1 ? "claims" : "claim"} another time.`;
  const keys = is_key_enough
    ? "So few that the key of a record that was not asked counts as its time."
    : "The key of a record that was not asked does not count as its time: that takes 300 records that were asked, and at most 2% that can be wrong.";
  const late =
    met_late === 0
      ? ""
      : ` ${plural(met_late, "person was", "people were")} met late: lists had been read before without them, and their record does not show that they came since, so no one knows when they came.`;
  return `${asked} ${keys}${more}${late}`;
}

/** One line of the table: what was counted, and how many. */
export interface RecordCount {
  what: string;
  count: number;
}

export const recordRows = (row: RecordDates): RecordCount[] => [
  {what: "records of follows", count: row.records},
  {what: "asked what time they claim", count: row.dated},
  {what: "said by a notification what time they claim", count: row.told},
  {what: "claim another time than their key", count: row.disagreeing + row.told_disagreeing},
  {what: "took the place of another record of the same follow", count: row.replaced},
  {what: "followers met late", count: row.met_late}
];

export const recordColumns: Column<RecordCount>[] = [
  {name: "what", text: (d) => d.what, isLong: true},
  {name: "how many", text: (d) => whole(d.count), isNumber: true}
];
