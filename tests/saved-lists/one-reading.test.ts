import {describe, expect, test} from "vitest";
import {forgetPeople} from "../../src/forget/forget.ts";
import {people, useImport} from "./brought.ts";

// One reading of a list stays one list, whatever is said of it the second time.

const {store, bring, stored} = useImport();
const list = people.join("\n");
const countLists = async () => (await store.rows("select 1 as one from raw.lists")).length;

test("the same file with a clock time, imported again in another zone, is refused", async () => {
  const file = store.write("followers-2025-01-05T0900.txt", list);
  const [id] = (await bring(file)).ids;
  await expect(bring(file, {zone: "Asia/Tokyo"})).rejects.toThrow(
    `the store has this very file as of another time, as snapshot ${id}: give the same flags of time as then, or remove it first by followback snapshots remove ${id}`
  );
  expect(await countLists()).toBe(1);
});

test("so is a file whose name bears a date, with another --taken-at", async () => {
  const file = store.write("followers-2025-01-05.txt", list);
  await bring(file);
  await expect(bring(file, {takenAt: "2025-01-05T09:00:00Z"})).rejects.toThrow("as of another time");
});

test("so is a file with a column of times, in another zone; in the same one it is there already", async () => {
  const rows = ["2025-01-05 09:00", "2025-01-06 09:00"].flatMap((at) => people.map((id) => `${id},${at}`));
  const file = store.write("followers.csv", ["id,taken_at", ...rows].join("\n"));
  await bring(file, {list: "followers"});
  await bring(file, {list: "followers"});
  expect(await countLists()).toBe(2);
  await expect(bring(file, {list: "followers", zone: "-05:00"})).rejects.toThrow("as of another time");
  expect(await countLists()).toBe(2);
});

describe("a file with a column of clock times that has grown", () => {
  const at = (day: number, hour = "09:00") => `2025-01-0${day} ${hour}`;
  const write = (times: string[], name = "followers.csv") =>
    store.write(
      name,
      ["id,taken_at", ...times.flatMap((time, nth) => people.slice(nth).map((id) => `${id},${time}`))].join(
        "\n"
      )
    );
  const is = {list: "followers"} as const;

  test("is refused in another zone, and adds its new times in the same one", async () => {
    await bring(write([at(5), at(6)]), is);
    const [first] = store.snapshots();
    const grown = write([at(5), at(6), at(7)]);
    for (const zone of ["-05:00", "Asia/Kathmandu", "Pacific/Kiritimati"])
      await expect(bring(grown, {...is, zone})).rejects.toThrow(
        `${grown}: the store has lists of this file's name with the same people as of other times, such as snapshot ${first}: give the same --zone as then, or none if none was given; rename the file if these are other lists`
      );
    expect(await countLists()).toBe(2);
    await bring(grown, is);
    expect(await countLists()).toBe(3);
  });

  test("is refused where the clocks of the zone changed in between", async () => {
    const times = ["2025-03-29 09:00", "2025-03-31 09:00"];
    await bring(write(times), is);
    await expect(
      bring(write([...times, "2025-04-02 09:00"]), {...is, zone: "Europe/Berlin"})
    ).rejects.toThrow("as of other times");
  });

  test("is taken where its lists are others", async () => {
    await bring(write([at(5), at(6)]), is);
    // Another file; times that say their zone; other hours than zones are apart; a time that is there; other people.
    await bring(write([at(5, "15:00"), at(6, "15:00"), at(7)], "evening.csv"), is);
    expect(await countLists()).toBe(5);
    await bring(write([at(5, "20:00Z"), at(6, "20:00Z"), at(7, "20:00Z")]), is);
    expect(await countLists()).toBe(8);
    await bring(write([at(5, "09:07"), at(6, "09:07"), at(7, "09:07")]), is);
    expect(await countLists()).toBe(11);
  });

  test("is taken where one of its times is there as it stands, or fewer people", async () => {
    await bring(write([at(5), at(6)]), is);
    const rolling = store.write(
      "followers.csv",
      [
        "id,taken_at",
        ...people.slice(1).map((id) => `${id},${at(6)}`),
        ...people.slice(1).map((id) => `${id},${at(7)}`)
      ].join("\n")
    );
    await bring(rolling, is);
    expect(await countLists()).toBe(3);
  });
});

test("a file is refused as the account's other list too, whatever flags say how it is read", async () => {
  const file = store.write(
    "list.csv",
    `id,city\n${people
      .slice(0, 5)
      .map((id) => `${id},x`)
      .join("\n")}`
  );
  const at = {takenAt: "2025-01-05T09:00:00Z"};
  const [id] = (await bring(file, {...at, list: "followers"})).ids;
  const other = {...at, list: "following", userColumn: "id"} as const;
  await expect(bring(file, other)).rejects.toThrow(
    `${file}: the store has this very file as a list of followers, as snapshot ${id}: check --list, or remove that one first by followback snapshots remove ${id}`
  );
  expect(await countLists()).toBe(1);
  // Both are right: the account follows just those who follow it.
  await bring(file, {...other, isUnlike: true});
  // A file of another name, and other people.
  await bring(store.write("following.csv", `id\n${people.slice(0, 4).join("\n")}`), {
    ...at,
    takenAt: "2025-01-06T09:00:00Z",
    list: "following"
  });
  await bring(store.write("followers.csv", `id\n${people.slice(0, 4).join("\n")}`), {
    ...at,
    takenAt: "2025-01-06T09:00:00Z",
    list: "followers",
    userColumn: "id"
  });
  expect(await countLists()).toBe(4);
});

test("lists of two days that hold the same people are two lists", async () => {
  await bring(store.write("followers-2025-01-05.txt", list));
  await bring(store.write("followers-2025-01-06.txt", list));
  expect(await countLists()).toBe(2);
});

describe("a file that was saved again under another date", () => {
  const crowd = (start: number) =>
    Array.from({length: 30}, (_, n) => `1800${start + n}${n * 7919 + 100_000}`);
  const many = crowd(1000);
  const is = {list: "followers"} as const;

  test("is refused where the counts of its profiles are the same", async () => {
    const text = ["id,screen_name,followers_count", ...many.map((id, n) => `${id},made_${n},${n}`)].join(
      "\n"
    );
    const [id] = (await bring(store.write("a-2025-01-05.csv", text), is)).ids;
    const again = store.write("b-2025-02-05.csv", text);
    await expect(bring(again, is)).rejects.toThrow(
      `${again}: is the same, byte for byte, as the list of 2025-01-05 (snapshot ${id}), with the same counts of every profile: give the file that was saved then, or --unlike-the-last if it is right`
    );
    await bring(again, {...is, isUnlike: true});
    expect(await countLists()).toBe(2);
  });

  test("is refused where a list between has people who are not in it", async () => {
    const first = store.write("a-2025-01-05.txt", many.join("\n"));
    const next = store.write("b-2025-02-05.txt", [...crowd(2000).slice(0, 11), ...many.slice(2)].join("\n"));
    const again = store.write("c-2025-03-05.txt", many.join("\n"));
    await expect(bring([first, next, again], is)).rejects.toThrow(
      `${again}: is the same, byte for byte, as the list of 2025-01-05 (${first}), though a list between the two (${next}) has 11 people who are not in it: `
    );
    expect(await countLists()).toBe(0);
  });

  test("is taken where nothing shows that it was not read again", async () => {
    for (const month of ["01", "02"]) await bring(store.write(`a-2025-${month}-05.txt`, many.join("\n")), is);
    await bring(store.write("b-2025-03-05.txt", many.slice(10).join("\n")), is);
    await bring(store.write("a-2025-04-05.txt", many.join("\n")), is);
    expect(await countLists()).toBe(4);
  });
});

test("a list out of which somebody was forgotten is not replaced by the file that holds them", async () => {
  const file = store.write("followers-2025-01-05.txt", list);
  await bring(file);
  await forgetPeople(store.dataDir, {erase: [{id: people[3]!, handles: [], texts: []}], blank: []});
  await expect(bring(file, {isComplete: true})).rejects.toThrow(
    "people were forgotten out of the stored list"
  );
  expect(await stored()).not.toContain(people[3]);
});

test("a remark that may begin another list stops the import; other remarks are left out", async () => {
  const parts = (remark: string) => [...people.slice(0, 6), remark, ...people.slice(6)].join("\n");
  await expect(bring(store.write("followers-2025-01-05.txt", parts("# Following")))).rejects.toThrow(
    'a remark inside the list, "# Following", may begin another list'
  );
  await bring(store.write("followers-2025-01-06.txt", parts("# page 2")));
  expect(await stored()).toEqual(people);
});

test.each([0, people.length])(
  "a line that counts the others is an id only if you say so: row %i",
  async (at) => {
    const lines = people.toSpliced(at, 0, String(people.length));
    const file = store.write("followers-2025-01-05.txt", lines.join("\n"));
    await expect(bring(file)).rejects.toThrow(
      `row ${at + 1} holds ${people.length}, which is how many people the others are: delete that row, or give --ids if it is a person`
    );
    await bring(file, {kind: "ids"});
    expect(new Set(await stored())).toEqual(new Set(lines));
  }
);
