/** Names that mean something else at the root of the site. */
const reserved = new Set(["components", "data", "index", "404"]);

/** A tracked account with the folder its pages stand in. */
export interface PagedAccount {
  id: string;
  name: string;
  slug: string;
}

/** The address of each account's pages: its name in lower case, safe in a path, each one different. */
export function slugsOf(accounts: {id: string; name: string}[]): PagedAccount[] {
  const taken = new Set<string>(reserved);
  return accounts.map(({id, name}) => {
    const plain = name
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[^a-z0-9_]+/g, "-")
      .replace(/^[-_]+|-+$/g, "");
    const base = plain || "account";
    let slug = base;
    for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
    taken.add(slug);
    return {id, name, slug};
  });
}
