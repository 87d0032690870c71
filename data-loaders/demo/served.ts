import {
  BadToken,
  type Found,
  type LocalPost,
  type LocalUser,
  type Page,
  type PostFilter,
  type XBackend
} from "./backend.ts";
import {pageOf} from "./server/paging.ts";
import {dayMs, openEdge, type Edge, type Person} from "./world/people.ts";
import type {InterestPost} from "./world/interests.ts";
import type {World} from "./world/world.ts";
import type {WorldPost} from "./world/world-view.ts";

const isShown = (person: Person) => person.status === "active";

/** What X shows of a world at the moment it is asked. */
export function serveWorld(world: World): XBackend {
  const {brand} = world;

  function profile(person: Person): LocalUser {
    const grown = Math.floor((person.growth * (world.now - world.start)) / dayMs);
    if (grown === 0) return person.user;
    return {
      ...person.user,
      followers: person.user.followers + grown,
      following: person.user.following + grown
    };
  }

  /** The profile's own count lags: it still counts whom X has hidden in the last three days. */
  function countOf(edges: readonly Edge[]) {
    const isCounted = ({person}: Edge) =>
      isShown(person) || world.now - person.hidden.at(-1)!.from < 3 * dayMs;
    return edges.reduce((count, edge) => count + (isCounted(edge) ? 1 : 0), 0);
  }

  /** Counts only when somebody reads the counts: most requests just ask whether the account is there. */
  const ownProfile: LocalUser = {
    ...brand.user,
    get followers() {
      return countOf(world.inbound);
    },
    get following() {
      return countOf(world.outbound);
    },
    get posts() {
      return brand.user.posts + world.ownPosts.length;
    }
  };

  function user(id: string): Found {
    if (id === brand.id) return {status: "active", user: ownProfile};
    const person = world.byId.get(id);
    if (!person) return {status: "gone"};
    return person.status === "active" ? {status: "active", user: profile(person)} : {status: person.status};
  }

  const people = ({rows, ...tokens}: Page<{person: Person}>): Page<LocalUser> => ({
    rows: rows.map(({person}) => profile(person)),
    ...tokens
  });
  const bySeq = ({seq}: {seq: number}) => seq;
  const personShown = {isShown: ({person}: {person: Person}) => isShown(person)};
  const postShown = {isShown: ({person}: WorldPost) => person === null || isShown(person)};

  const byAuthor = new Map<string, WorldPost[]>();
  const posts = world.posts.values();
  let indexed = 0;

  /** What X shows of the posts of some people, oldest first: on the brand and on anything else, none of protected ones. */
  function postsBy(authors: readonly string[], {startTime, endTime}: PostFilter): LocalPost[] {
    for (; indexed < world.posts.size; ++indexed) {
      const post = posts.next().value!;
      byAuthor.set(post.authorId, [...(byAuthor.get(post.authorId) ?? []), post]);
    }
    const from = startTime?.getTime() ?? -Infinity;
    const to = endTime?.getTime() ?? Infinity;
    return [...new Set(authors)]
      .flatMap((id): LocalPost[] => {
        const person = world.byId.get(id);
        if (person && (!isShown(person) || person.user.isProtected)) return [];
        const own = byAuthor.get(id) ?? [];
        const others = person ? world.interestPosts(person, Math.max(from, earliest), to) : [];
        return [...own, ...others.map((post) => interestPost(id, post))];
      })
      .filter(({createdAt}) => createdAt.getTime() >= from && createdAt.getTime() < to)
      .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
  }

  return {
    viewerId: brand.id,
    user,
    userByName(name) {
      const wanted = name.toLowerCase();
      if (wanted === brand.user.username) return user(brand.id);
      const person = world.people.find((person) => person.user.username === wanted);
      return person ? user(person.id) : null;
    },
    connection(id) {
      const person = world.byId.get(id);
      if (!person) return [];
      return [
        ...(openEdge(person.inbound) ? ["followed_by"] : []),
        ...(openEdge(person.outbound) ? ["following"] : [])
      ];
    },
    list(kind, id, page) {
      // Nobody else's lists were simulated.
      if (id !== brand.id) return {rows: [], next: null, previous: null};
      return people(pageOf(kind === "followers" ? world.inbound : world.outbound, bySeq, page, personShown));
    },
    timeline(kind, id, page, filter) {
      if (id !== brand.id) return {rows: [], next: null, previous: null};
      const cap = kind === "mentions" ? 800 : 3200;
      return pageOf(
        narrow(kind === "mentions" ? world.mentions : world.ownPosts, filter, cap),
        bySeq,
        page,
        postShown
      );
    },
    post(id) {
      const post = world.posts.get(id);
      return post && (post.person === null || isShown(post.person)) ? post : null;
    },
    around(kind, postId, page) {
      const around = world.around.get(postId);
      const posts = around ? (kind === "quote_tweets" ? around.quotes : around.reposts) : [];
      return pageOf(posts, bySeq, page, postShown);
    },
    likers: (postId, page) =>
      people(pageOf(world.around.get(postId)?.likes ?? [], bySeq, page, {...personShown, cap: 100})),
    search({matches, conversations, authors}, page, filter) {
      if (conversations === null && authors !== null) {
        const found = postsBy(authors, filter).filter(matches);
        return pageOf(found, timeKeys(found), page);
      }
      const posts =
        conversations === null
          ? [...world.posts.values()]
          : [...new Set(conversations)]
              .flatMap((id) => world.conversations.get(id) ?? [])
              .sort((a, b) => a.nth - b.nth);
      const found = narrow(posts, filter, Infinity).filter(matches);
      return pageOf(found, ({nth}) => nth, page, postShown);
    }
  };
}

/** Before this nobody's posts are simulated. */
const earliest = Date.UTC(2020, 0);

/** A post about anything but the brand, as X shows it. */
const interestPost = (authorId: string, {id, at, text}: InterestPost): LocalPost => ({
  id,
  authorId,
  createdAt: new Date(at),
  text,
  conversationId: id,
  inReplyToUserId: null,
  referenced: null,
  hashtags: [...text.matchAll(/#([\p{L}\p{N}_ー]+)/gu)].map(([, tag]) => tag!),
  mentions: [],
  lang: "und",
  reposts: 0,
  replies: 0,
  likes: 0,
  quotes: 0,
  impressions: 0
});

/** Keys that rise with the places of posts, and stay theirs when newer ones come: their times, and their order within one. */
function timeKeys(posts: readonly LocalPost[]): (post: LocalPost) => number {
  const keys = new Map<LocalPost, number>();
  let last = -1;
  for (const post of posts) keys.set(post, (last = Math.max(last + 1, post.createdAt.getTime() * 1000)));
  return (post) => keys.get(post)!;
}

/** The newest `cap` posts that X would still serve, narrowed to what was asked for. */
function narrow(posts: readonly WorldPost[], filter: PostFilter, cap: number): WorldPost[] {
  const {sinceId, untilId, startTime, endTime, excludeReplies, excludeReposts} = filter;
  const since = idOf(sinceId);
  const until = idOf(untilId);
  const narrowed: WorldPost[] = [];
  for (let i = posts.length - 1; i >= Math.max(0, posts.length - cap); --i) {
    const post = posts[i]!;
    if (since !== null && BigInt(post.id) <= since) break;
    if (startTime && post.createdAt < startTime) break;
    if (until !== null && BigInt(post.id) >= until) continue;
    if (endTime && post.createdAt >= endTime) continue;
    if (excludeReplies && post.referenced?.type === "replied_to") continue;
    if (excludeReposts && post.referenced?.type === "retweeted") continue;
    narrowed.push(post);
  }
  return narrowed.reverse();
}

function idOf(text: string | null): bigint | null {
  if (text === null) return null;
  if (!/^\d{1,19}$/.test(text)) throw new BadToken(text);
  return BigInt(text);
}
