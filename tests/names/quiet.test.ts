import {expect, test} from "vitest";
import {from, fromLists, named, type NamedList, type Person} from "./named-lists.ts";

const crowd = from(100, 20);

/** Whether days are quiet under daily lists of 31 days; the account turns to somebody new on each of days 8 to 20. */
const daysOf = (followers: readonly Person[], followingOf: (ids: number[]) => readonly Person[]) => {
  const lists = from(0, 31).flatMap((day): NamedList[] => {
    const turnedTo = from(300, Math.max(0, Math.min(day, 20) - 7)).reverse();
    return [
      {at: day + 0.5, list: "followers", people: followers},
      {at: day + 0.5, list: "following", people: followingOf([...turnedTo, ...from(200, 20)])}
    ];
  });
  return fromLists(lists, ["arrival_days"], (db) =>
    db.rows("select is_quiet, count(*)::int as days from arrival_days group by all order by all")
  );
};

test("no day is quiet on the word of lists whose names are left out", async () => {
  // The three whole weeks from day 7 on: the account turns to people up to day 20, so that days 24 to 27 are quiet.
  const known = [
    {is_quiet: false, days: 17},
    {is_quiet: true, days: 4}
  ];
  expect(await daysOf(crowd, (ids) => ids)).toEqual(known);
  expect(await daysOf(crowd, named)).toEqual([{is_quiet: null, days: 21}]);
  // Where all lists are by name, everybody is somebody by the name.
  expect(await daysOf(named(crowd), named)).toEqual(known);
});
