import {describe, expect, test} from "vitest";
import {factsOfName} from "../../data-loaders/saved-lists/file-name.ts";

describe("a file's name says which list and when", () => {
  test.each([
    ["followers-2025-01-05.txt", "followers", "2025-01-05"],
    ["followers_20250105.csv", "followers", "2025-01-05"],
    ["2025.01.05 following.csv", "following", "2025-01-05"],
    ["followers-2025-01-05T0830.txt", "followers", "2025-01-05T08:30:00"],
    ["followers 2025-01-05 08.30.15.txt", "followers", "2025-01-05T08:30:15"],
    ["followers-2025-01-05T083015Z.txt", "followers", "2025-01-05T08:30:15Z"],
    ["friends_5jan2025.txt", "following", "2025-01-05"],
    ["Followers Jan 5, 2025.csv", "followers", "2025-01-05"],
    ["followers-05-01-2025.csv", "followers", "05/01/2025"],
    ["twitter-Followers-1736064005123.csv", "followers", "2025-01-05T08:00:05.123Z"],
    ["twitter-Abonnés-1736064005123.csv", "followers", "2025-01-05T08:00:05.123Z"],
    ["twitter-フォロー中-1736064005123.json", "following", "2025-01-05T08:00:05.123Z"],
    ["blocked-2025-01-05.txt", "blocking", "2025-01-05"],
    ["1500000000000000001_followers.txt", "followers", null],
    ["followers_2025-01-05_02-30-PM.txt", "followers", "2025-01-05"],
    ["followers-2025-01-05T100000+0200.txt", "followers", "2025-01-05"],
    ["followers_2025-01-05_1523_people.txt", "followers", "2025-01-05"],
    ["followers_2025-01-05T1523.txt", "followers", "2025-01-05T15:23:00"],
    ["boyfriends-club-2025-01-05.txt", null, "2025-01-05"],
    ["people.txt", null, null],
    ["followers_and_following_2025-01-05.csv", null, "2025-01-05"]
  ])("%s", (name, list, takenAt) => {
    expect(factsOfName(name, [])).toMatchObject({list, takenAt, isTakenTwice: false, isOther: false});
  });

  test("what it leaves open, the folders around it say, the nearest first", () => {
    expect(factsOfName("x/followers.txt", ["2025-01-01", "2025-01-05"])).toMatchObject({
      list: "followers",
      takenAt: "2025-01-05"
    });
    expect(factsOfName("x/2025-01-05.txt", ["following"])).toMatchObject({
      list: "following",
      takenAt: "2025-01-05"
    });
  });

  test.each([
    "unfollowers.txt",
    "new_followers.csv",
    "not-following-back.txt",
    "lost-followers.txt",
    "non-followers.csv"
  ])("%s is no whole list", (name) =>
    expect(factsOfName(name, [])).toMatchObject({isOther: true, list: null})
  );

  test("two dates are none, and the seconds of 1970 are no date: ids look like them", () => {
    expect(factsOfName("followers_2025-01-05_2025-01-12.txt", [])).toMatchObject({
      takenAt: null,
      isTakenTwice: true
    });
    expect(factsOfName("followers_1736064005.txt", []).takenAt).toBeNull();
  });
});
