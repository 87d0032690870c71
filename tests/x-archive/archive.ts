import {createWriteStream, mkdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {pipeline} from "node:stream/promises";
import {ZipFile} from "yazl";

/** An archive's files by name. */
export type Files = Record<string, string>;

/** `window.YTD.<name>.part<n> = [ … ]` as X writes it. */
export const ytd = (name: string, items: unknown[], part = 0) =>
  `window.YTD.${name}.part${part} = ${JSON.stringify(items, null, 2).replaceAll('": ', '" : ')}`;

export const person = (wrapper: string) => (id: string) => ({
  [wrapper]: {accountId: id, userLink: `https://twitter.com/intent/user?user_id=${id}`}
});

/** Post 501 is half an hour before the archive of `minimalArchive`. */
export const tweet = (fields: object = {}) => ({
  tweet: {
    id_str: "501",
    id: "501",
    created_at: "Sun Mar 03 11:30:00 +0000 2024",
    full_text: "hello",
    entities: {hashtags: [], user_mentions: [], urls: []},
    favorite_count: "3",
    retweet_count: "1",
    lang: "en",
    ...fields
  }
});

export const manifest = (
  dataTypes: Record<string, [file: string, count: number][]>,
  archiveInfo: object = {}
) =>
  "window.__THAR_CONFIG = " +
  JSON.stringify({
    userInfo: {accountId: "42", userName: "brand", displayName: "Brand"},
    archiveInfo: {
      sizeBytes: "1",
      generationDate: "2024-03-03T12:00:00.000Z",
      isPartialArchive: false,
      maxPartSizeBytes: "53687091200",
      ...archiveInfo
    },
    dataTypes: Object.fromEntries(
      Object.entries(dataTypes).map(([type, files]) => [
        type,
        {files: files.map(([fileName, count]) => ({fileName, globalName: "x", count: String(count)}))}
      ])
    )
  });

export const account = ytd("account", [
  {
    account: {
      email: "secret@example.com",
      createdVia: "web",
      username: "brand",
      accountId: "42",
      createdAt: "2020-01-02T03:04:05.000Z"
    }
  }
]);

/** Followers 11, 12, 13 and following 21, 12, with one own post, made at 2024-03-03 12:00. */
export const minimalArchive = (): Files => ({
  "data/manifest.js": manifest({
    account: [["data/account.js", 1]],
    follower: [["data/follower.js", 3]],
    following: [["data/following.js", 2]],
    tweets: [["data/tweets.js", 1]],
    profile: [["data/profile.js", 1]]
  }),
  "data/account.js": account,
  "data/follower.js": ytd("follower", ["11", "12", "13"].map(person("follower"))),
  "data/following.js": ytd("following", ["21", "12"].map(person("following"))),
  "data/tweets.js": ytd("tweets", [tweet()])
});

export async function writeZip(path: string, files: Files): Promise<string> {
  mkdirSync(dirname(path), {recursive: true});
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

export function writeFolder(path: string, files: Files): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), {recursive: true});
    writeFileSync(join(path, name), text);
  }
  return path;
}
