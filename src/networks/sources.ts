import type {NetworkName} from "./networks.ts";

/** What the build has to know of where a snapshot came from. It goes by these facts and never by a source's name. */
export interface Source {
  network: NetworkName;
  /** Its lists have the newest first. Null: nobody says, unless the list itself does. */
  listsNewestFirst: true | null;
  /** It serves lists page by page and says itself which page is the last. */
  listsArePaged: boolean;
  /** It counts its lists, so that one which came to its end is whole. */
  listsAreCounted: boolean;
  /**
   * It was asked of everybody who is in its lists, or ever was, whether the follow is there. A list that came to its end is
   * whole, and who is absent from it has no such follow; but whoever was not asked yet may have been missed.
   */
  listsAreAsked: boolean;
  /** Its complete lists show every follow that its `is_mutual` tells of: one that they lack has ended. */
  listsMatchMutual: boolean;
  /** All its rows are of one and the same instant, those of both directions. */
  isOneInstant: boolean;
  /** It should hold every post that the account itself wrote. */
  holdsAllPosts: boolean;
  /** It can be asked for what others did. */
  asksForInteractions: boolean;
  /** It never holds what others did, however often it is read. */
  lacksInteractions: boolean;
  /** Its files are of the user's own making: somebody may have sorted them, and an act may not say whom it addresses. */
  isUserMade: boolean;
}

const usual: Source = {
  network: "x",
  listsNewestFirst: null,
  listsArePaged: false,
  listsAreCounted: false,
  listsAreAsked: false,
  listsMatchMutual: false,
  isOneInstant: false,
  holdsAllPosts: false,
  asksForInteractions: false,
  lacksInteractions: false,
  isUserMade: false
};

/** Every source by its name, in the order in which they are named. */
const sources = {
  "x-api": {
    ...usual,
    listsNewestFirst: true,
    listsArePaged: true,
    listsMatchMutual: true,
    asksForInteractions: true
  },
  "x-archive": {
    ...usual,
    listsNewestFirst: true,
    listsAreCounted: true,
    isOneInstant: true,
    holdsAllPosts: true,
    lacksInteractions: true
  },
  tables: {...usual, isUserMade: true},
  "x-activity": usual,
  bluesky: {
    ...usual,
    network: "bluesky",
    listsAreAsked: true,
    listsMatchMutual: true,
    asksForInteractions: true
  },
  "bluesky-stream": {...usual, network: "bluesky"},
  // Lists of names that are not all known: the build keeps them apart from lists of ids. No snapshot has this source.
  names: {...usual, isUserMade: true}
} as const satisfies Record<string, Source>;

export type SourceName = keyof typeof sources;

/** The names of all sources, in their order. */
export const sourceNames = Object.keys(sources) as SourceName[];

/** The source of lists as X gives them: whole, newest first, and without a date. */
export const xListsSource: SourceName = "x-api";

/** Whether this version knows a source. */
export const isSource = (name: string): name is SourceName => Object.hasOwn(sources, name);

/** The place of a source where several are named. */
export const sourceRank = (name: string) => (sourceNames as string[]).indexOf(name);

/** What is known of a source. Throws an `Error` where this version does not know it: nothing could judge what it says. */
export function sourceOf(name: string): Source {
  if (isSource(name)) return sources[name];
  throw new Error(`${name}: not a source that this version knows: add it to src/networks/sources.ts`);
}
