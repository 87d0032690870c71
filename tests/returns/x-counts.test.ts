import {describe, expect, it} from "vitest";
import {csv} from "./files.ts";
import {useReturnsStore} from "./importing.ts";

const at = useReturnsStore();
const {store} = at;

const english = [
  "Date", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows", "Unfollows", "Replies", "Reposts",
  "Profile visits", "Create Post", "Video views", "Media views"
]; // prettier-ignore
const german = [
  "Datum", "Impressions", "Gefällt mir", "Interaktionen", "Lesezeichen", "Mal geteilt", "Neue Follower*innen", "Entfolgungen",
  "Antworten", "Reposts", "Profilbesuche", "Create Post", "Video views", "Media views"
]; // prettier-ignore
const japanese = [
  "日付", "インプレッション数", "いいね", "エンゲージメント", "ブックマーク", "Shares", "新しいフォロー", "フォロー解除", "返信",
  "リポスト", "プロフィールへのアクセス数", "ポストを作成", "動画の再生", "メディアの再生"
]; // prettier-ignore
const french = [
  "Date", "Impressions", "J'aime", "Engagements", "Signets", "Partages", "Nouveaux abonnés", "Désabonnements", "Réponses",
  "Reposts", "Visites du profil", "Create Post", "Video views", "Media views"
]; // prettier-ignore
const russian = [
  "Дата", "Показы", "Нравится", "Взаимодействия", "Закладки", "Поделились", "Новые читатели", "Потерянные читатели", "Ответы",
  "Репосты", "Посещения профиля", "Create Post", "Video views", "Media views"
]; // prettier-ignore
const turkish = [
  "Tarih", "Gösterimler", "Beğeniler", "Etkileşimler", "Yer işaretleri", "Paylaşımlar", "Yeni takipler", "Takipten çıkmalar",
  "Yanıtlar", "Yeniden gönderiler", "Profil ziyaretleri", "Gönderi oluştur", "Video", "Medya"
]; // prettier-ignore

const format = new Intl.DateTimeFormat("en-US", {
  timeZone: "UTC",
  weekday: "short",
  month: "short",
  day: "numeric",
  year: "numeric"
});
const dateOf = (day: string) => format.format(new Date(`${day}T00:00:00Z`));

/** A row of X's account overview: impressions, new follows, unfollows, profile visits, posts; numbers that nobody needs are 77. */
const row = (day: string, impressions: number, follows: number, unfollows: number, visits = 8, posts = 1) =>
  [dateOf(day), impressions, 77, 77, 77, 77, follows, unfollows, 77, 77, visits, posts, 0, 0].map(String);
/** As X writes it: newest first, no line end at the end. */
const overview = (rows: string[][], header = english) => csv([header, ...rows], {isOpen: true});

const counts = () =>
  store.rows(
    `select strftime(day, '%m-%d') as day, new_follows::int as f, unfollows::int as u, profile_visits::int as v,
      impressions::int as i, posts_created::int as p from raw.daily_counts order by snapshot_id, day`
  );
const kept = () =>
  at.kept(
    "kept_daily_counts",
    "select cast(day as varchar) as day, new_follows::int as f, unfollows::int as u from kept_daily_counts order by day"
  );
const sums = () =>
  at.kept(
    "kept_daily_counts",
    "select count(*)::int as days, sum(new_follows)::int as f, sum(unfollows)::int as u, sum(impressions)::int as i from kept_daily_counts"
  );

const name = "account_overview_analytics.csv";
const september = [
  row("2026-09-15", 900, 5, 4),
  row("2026-09-14", 800, 3, 1, 9, 2),
  row("2026-09-13", 700, 0, 2),
  row("2026-09-12", 600, 4, 0)
];

describe("X's account overview", () => {
  it("becomes counts by day, without the newest day", async () => {
    const lines = await at.bring(store.write(name, overview(september)));
    expect(await counts()).toEqual([
      {day: "09-12", f: 4, u: 0, v: 8, i: 600, p: 1},
      {day: "09-13", f: 0, u: 2, v: 8, i: 700, p: 1},
      {day: "09-14", f: 3, u: 1, v: 9, i: 800, p: 2}
    ]);
    expect(lines[0]).toBe(
      `${name}: X's account overview of 42: 2026-09-12 to 2026-09-14, days of UTC; 7 new follows, 3 unfollows; left out: 2026-09-15, which X still corrects: 5 new follows, 4 unfollows (--taken-at says when it was downloaded)`
    );
    expect(await store.rows("select download, content, zone from raw.downloads")).toEqual([
      {download: "x-overview", content: "counts", zone: "UTC"}
    ]);
  });

  it.each([
    ["2026-09-15T20:00:00Z", 3],
    ["2026-09-16T09:00:00Z", 3],
    ["2026-09-19T00:00:00Z", 4]
  ])(
    "holds its newest day only once X no longer corrects it: downloaded %s, %i days",
    async (takenAt, days) => {
      await at.bring(store.write(name, overview(september)), {takenAt});
      expect(await counts()).toHaveLength(days);
    }
  );

  it.each([
    ["German", german],
    ["Japanese", japanese],
    ["French", french],
    ["Russian", russian]
  ])("is the same in %s", async (_, header) => {
    await at.bring(store.write(name, overview(september)));
    const lines = await at.bring(
      store.write("account_overview_analytics (1).csv", overview(september, header))
    );
    expect(lines[0]).toMatch(/the same is there already/);
    expect(lines[0]).not.toMatch(/by their order/);
    expect(store.snapshots()).toHaveLength(1);
  });

  it("is read by the order of its columns in a language that is not known, and says so", async () => {
    const [line] = await at.bring(store.write(name, overview(september, turkish)));
    expect(line).toMatch(/7 new follows, 3 unfollows.*are read by their order/);
    expect(await sums()).toEqual([{days: 3, f: 7, u: 3, i: 2100}]);
  });

  it("is read by its names in a known language, also with other columns than X's", async () => {
    const shorter = (cells: string[]) => cells.slice(0, 13);
    const [line] = await at.bring(store.write(name, overview(september.map(shorter), shorter(german))));
    expect(line).not.toMatch(/by their order/);
    expect(await sums()).toEqual([{days: 3, f: 7, u: 3, i: 2100}]);
  });

  it("says which days have no number of follows or unfollows", async () => {
    const rows = september.map((cells, nth) =>
      nth === 1 ? cells.map((cell, at) => (at === 6 ? "" : cell)) : cells
    );
    const [line] = await at.bring(store.write(name, overview(rows)));
    expect(line).toMatch(
      /4 new follows, 3 unfollows; 1 day without a number of follows or unfollows, over which nothing is concluded/
    );
  });

  it("is read by the names of its columns in whatever order they stand", async () => {
    const turn = (cells: string[]) => [cells[0]!, ...cells.slice(1).reverse()];
    await at.bring(store.write(name, overview(september.map(turn), turn(english))));
    expect(await sums()).toEqual([{days: 3, f: 7, u: 3, i: 2100}]);
  });

  it("takes a spreadsheet's dates and separators, where they can mean only one day", async () => {
    const rows = september.map(([, ...cells], nth) => [`${15 - nth}/09/2026`, ...cells]);
    await at.bring(store.write(name, [english, ...rows].map((cells) => cells.join(";")).join("\r\n")));
    expect(await sums()).toEqual([{days: 3, f: 7, u: 3, i: 2100}]);
  });

  it.each([
    ["in the order of the downloads", [0, 1]],
    ["the other way round", [1, 0]]
  ])("counts a day as its newest download has it, imported %s", async (_, order) => {
    // By hand: 12 and 13 September of the first, 14 and 15 of the second, which has 14 September corrected from 3 to 6.
    const later = [row("2026-09-16", 10, 1, 0), row("2026-09-15", 950, 8, 4), row("2026-09-14", 820, 6, 1)];
    const files = [store.write("a.csv", overview(september)), store.write("b.csv", overview(later, german))];
    for (const nth of order) await at.bring(files[nth]!);
    expect(await kept()).toEqual([
      {day: "2026-09-12", f: 4, u: 0},
      {day: "2026-09-13", f: 0, u: 2},
      {day: "2026-09-14", f: 6, u: 1},
      {day: "2026-09-15", f: 8, u: 4}
    ]);
  });

  it("leaves days that no file holds unknown, over a year with gaps", async () => {
    const days = (from: string, count: number) =>
      Array.from({length: count}, (_, nth) =>
        new Date(Date.parse(`${from}T00:00:00Z`) + (count - 1 - nth) * 86_400_000).toISOString().slice(0, 10)
      );
    // By hand: 31 + 28 days of January and February but the last, 10 days of June but the last, all of 2 follows and 1 unfollow.
    await at.bring([
      store.write("winter.csv", overview(days("2025-01-01", 59).map((day) => row(day, 10, 2, 1)))),
      store.write(
        "june.csv",
        overview(
          days("2025-06-01", 10).map((day) => row(day, 10, 2, 1)),
          japanese
        )
      )
    ]);
    expect(await sums()).toEqual([{days: 67, f: 134, u: 67, i: 670}]);
    const lines = await at.bring(
      store.write(
        "hole.csv",
        overview([row("2025-08-09", 1, 1, 1), row("2025-08-08", 1, 1, 0), row("2025-08-05", 1, 3, 0)])
      )
    );
    expect(lines[0]).toMatch(/2 days in between are not in the file and stay unknown/);
    expect(await sums()).toEqual([{days: 69, f: 138, u: 67, i: 672}]);
  });

  it("keeps a day of an earlier download that a later one with a hole lacks", async () => {
    await at.bring(store.write("a.csv", overview(september)));
    await at.bring(store.write("b.csv", overview([row("2026-09-17", 1, 1, 1), row("2026-09-16", 1, 1, 0), row("2026-09-12", 600, 4, 0)]))); // prettier-ignore
    expect((await kept()).map(({day}) => day)).toEqual([
      "2026-09-12",
      "2026-09-13",
      "2026-09-14",
      "2026-09-16"
    ]);
  });

  it("is refused where most days that the store has too are otherwise, as of another account", async () => {
    const rows = (shift: number) =>
      Array.from({length: 8}, (_, nth) => row(`2026-09-${20 - nth}`, 500 + nth, 3 + shift, 1));
    await at.bring(store.write("a.csv", overview(rows(0))));
    const other = store.write("b.csv", overview([row("2026-09-21", 1, 1, 1), ...rows(1)]));
    expect(await at.refusal(other)).toMatch(
      /it has other counts than the store on 7 of the 7 days that both hold: it may be of another account/
    );
    await at.bring(other, {unlikeTheLast: true});
    expect(store.snapshots()).toHaveLength(2);
  });

  it.each([
    ["a day stands twice", overview([september[0]!, september[1]!, september[1]!]), /line 4: a day stands twice/],
    ["a weekday is wrong", overview([["Mon, Sep 15, 2026", ...september[0]!.slice(1)], september[1]!]), /line 2: Date: not a time/],
    ["a count is no number", overview(september).replace(",900,", ",9.5,"), /Impressions is "9\.9" .*, expected a whole number/],
    ["it holds only its newest day", overview([september[0]!]), /holds only 2026-09-15, which may not have been over/],
    ["a day is in the future", overview([row("2098-09-15", 1, 1, 1), row("2098-09-14", 1, 1, 1)]), /a day in the future/],
    ["it has no unfollows", csv([english.filter((one) => one !== "Unfollows"), ...september.map((cells) => cells.filter((_, nth) => nth !== 7))]), /X's account overview, but without unfollows/],
    ["X has added a column in a language that is not known", csv([[...turkish, "Yeni"], ...september.map((cells) => [...cells, "1"])]), /with 15 columns where 14 are expected, in a language that is not known: set X to English/],
    ["it is cut short", overview(september).slice(0, -9), /fields where 14 are expected/]
  ])("is refused in one line where %s", async (_, text, line) => {
    expect(await at.refusal(store.write(name, text))).toMatch(line);
  }); // prettier-ignore

  it("is refused where its name says that it is of another account, or of one post", async () => {
    expect(
      await at.refusal(store.write("account_overview_analytics_rivalbrand.csv", overview(september)))
    ).toMatch(/it is of @rivalbrand, and account 42 is tracked as examplebrand: give --account with the id/);
    await at.bring(store.write("account_overview_analytics_ExampleBrand (2).csv", overview(september)));
    expect(
      await at.refusal(store.write("post_overview_analytics_2099682110469046395.csv", overview(september)))
    ).toMatch(/analytics of one post by day, not of the account/);
  });
});

describe("X's files until 2024", () => {
  const figures = [
    "impressions", "engagements", "engagement rate", "retweets", "replies", "likes", "user profile clicks", "url clicks",
    "hashtag clicks", "detail expands", "permalink clicks", "app opens", "app installs", "follows", "email tweet",
    "dial phone", "media views", "media engagements"
  ]; // prettier-ignore
  const header = [...figures, ...figures.map((figure) => `promoted ${figure}`)];
  const cells = (impressions: string, profile: string, urls: string, follows: string) =>
    [impressions, "9", "0.02", "1", "2", "9", profile, urls, "0", "7", "0", "0", "0", follows, "0", "0", "3", "3", ...figures.map(() => "-")]; // prettier-ignore
  const quoted = (rows: string[][]) =>
    rows.map((one) => one.map((cell) => `"${cell}"`).join(",")).join("\n") + "\n";

  it("by post are readings of posts, and keep no text", async () => {
    const file = store.write(
      "tweet_activity_metrics_examplebrand_20210601_20210629_en.csv",
      quoted([
        ["Tweet id", "Tweet permalink", "Tweet text", "time", ...header],
        ["1409554686720790528", "https://twitter.com/examplebrand/status/1409554686720790528", "soup,\nzelda", "2021-06-28 16:45 +0000", ...cells("1938.0", "4.0", "6.0", "1.0")],
        ["1409283000000000123", "https://twitter.com/examplebrand/status/1409283000000000123", "more", "2021-06-27 22:46 +0000", ...cells("12", "0", "1", "0")]
      ])
    ); // prettier-ignore
    const [line] = await at.bring(file);
    expect(line).toMatch(
      /2 posts with 7 clicks on links; read no earlier than the end of its range, taken as 2021-06-29 00:00 UTC; dropped: texts of posts/
    );
    expect(
      await store.rows(
        "select impressions::int as i, url_clicks::int as c, new_follows::int as f, profile_visits::int as v from raw.post_readings order by 1"
      )
    ).toEqual([
      {i: 12, c: 1, f: 0, v: 0},
      {i: 1938, c: 6, f: 1, v: 4}
    ]);
    expect(await at.written()).not.toContain("zelda");
  });

  it("by day keep impressions and posts alone, as their follows are those of single posts", async () => {
    const file = store.write(
      "daily_tweet_activity_metrics_examplebrand_20210801_20210804_en.csv",
      quoted([
        ["Date", "Tweets published", ...header],
        ["2021-08-01", "2", ...cells("1500", "1", "4", "3")],
        ["2021-08-02", "0", ...cells("20", "0", "0", "0")],
        ["2021-08-03", "1", ...cells("30", "0", "0", "0")]
      ])
    );
    const [line] = await at.bring(file);
    expect(await counts()).toEqual([
      {day: "08-01", f: null, u: null, v: null, i: 1500, p: 2},
      {day: "08-02", f: null, u: null, v: null, i: 20, p: 0}
    ]);
    expect(line).toMatch(
      /1,520 impressions, 2 posts; .*dropped: follows and clicks, which are those of single posts/
    );
  });
});

describe("files that no figure needs", () => {
  const log = "date,followers\n2026-09-01,2843\n2026-09-02,2875\n2026-09-03,2878\n";
  const videos = `Daily overview\nDate,Views,Watch Time (ms),Completion rate\n"Tue, Sep 15, 2026",5,900,0.5\n\nVideos\nVideo,Views\nx,5\n`;

  it.each([
    ["a log of follower counts", "log.csv", log, /log.csv: a log of how many followers there were.*X's account overview/],
    ["the same with slashes, hours and a difference", "log.csv", "created_at,follower,follower_increase\n2026/09/01 0:00:00,2843,0\n2026/09/02 0:00:00,2875,32\n", /a log of how many followers there were/],
    ["the same by seconds since 1970", "log.csv", "timestamp,follower_count\n1788220800,100\n1788307200,103\n", /a log of how many followers there were/],
    ["X's analytics of videos", "video_overview_analytics.csv", videos, /X's analytics of videos, which no figure needs/]
  ])("%s is named in one line", async (_, file, text, line) => {
    expect(await at.refusal(store.write(file, text))).toMatch(line);
  }); // prettier-ignore

  it("are left out where others are given with them", async () => {
    const lines = await at.bring([
      store.write("log.csv", log),
      store.write("video_overview_analytics.csv", videos),
      store.write(name, overview(september))
    ]);
    expect(lines.filter((line) => line.startsWith("left out: "))).toHaveLength(2);
    expect(await counts()).toHaveLength(3);
  });

  it("are not lists of people with a date each", async () => {
    const people = "date,follower\n2026-09-01,90210001\n2026-09-02,1234567\n2026-09-03,77120455\n";
    await at.bring(store.write("followers-2026-09-05.csv", people), {account: ["42"], userColumn: "follower", list: "followers", takenAt: "2026-09-05T10:00:00Z"}); // prettier-ignore
    expect(await store.rows("select count(*)::int as n from raw.followers")).toEqual([{n: 3}]);
  });
});
