import {didOf} from "../../data-loaders/demo/sky/names.ts";
import {
  follows,
  likes,
  posts,
  Repositories,
  type AccountState,
  type LocalAccount,
  type LocalRecord
} from "../../data-loaders/demo/sky/repositories.ts";

export const brand = didOf("brand");
export const handle = "brand.test";

/** The first so many followers, and the first so many whom the brand follows: different people. */
export const follower = (nth: number) => didOf(`follower ${nth}`);
export const followed = (nth: number) => didOf(`followed ${nth}`);

type Account = LocalAccount & {state: AccountState};

/**
 * A brand with so many followers, as many others whom it follows, and one post that ten of the followers like. Records are a
 * second apart, and begin `daysAgo` days before `now`.
 */
export function smallSky(now: Date, sizes: {followers: number; following: number}, daysAgo = 10) {
  const start = now.getTime() - daysAgo * 86_400_000;
  const repositories = new Repositories();
  const meet = (did: string, name: string) =>
    repositories.addAccount({
      did,
      handle: name,
      displayName: "",
      description: "",
      createdAt: new Date(start - 86_400_000),
      state: "active"
    });
  let written = 0;
  /** Writes a record of the next second, or of a given instant. */
  const write = (
    did: string,
    collection: string,
    value: Record<string, unknown>,
    at = new Date(start + 1000 * written++)
  ): LocalRecord => repositories.write(did, collection, {createdAt: at.toISOString(), ...value}, {at});
  const follow = (did: string, subject: string, at?: Date) => write(did, follows, {subject}, at);
  meet(brand, handle);
  for (let nth = 0; nth < sizes.followers; nth++) {
    meet(follower(nth), `follower-${nth}.test`);
    follow(follower(nth), brand);
  }
  for (let nth = 0; nth < sizes.following; nth++) {
    meet(followed(nth), `followed-${nth}.test`);
    follow(brand, followed(nth));
  }
  const post = write(brand, posts, {text: "hello"});
  for (let nth = 0; nth < 10; nth++) write(follower(nth), likes, {subject: {uri: post.uri, cid: post.cid}});
  const account = (did: string) => repositories.accounts.get(did) as Account;
  return {repositories, meet, write, follow, account, post};
}
