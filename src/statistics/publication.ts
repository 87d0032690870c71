/** A group of one route and period: `members` at first sight. Periods sort as text (2026-03, 2026-W07). */
export type Cell = {period: string; members: number};

/** Periods shown together. */
export type PublishedCell = {from: string; to: string; periods: string[]; members: number};

/** The smallest group whose rates are published. */
export const smallestGroup = 30;

/** Whether a group of so many people is too small for its rates to be published. */
export const isTooFew = (people: number | bigint) => people < smallestGroup;

/**
 * Which periods of one route may be published, in order: 30 members or more stand alone; fewer go together with the
 * next period until they are enough, and what is left at the end goes to the group before. With nothing to go to
 * it stays too small to publish. Sizes are totals of a public list; ids and profiles never appear.
 */
export function publishedCells(cells: Cell[]): PublishedCell[] {
  const groups: Cell[][] = [];
  let open: Cell[] = [];
  for (const cell of [...cells].sort((a, b) => (a.period < b.period ? -1 : a.period > b.period ? 1 : 0))) {
    open.push(cell);
    if (!isTooFew(membersOf(open))) {
      groups.push(open);
      open = [];
    }
  }
  if (open.length > 0) {
    if (groups.length > 0) groups.at(-1)!.push(...open);
    else groups.push(open);
  }
  return groups.map((group) => {
    const members = membersOf(group);
    const periods = group.map((cell) => cell.period);
    return {from: periods[0]!, to: periods.at(-1)!, periods, members};
  });
}

const membersOf = (cells: Cell[]) => cells.reduce((sum, cell) => sum + cell.members, 0);
