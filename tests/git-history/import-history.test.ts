import {existsSync, writeFileSync} from "node:fs";
import {chmod, mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterEach, describe, expect, test, vi} from "vitest";
import {importInputs} from "../../data-loaders/import/import-inputs.ts";
import type {ImportRequest} from "../../data-loaders/import/request.ts";
import {listSnapshots} from "../../src/snapshots/store.ts";
import {owner, people} from "../saved-lists/brought.ts";
import {useFreshStore} from "../stored.ts";
import {git, makeRepository, type Commit} from "./repository.ts";

const store = useFreshStore();
afterEach(() => void vi.unstubAllEnvs());

const lines = (...which: number[]) => which.map((nth) => `${people[nth]}\n`).join("");
const day = (n: number, clock = "08:00:00") => `2025-01-${String(n).padStart(2, "0")}T${clock}Z`;

/** Imports the history of a repository, and returns what was said. */
async function bring(flags: ImportRequest, path = join(store.dir, "repository")): Promise<string[]> {
  const said: string[] = [];
  await importInputs(
    store.dataDir,
    [],
    {git: path, account: [owner], ...flags},
    {line: (text) => void said.push(text), input: async (_path, run) => void (await run())}
  );
  return said;
}
const make = (commits: readonly Commit[], name = "repository") =>
  makeRepository(join(store.dir, name), commits);
const followers = {file: ["followers.txt"], list: ["followers"]} satisfies ImportRequest;
const both = {
  file: ["followers.txt", "following.txt"],
  list: ["followers", "following"]
} satisfies ImportRequest;

/** Every stored list: which, when, and who by their place in `people`. */
async function stored() {
  const rows = await store.rows(`
    select l.list, l.finished_at, string_agg(p.user_id::varchar, ' ' order by p.position) as who
    from raw.lists l
    join (select snapshot_id, 'followers' as list, user_id, position from raw.followers
      union all select snapshot_id, 'following', user_id, position from raw.following) p using (snapshot_id, list)
    group by all order by finished_at, list`);
  return rows.map(({list, finished_at, who}) => [
    list,
    (finished_at as Date).toISOString().slice(0, 19),
    String(who)
      .split(" ")
      .map((id) => people.indexOf(id))
  ]);
}

const three: Commit[] = [
  {at: day(1), files: {"followers.txt": lines(2, 1, 0), "notes.md": "a"}},
  {at: day(2), files: {"notes.md": "b"}},
  {at: day(5), files: {"followers.txt": lines(3, 2, 1, 0)}},
  {at: day(9), files: {"followers.txt": lines(4, 3, 1, 0)}}
];

describe("a history of lists in git", () => {
  test("is one list a version, as of when its commit was written", async () => {
    make(three);
    const said = await bring({...followers, complete: true});
    expect(await stored()).toEqual([
      ["followers", "2025-01-01T08:00:00", [2, 1, 0]],
      ["followers", "2025-01-05T08:00:00", [3, 2, 1, 0]],
      ["followers", "2025-01-09T08:00:00", [4, 3, 1, 0]]
    ]);
    expect(said[0]).toBe(
      "followers.txt: 3 versions; a commit is made only when something changed, so nothing is known between two: the longest gap is 4.0 days, from 2025-01-01 08:00:00 UTC to 2025-01-05 08:00:00 UTC"
    );
    expect(said[1]).toMatch(
      /^followers\.txt: ids, one a line: followers \(--list\) of 15\d+ \(--account\); 3 lists from 2025-01-01 08:00:00 UTC to 2025-01-09 08:00:00 UTC \(git: when its commit was written\); 11 rows .*; complete, as declared/
    );
    expect(said.at(-1)).toBe("stored: 3 lists");
    expect(await store.rows("select distinct completeness_basis as basis from raw.lists")).toEqual([
      {basis: "declared"}
    ]);
  });

  test("adds only what is new when it is imported again after more commits", async () => {
    make(three);
    await bring(followers);
    make([...three, {at: day(12), files: {"followers.txt": lines(5, 4, 3, 1, 0)}}], "later");
    const said = await bring(followers, join(store.dir, "later"));
    expect(said.at(-1)).toBe("stored: 1 list; already there: 3 lists");
    expect(await listSnapshots(store.dataDir)).toHaveLength(4);
  });

  test("is read from a bare repository, a folder of it, and under the names that the file had", async () => {
    make([
      {at: day(1), files: {"old.txt": lines(2, 1, 0)}},
      {at: day(3), files: {"old.txt": lines(3, 2, 1, 0)}},
      // Renamed as it is: this says nothing of the fourth.
      {at: day(4), files: {"old.txt": null, "lists/followers.txt": lines(3, 2, 1, 0)}},
      {at: day(6), files: {"lists/followers.txt": lines(4, 3, 2, 1, 0)}}
    ]);
    git(store.dir, [
      "clone",
      "--quiet",
      "--bare",
      join(store.dir, "repository"),
      join(store.dir, "bare.git")
    ]);
    const said = await bring({file: ["lists/followers.txt"]}, join(store.dir, "bare.git"));
    expect(said).toContain("lists/followers.txt: was named old.txt: read under that name too");
    expect(said).toContainEqual(
      expect.stringMatching(
        /^lists\/followers\.txt: left out, because the file was renamed or put back unchanged: 1 commit/
      )
    );
    const expected = [
      ["followers", "2025-01-01T08:00:00", [2, 1, 0]],
      ["followers", "2025-01-03T08:00:00", [3, 2, 1, 0]],
      ["followers", "2025-01-06T08:00:00", [4, 3, 2, 1, 0]]
    ];
    expect(await stored()).toEqual(expected);
    git(join(store.dir, "repository"), ["checkout", "--quiet", "main"]);
    const again = await bring({file: ["followers.txt"]}, join(store.dir, "repository", "lists"));
    expect(again.at(-1)).toBe("stored: 0 lists; already there: 3 lists");
  });

  test("does not take a copy, or a file of the other list, for an older name", async () => {
    make([
      {at: day(1), files: {"followers.txt": lines(0, 1, 2, 3, 4, 5, 6)}},
      {at: day(2), files: {"following.txt": lines(0, 1, 2, 3, 4, 5, 7)}},
      {at: day(3), files: {"followers.txt": null, "followees.txt": lines(0, 1, 2, 3, 4, 5, 6, 8)}}
    ]);
    await bring({file: ["following.txt"], list: ["following"]});
    expect(await stored()).toEqual([["following", "2025-01-02T08:00:00", [0, 1, 2, 3, 4, 5, 7]]]);
    const said = await bring({file: ["followees.txt"], list: ["following"]});
    expect(said).toContain(
      "followees.txt: git takes followers.txt for the same file before it was renamed, but its name is of another list: what was before is left out"
    );
    expect(await stored()).toHaveLength(2);
  });

  test("with --each-commit-is-a-look has the file that did not change at the time of the other's commit too", async () => {
    const commits: Commit[] = [
      {at: day(1), files: {"followers.txt": lines(2, 1, 0)}},
      {at: day(2), files: {"following.txt": lines(9, 8)}},
      {at: day(4), files: {"followers.txt": lines(3, 2, 1, 0)}},
      {at: day(5), files: {"notes.md": "nothing of a list"}},
      {at: day(7), files: {"followers.txt": lines(4, 3, 2, 1, 0), "following.txt": lines(10, 9, 8)}}
    ];
    make(commits);
    const said = await bring(both);
    expect(said[0]).toMatch(
      /^followers\.txt: 3 versions; .* \(--each-commit-is-a-look, if each of these commits looked at both files\)$/
    );
    expect(await stored()).toHaveLength(5);
    const looked = await bring({...both, eachCommitIsALook: true});
    expect(looked.some((line) => line.includes("nothing is known between"))).toBe(false);
    expect(await stored()).toEqual([
      ["followers", "2025-01-01T08:00:00", [2, 1, 0]],
      ["followers", "2025-01-02T08:00:00", [2, 1, 0]],
      ["following", "2025-01-02T08:00:00", [9, 8]],
      ["followers", "2025-01-04T08:00:00", [3, 2, 1, 0]],
      ["following", "2025-01-04T08:00:00", [9, 8]],
      ["followers", "2025-01-07T08:00:00", [4, 3, 2, 1, 0]],
      ["following", "2025-01-07T08:00:00", [10, 9, 8]]
    ]);
    await expect(bring({...followers, eachCommitIsALook: true})).rejects.toThrow("name them by --file twice");
  });

  test("leaves out merges, empty versions and deletions, and says each in a line", async () => {
    make([
      {at: day(1), name: "base", files: {"followers.txt": lines(2, 1, 0)}},
      {at: day(2), name: "side", files: {"followers.txt": lines(3, 2, 1, 0)}},
      {at: day(3), parent: "base", name: "main", files: {"notes.md": "a"}},
      {at: day(6), parent: "main", merges: "side", files: {"followers.txt": lines(3, 2, 1, 0)}},
      {at: day(7), files: {"followers.txt": ""}},
      {at: day(8), files: {"followers.txt": "\n\n"}},
      {at: day(9), files: {"followers.txt": null}},
      {at: day(10), files: {"followers.txt": lines(4, 3, 1, 0)}}
    ]);
    const said = await bring(followers);
    expect(await stored()).toEqual([
      ["followers", "2025-01-01T08:00:00", [2, 1, 0]],
      ["followers", "2025-01-10T08:00:00", [4, 3, 1, 0]]
    ]);
    const left = said
      .filter((line) => line.includes("left out"))
      .map((line) => line.replace(/first \w{10}/, "first COMMIT"));
    expect(left).toEqual([
      "followers.txt: left out, because the file was deleted: 1 commit, the first COMMIT of 2025-01-09 08:00:00 UTC",
      "followers.txt: left out, because the file was empty: 2 commits, the first COMMIT of 2025-01-07 08:00:00 UTC",
      "followers.txt: left out, because a merge brought a list saved some time before: 1 commit, the first COMMIT of 2025-01-06 08:00:00 UTC"
    ]);
  });

  const failed: Commit[] = [
    three[0]!,
    {at: day(2), files: {"followers.txt": lines(3, 2, 1, 0)}},
    {at: day(3), files: {"followers.txt": lines(9, 8)}}
  ];
  const last: Commit = {at: day(12), files: {"followers.txt": lines(4, 3, 2)}};
  const seen = [
    ["followers", "2025-01-01T08:00:00", [2, 1, 0]],
    ["followers", "2025-01-02T08:00:00", [3, 2, 1, 0]],
    ["followers", "2025-01-03T08:00:00", [9, 8]],
    ["followers", "2025-01-12T08:00:00", [4, 3, 2]]
  ];

  test("leaves out what a revert puts back, because nobody looked then", async () => {
    const message = 'Revert "a change"\n\nThis reverts commit 0123456789012345678901234567890123456789.\n';
    const put = {at: day(11), message, files: {"followers.txt": lines(3, 2, 1, 0)}};
    const ids = make([...failed, put, last]);
    const said = await bring({...followers, unlikeTheLast: true});
    expect(await stored()).toEqual(seen);
    expect(said).toContain(
      `followers.txt: left out, because a revert put back a list saved some time before: 1 commit, the first ${ids[3]!.slice(0, 10)} of 2025-01-11 08:00:00 UTC`
    );
  });

  test("leaves out what is put back by hand, where the commit between is left out", async () => {
    const ids = make([...failed, {at: day(11), files: {"followers.txt": lines(3, 2, 1, 0)}}, last]);
    await bring({...followers, without: [ids[2]!.slice(0, 10)]});
    expect(await stored()).toEqual([seen[0], seen[1], seen[3]]);
  });

  test("leaves out a commit that only changes how lines end", async () => {
    const windows = lines(3, 2, 1, 0).replaceAll("\n", "\r\n");
    const ids = make([...failed.slice(0, 2), {at: day(11), files: {"followers.txt": windows}}, last]);
    const said = await bring(followers);
    expect(await stored()).toEqual([seen[0], seen[1], seen[3]]);
    expect(said).toContain(
      `followers.txt: left out, because only its line ends were changed: 1 commit, the first ${ids[2]!.slice(0, 10)} of 2025-01-11 08:00:00 UTC`
    );
  });

  test("is refused in one line where its times run backwards, and nothing is written", async () => {
    make([
      {at: day(1), files: {"followers.txt": lines(2, 1, 0)}},
      {at: day(9), files: {"followers.txt": lines(3, 2, 1, 0)}},
      {at: day(4), files: {"followers.txt": lines(4, 3, 2, 1, 0)}}
    ]);
    await expect(bring(followers)).rejects.toThrow(
      /: its history was rebased, or a clock was wrong: commit \w{10} was written at 2025-01-04 08:00:00 UTC, no later than \w{10} before it \(2025-01-09 08:00:00 UTC\): .*--without/
    );
    expect(await listSnapshots(store.dataDir)).toEqual([]);
  });

  test("takes the time a rebase keeps, not the one it makes", async () => {
    make(three.map((commit) => ({...commit, madeAt: "2025-06-01T00:00:00Z"})));
    await bring(followers);
    expect((await stored()).map(([, at]) => at)).toEqual([
      "2025-01-01T08:00:00",
      "2025-01-05T08:00:00",
      "2025-01-09T08:00:00"
    ]);
  });

  test("is imported whole or not at all; a version that is no list can be left out by its commit", async () => {
    const ids = make([
      ...three,
      {
        at: day(11),
        files: {"followers.txt": Buffer.from([0x53, 0, 0x51, 0x4c, 1, 2, 3, 0, 0, 4, 0, 0, 0, 0])}
      },
      {at: day(12), files: {"followers.txt": lines(5, 4, 3, 1, 0)}}
    ]);
    const broken = ids[4]!.slice(0, 10);
    await expect(bring(followers)).rejects.toThrow(
      new RegExp(
        `^${broken}:followers\\.txt: not a text file.*\\(or leave the commit out by --without ${broken}\\)$`
      )
    );
    expect(await listSnapshots(store.dataDir)).toEqual([]);
    const said = await bring({...followers, without: [broken]});
    expect(said).toContain(
      `followers.txt: left out, because --without names it: 1 commit, the first ${broken} of 2025-01-11 08:00:00 UTC`
    );
    expect(await stored()).toHaveLength(4);
    await expect(bring({...followers, without: ["0000000"]})).rejects.toThrow("--without 0000000: no commit");
  });

  test("of a shallow clone leaves out the version whose time it does not know", async () => {
    make(three);
    git(store.dir, [
      "clone",
      "--quiet",
      "--depth=2",
      `file://${join(store.dir, "repository")}`,
      join(store.dir, "shallow")
    ]);
    const said = await bring(followers, join(store.dir, "shallow"));
    expect((await stored()).map(([, at]) => at)).toEqual(["2025-01-09T08:00:00"]);
    expect(said[0]).toMatch(
      /^followers\.txt: left out, because the clone is shallow .*\(git fetch --unshallow\): 1 commit/
    );
  });

  test("says what else a name can be", async () => {
    const [first] = make([
      {
        at: day(1),
        files: {
          "lists/followers.txt": lines(1, 0),
          link: {mode: "120000", content: "lists/followers.txt"},
          "pointer.txt": `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12\n`
        }
      },
      {at: day(2), files: {module: {mode: "160000", content: "1234567890123456789012345678901234567890"}}}
    ]);
    const file = (name: string) => bring({file: [name], list: ["followers"]});
    await expect(file("lists")).rejects.toThrow("lists is a folder: name one file in it by --file");
    await expect(file("link")).rejects.toThrow("no commit of its history holds a list in link");
    await expect(file("module")).rejects.toThrow("no commit of its history holds a list in module");
    await expect(file("nothing.txt")).rejects.toThrow(
      "no commit of its history has nothing.txt: check the name after --file"
    );
    await expect(file("pointer.txt")).rejects.toThrow(
      `${first!.slice(0, 10)}:pointer.txt: a pointer of Git LFS`
    );
  });

  test("says what is missing: git, a repository, a commit, a file", async () => {
    await expect(bring(followers, join(store.dir, "nowhere"))).rejects.toThrow(
      "no such folder: check the path after --git"
    );
    await mkdir(join(store.dir, "plain"));
    await expect(bring(followers, join(store.dir, "plain"))).rejects.toThrow(
      "no git repository: name the folder that git cloned"
    );
    await mkdir(join(store.dir, "young"));
    git(join(store.dir, "young"), ["init", "--quiet"]);
    await expect(bring(followers, join(store.dir, "young"))).rejects.toThrow(
      "the repository has no commits yet"
    );
    await expect(bring({})).rejects.toThrow("name the files of the repository that hold the lists");
    await expect(bring({...both, list: ["followers"]})).rejects.toThrow("--list: give one for each --file");
    await expect(bring({...followers, takenAt: "2025-01-01"})).rejects.toThrow("leave out --taken-at");
    vi.stubEnv("PATH", join(store.dir, "plain"));
    await expect(bring(followers)).rejects.toThrow("--git: git is not installed here");
  });

  test("starts no program that the repository names", async () => {
    make(three);
    const trap = join(store.dir, "trap.sh");
    const sprung = join(store.dir, "sprung");
    await writeFile(trap, `#!/bin/sh\ntouch ${sprung}\ncat\n`);
    await chmod(trap, 0o755);
    const folder = join(store.dir, "repository");
    const settings: Record<string, string> = {
      "core.fsmonitor": trap,
      "core.pager": trap,
      "pager.log": trap,
      "core.sshCommand": trap,
      "core.hooksPath": store.dir,
      "diff.external": trap,
      "diff.list.textconv": trap,
      "diff.list.command": trap,
      "filter.list.smudge": trap,
      "filter.list.clean": trap,
      "filter.list.process": trap,
      "gpg.program": trap,
      "log.showSignature": "true",
      "log.showRoot": "false",
      "diff.renames": "false",
      "color.ui": "always"
    };
    for (const [name, value] of Object.entries(settings)) git(folder, ["config", name, value]);
    writeFileSync(join(folder, ".git", "info", "attributes"), "* diff=list filter=list\n");
    vi.stubEnv("GIT_EXTERNAL_DIFF", trap);
    vi.stubEnv("GIT_DIR", join(store.dir, "nowhere"));
    await bring(followers);
    expect(await stored()).toHaveLength(3);
    expect(existsSync(sprung)).toBe(false);
  });
});
