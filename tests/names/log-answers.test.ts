import {expect, test} from "vitest";
import {standIn} from "../../src/names/stand-in.ts";
import {from, fromLists, put, timeOf, type NamedList} from "./named-lists.ts";

const crowd = from(100, 20);
const turnedTo = from(1001, 200);
const answered = turnedTo.slice(0, 40);

/**
 * What came of a log of 200 people of day 10, of whom forty stand in lists of followers from day 21 on. Profiles come with the people of
 * lists alone, so that names in the log are known of those who answered; `isListed`: whom the account follows is read too.
 */
const outcomesOf = (form: "ids" | "names", isListed = false) => {
  const lists = from(0, 10).flatMap((week): NamedList[] => [
    {at: 7 * week, list: "followers", people: [...(week > 2 ? answered : []), ...crowd]},
    ...(isListed
      ? [{at: 7 * week, list: "following" as const, people: week > 1 ? turnedTo : from(200, 20)}]
      : [])
  ]);
  return fromLists(
    lists,
    ["outreach"],
    (db) => db.rows("select outcome, count(*)::int as attempts from outreach group by all order by all"),
    async (db) => {
      const idOf = (id: number) => (form === "ids" ? String(id) : standIn(`n${id}`));
      await put(
        db,
        "events",
        `snapshot_id, event_id, kind, delivery, is_exact, source_id, target_id, "after", "before"`,
        turnedTo.map((id) => `'log', 'e${idOf(id)}', 'follow', 'import', false, 9, ${idOf(id)}, ${timeOf(10)}, ${timeOf(11)}`) // prettier-ignore
      );
      if (form === "names")
        await put(
          db,
          "names",
          "snapshot_id, user_id, name",
          turnedTo.map((id) => `'log', ${idOf(id)}, 'n${id}'`)
        );
      await put(
        db,
        "users",
        "snapshot_id, user_id, username, profile_at",
        (isListed ? turnedTo : answered).map((id) => `'profiles', ${id}, 'n${id}', ${timeOf(21)}`)
      );
    }
  );
};

test("a log of names says nothing for certain while those who did not answer are left out", async () => {
  const known = [
    {outcome: "followed_back", attempts: 40},
    {outcome: "not_yet", attempts: 160}
  ];
  expect(await outcomesOf("ids")).toEqual(known);
  // Forty of forty would have answered.
  expect(await outcomesOf("names")).toEqual([{outcome: "unknown", attempts: 40}]);
  expect(await outcomesOf("names", true)).toEqual(known);
});
