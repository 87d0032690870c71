import fc from "fast-check";
import {account, minimalArchive, tweet, ytd} from "../x-archive/archive.ts";
import {
  clockifyHeader,
  clockifyRow,
  csv,
  ga4,
  gumroadHeader,
  gumroadRow,
  gumroadTotals,
  plausible,
  plausibleRow,
  shopify,
  stripeHeader,
  stripeRow,
  togglHeader,
  togglRow,
  xHeader,
  xRow
} from "../returns/files.ts";

/** What files hold that nobody expects there. */
const junk = fc.oneof(
  fc.constantFrom(
    "\0",
    "\uFEFF",
    "\r",
    "\u202E",
    '"',
    "'",
    '"""',
    ",,,,",
    "\t\t",
    "{",
    "]",
    "null",
    "NaN",
    "1e999",
    "-0",
    "9223372036854775808",
    "99999999999999999999999999",
    "0000-00-00",
    "2026-02-30T25:61:61Z",
    "+275760-09-13",
    "../../../x",
    "'; drop table x; --",
    "=HYPERLINK(1)",
    "${x}",
    "\uD800",
    "👩‍👩‍👧"
  ),
  fc.string({unit: "binary", maxLength: 20}),
  fc.integer().map(String)
);

type Edit = (bytes: Buffer) => Buffer;
const join = (...parts: (Buffer | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));

/** Parts of a file by shares of its length. */
const share = fc.double({min: 0, max: 1, noNaN: true});
const edit: fc.Arbitrary<Edit> = fc.oneof(
  share.map(
    (at): Edit =>
      (bytes) =>
        bytes.subarray(0, bytes.length * at)
  ),
  fc.tuple(share, share).map(([a, b]): Edit => (bytes) => {
    const [from, to] = [Math.min(a, b) * bytes.length, Math.max(a, b) * bytes.length];
    return join(bytes.subarray(0, from), bytes.subarray(to));
  }),
  fc.tuple(share, share, fc.integer({min: 1, max: 40})).map(([at, length, times]): Edit => (bytes) => {
    const part = bytes.subarray(at * bytes.length, (at + length / 4) * bytes.length);
    return join(
      bytes.subarray(0, at * bytes.length),
      ...Array<Buffer>(times).fill(part),
      bytes.subarray(at * bytes.length)
    );
  }),
  fc.tuple(share, junk).map(
    ([at, text]): Edit =>
      (bytes) =>
        join(bytes.subarray(0, at * bytes.length), text, bytes.subarray(at * bytes.length))
  ),
  fc.tuple(share, fc.integer({min: 0, max: 7})).map(([at, bit]): Edit => (bytes) => {
    const copy = Buffer.from(bytes);
    const place = Math.min(copy.length - 1, Math.floor(at * copy.length));
    if (place >= 0) copy[place] = copy[place]! ^ (1 << bit);
    return copy;
  }),
  fc
    .constantFrom<[string, string]>(
      [",", ";"],
      ["\n", "\r\n"],
      ["\n", "\r"],
      [",", "\t"],
      ['"', ""],
      ["-", "/"]
    )
    .map(
      ([from, to]): Edit =>
        (bytes) =>
          Buffer.from(bytes.toString("latin1").replaceAll(from, to), "latin1")
    ),
  fc.constantFrom<Edit>(
    (bytes) => join("\uFEFF", bytes),
    (bytes) => Buffer.from(bytes.toString("utf8"), "utf16le"),
    (bytes) => join(bytes, Buffer.alloc(4096)),
    (bytes) => join(bytes.toString("utf8").split("\n").reverse().join("\n")),
    (bytes) => join(bytes, "x".repeat(300_000))
  )
);

/** A file as it should be, with up to four edits. */
const edited = (text: string | Buffer) =>
  fc
    .array(edit, {maxLength: 4})
    .map((edits) => edits.reduce<Buffer>((bytes, one) => one(bytes), Buffer.from(text)));

/** A file for `import`, with what is said of it. */
export interface FileInput {
  name: string;
  bytes: Buffer;
  argv: string[];
}

const fileOf = (name: string, text: string | Buffer, argv: string[]): fc.Arbitrary<FileInput> =>
  edited(text).map((bytes) => ({name, bytes, argv}));

const id = (nth: number) => String(1_500_000_000_000_000_000n + BigInt(nth) * 7919n);
const ids = Array.from({length: 30}, (_, nth) => id(nth));
const of42 = ["--account", "42"];

export const listFiles: fc.Arbitrary<FileInput> = fc.oneof(
  fileOf("followers-2026-01-05.txt", `${ids.join("\n")}\n`, of42),
  fileOf("list.txt", ids.map((_, nth) => `@made_${nth}`).join("\n"), [
    ...of42,
    "--list",
    "followers",
    "--taken-at",
    "2026-01-05"
  ]),
  fileOf(
    "followers-2026-01-05T0900.csv",
    `id,username,name\n${ids.map((one, nth) => `${one},made_${nth},"Made, ${nth}"`).join("\n")}\n`,
    of42
  ),
  fileOf(
    "following-2026-01-05.json",
    JSON.stringify({data: ids.map((one) => ({id: one, username: "a"})), meta: {result_count: 30}}),
    of42
  ),
  fileOf("following-2026-01-05.json", JSON.stringify(ids), [...of42, "--complete"]),
  fileOf("followers-2026-01-05.ndjson", ids.map((one) => JSON.stringify({user_id: one})).join("\n"), of42),
  fileOf(
    "followers-2026-01-05.html",
    `<ul>${ids.map((one) => `<li><a href="https://x.com/i/user/${one}">x</a>`).join("")}</ul>`,
    of42
  )
);

export const tableFiles: fc.Arbitrary<FileInput> = fc.oneof(
  fileOf(
    "edges.csv",
    `follower,followed,time\n${ids.map((one, nth) => `${one},42,2026-01-${String((nth % 28) + 1).padStart(2, "0")}T10:0${nth % 10}:00Z`).join("\n")}\n`,
    ["--edges", ...of42]
  ),
  fileOf(
    "outreach.csv",
    `user_id,time,campaign\n${ids.map((one, nth) => `${one},2026-01-${String((nth % 28) + 1).padStart(2, "0")},spring`).join("\n")}\n`,
    ["--outreach", ...of42]
  ),
  fileOf(
    "acts.tsv",
    `actor_id\tkind\tat\n${ids.map((one, nth) => `${one}\treply\t${1_767_200_000 + nth * 5000}`).join("\n")}\n`,
    ["--table", "interactions", ...of42]
  ),
  fileOf(
    "users.csv",
    `user_id,username,followers_count\n${ids.map((one, nth) => `${one},made_${nth},${nth}`).join("\n")}\n`,
    ["--table", "users", "--all-accounts", "--taken-at", "2026-01-05"]
  ),
  fileOf("edges.json", JSON.stringify(ids.map((one, nth) => ({follower: one, followed: "42", time: nth}))), [
    "--edges",
    "--time-unit",
    "step",
    ...of42
  ]),
  fileOf("edges.parquet", "PAR1aaaaaaaaaaaaaaaaaaaaaaaaPAR1", ["--edges", ...of42])
);

const day = (nth: number) => `2026-01-${String(nth + 1).padStart(2, "0")}`;
const days = Array.from({length: 12}, (_, nth) => nth);
const order = (nth: number) => ({name: `#${1000 + nth}`, at: `${day(nth)} 10:00:00 +0100`});
const said = [...of42, "--taken-at", "2026-02-01T08:00:00Z"];

export const exportFiles: fc.Arbitrary<FileInput> = fc.oneof(
  fileOf(
    "sources.csv",
    plausible(days.map((nth) => plausibleRow(day(nth), "spring", "shop", 5 + nth))),
    said
  ),
  fileOf("orders_export_1.csv", shopify(days.map(order)), said),
  fileOf(
    "payments.csv",
    csv([
      stripeHeader,
      ...days.map((nth) => stripeRow({id: `pi_${nth}`, at: `${day(nth)} 10:00:00`, amount: "20.00"}))
    ]),
    said
  ),
  fileOf(
    "gumroad.csv",
    csv([
      gumroadHeader,
      ...days.map((nth) => gumroadRow({id: `g${nth}`, day: day(nth), time: "10:00:00", price: "9.0"})),
      gumroadTotals("108.0")
    ]),
    said
  ),
  fileOf(
    "toggl.csv",
    csv([togglHeader, ...days.map((nth) => togglRow(day(nth), "10:00:00", "01:30:00", "spring"))]),
    said
  ),
  fileOf(
    "clockify.csv",
    csv([
      clockifyHeader,
      ...days.map((nth) => clockifyRow(`0${(nth % 9) + 1}/01/2026`, "10:00", "01:30:00", "1.5", "spring"))
    ]),
    [...said, "--day-first"]
  ),
  fileOf(
    "ga4.csv",
    ga4(
      days.map((nth) => `${day(nth).replaceAll("-", "")},x / social,spring,${nth},0`),
      66
    ),
    said
  ),
  fileOf(
    "account_analytics_content.csv",
    csv([
      xHeader,
      ...days.map((nth) =>
        xRow(id(nth), "Mon, Jan 5, 2026", {impressions: 9, follows: 1, visits: 2, clicks: 3})
      )
    ]),
    said
  )
);

/** Archives: files edited, left out, doubled or called otherwise. */
export interface ArchiveInput {
  files: [name: string, bytes: Buffer][];
  /** Edits of the zip itself; null: a folder. */
  edits: Edit[] | null;
}

const archiveFiles = Object.entries({
  ...minimalArchive(),
  "data/account.js": account,
  "data/tweets.js": ytd("tweets", [
    tweet(),
    tweet({id_str: "502", id: "502", in_reply_to_user_id: "11", in_reply_to_status_id: "9"})
  ])
});
const badNames = [
  "../../evil.js",
  "/evil.js",
  "data\\..\\evil.js",
  "data/",
  "data/follower.js",
  "data/\0.js",
  "C:/x.js"
];

export const archives: fc.Arbitrary<ArchiveInput> = fc.record({
  files: fc
    .tuple(
      ...archiveFiles.map(([name, text]) =>
        fc.oneof(
          {weight: 6, arbitrary: fc.constant<[string, Buffer] | null>([name, Buffer.from(text)])},
          {weight: 2, arbitrary: edited(text).map((bytes): [string, Buffer] | null => [name, bytes])},
          {weight: 1, arbitrary: fc.constant<[string, Buffer] | null>(null)}
        )
      ),
      fc.option(fc.tuple(fc.constantFrom(...badNames), edited("window.YTD.follower.part1 = []")))
    )
    .map((found) => (found as ([string, Buffer] | null)[]).filter((one) => one !== null)),
  edits: fc.oneof(
    {weight: 1, arbitrary: fc.constant(null)},
    {weight: 2, arbitrary: fc.constant<Edit[]>([])},
    {weight: 2, arbitrary: fc.array(edit, {minLength: 1, maxLength: 2})}
  )
});

/** What X may answer: nothing of what it promised. */
export interface AnswerInput {
  /** At which of its answers, from 0. */
  nth: number;
  status: number | null;
  /** In the place of the body, or of what stands at a place in it. */
  value: unknown;
  place: number[] | null;
  headers: Record<string, string>;
}

const strange = fc.oneof(
  fc.jsonValue({maxDepth: 3}),
  fc.constantFrom<unknown>(
    "",
    "<html>",
    -1,
    1e300,
    "9".repeat(400),
    {__proto__: 1},
    [[]],
    {data: null},
    {data: [{}]},
    {meta: {next_token: "x"}},
    {errors: [{}]}
  )
);

export const answers: fc.Arbitrary<AnswerInput> = fc.record({
  nth: fc.integer({min: 0, max: 8}),
  status: fc.option(
    fc.constantFrom(200, 200, 204, 206, 301, 400, 401, 402, 403, 404, 410, 418, 429, 500, 503, 599)
  ),
  value: strange,
  place: fc.option(fc.array(fc.nat({max: 6}), {minLength: 1, maxLength: 4}), {freq: 4}),
  headers: fc.constantFrom<Record<string, string>>(
    {},
    {"x-rate-limit-reset": "nonsense", "x-rate-limit-remaining": "0"},
    {"x-rate-limit-reset": "-1"},
    {"retry-after": "99999999999"},
    {"content-type": "application/zip"}
  )
});

/** Puts a value at a place in a body, going by the nth key at each depth. */
export function changed(body: unknown, place: readonly number[], value: unknown): unknown {
  const [here, ...deeper] = place;
  if (here === undefined || typeof body !== "object" || body === null) return value;
  const keys = Object.keys(body);
  const key = keys[here % Math.max(1, keys.length)];
  if (key === undefined) return value;
  const put = changed((body as Record<string, unknown>)[key], deeper, value);
  return Array.isArray(body)
    ? body.map((item, nth) => (String(nth) === key ? put : (item as unknown)))
    : {...body, [key]: put};
}

/** A line of a request as it may come over the wire. */
const target = fc.oneof(
  fc.constantFrom(
    "/",
    "//",
    "///",
    "/..",
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/%",
    "/%00",
    "/%c0%ae%c0%ae/secret.txt",
    "*",
    "http://[",
    "http://x:99999/",
    "?",
    "/callback",
    "/callback?",
    "/a?b=c&b=d",
    "/\\..\\secret.txt",
    "/callback#x"
  ),
  fc.webPath(),
  fc.tuple(fc.webPath(), fc.webQueryParameters()).map(([path, query]) => `${path}?${query}`),
  fc.webUrl({withQueryParameters: true, withFragments: true}),
  fc.string({maxLength: 60}).map((text) => `/${encodeURI(Buffer.from(text).toString())}`)
);

export interface RequestInput {
  method: string;
  target: string;
  /** Of a redirect: which state and code it bears; null: none. */
  state: "right" | "wrong" | null;
  code: string | null;
  body: string;
  isSigned: boolean;
}

export const requests: fc.Arbitrary<RequestInput> = fc.record({
  method: fc.constantFrom("GET", "GET", "POST", "HEAD", "PUT", "OPTIONS", "DELETE"),
  target,
  state: fc.option(fc.constantFrom("right" as const, "wrong" as const)),
  code: fc.option(fc.string({unit: "binary", maxLength: 30})),
  body: fc.oneof(
    fc.json(),
    fc.string({unit: "binary", maxLength: 200}),
    fc
      .tuple(fc.array(fc.nat({max: 5}), {minLength: 1, maxLength: 5}), strange)
      .map(([place, value]) => JSON.stringify({data: changed(follow, place, value)}))
  ),
  isSigned: fc.boolean()
});

const follow = {
  event_uuid: "1",
  event_type: "follow.follow",
  filter: {user_id: "9007199254740993001"},
  tag: "followback",
  payload: {
    source: {data: {id: "5", username: "u5", description: "tea"}},
    target: {data: {id: "9007199254740993001", username: "brand"}}
  }
};

/** Texts where an address, a path or a name belongs. */
export const texts = fc.oneof(
  fc.webUrl({withQueryParameters: true, withFragments: true}),
  fc.webPath(),
  junk,
  fc.string({unit: "binary", maxLength: 60}),
  fc
    .tuple(
      fc.constantFrom("http://", "https://", "/", "javascript:", "data:", "//"),
      fc.string({maxLength: 40})
    )
    .map((two) => two.join(""))
);
