/** Why the places of a list's rows say nothing of who came first. */
export type NoOrder =
  | "declared to be in no order"
  | "ids are sorted"
  | "names are sorted"
  | "new people do not stand in front"
  | "nothing says that the newest come first";

/** What one list says of the order of its series. */
export interface OrderEvidence {
  /** The source serves the newest first, or the user declared it; false: declared to be in no order; null: nobody says. */
  isNewestFirst: boolean | null;
  /** It was trusted when people were erased from it: what spoke for it then may be gone. */
  wasTrusted: boolean;
  /** The people known before do not stand as they stood. */
  isBroken: boolean;
  sorted: "ids are sorted" | "names are sorted" | null;
  /** People who were in no list before, and those of them who stand in front of the known. */
  newPeople: number;
  inFront: number;
}

/** Orders that were used and then proved wrong: why, by the number of the list they began with. */
export type LostOrders = ReadonlyMap<number, NoOrder>;

/** What is known of an order so far, and how many lists were judged. */
export interface TrustState {
  lists: number;
  current: ReturnType<typeof beginning>;
}

/** So many new people must have come before where they stand says anything. */
export const enoughNewPeople = 10;
/** At least so large a share of new people stands in front where the newest come first. */
export const shareInFront = 0.8;

/**
 * Whether the order of a series of lists is trusted. A source that serves the newest first has it until evidence is
 * against it: ids or names that ascend or descend, or, of at least ten new people, fewer than four in five in front of
 * those known before. Any other series earns it once four in five of at least ten new people stand in front; that the
 * known keep their places proves nothing, for they do in a sorted list too.
 *
 * An order begins anew where a complete list shows the known in another order than before: somebody then exports the
 * list in another way, and what spoke for the old way says nothing of the new one.
 */
export class OrderTrust {
  readonly #lost: Map<number, NoOrder>;
  #lists = 0;
  #current = beginning(0);
  #next = this.#current;

  constructor(lost: LostOrders) {
    this.#lost = new Map(lost);
  }

  /** What it goes on from, beside the orders that were lost. */
  get state(): TrustState {
    return {lists: this.#lists, current: this.#current};
  }

  set state({lists, current}: TrustState) {
    this.#lists = lists;
    this.#current = this.#next = current;
  }

  get lost(): LostOrders {
    return this.#lost;
  }

  /** What the next list makes of the order: why it is not trusted, or null where it is. */
  judge(list: OrderEvidence): NoOrder | null {
    const nth = this.#lists++;
    const current = list.isBroken ? beginning(nth) : this.#current;
    const next = {
      ...current,
      newPeople: current.newPeople + list.newPeople,
      inFront: current.inFront + list.inFront,
      sorted: current.sorted ?? list.sorted,
      wasTrusted: current.wasTrusted || list.wasTrusted
    };
    this.#next = next;
    const against = list.isNewestFirst === false ? "declared to be in no order" : againstOrder(next);
    if (against !== null && next.wasUsed) this.#lost.set(next.began, against);
    if (against !== null) return against;
    const lost = this.#lost.get(next.began);
    if (lost !== undefined) return lost;
    const isTrusted = list.isNewestFirst || next.wasTrusted || next.newPeople >= enoughNewPeople;
    // Places in a list that is not accepted are used too.
    if (isTrusted) current.wasUsed = next.wasUsed = true;
    return isTrusted ? null : "nothing says that the newest come first";
  }

  /** The list judged last counts: a complete one with its order, another one with what it says of the order so far. */
  accept(isComplete: boolean): void {
    if (isComplete || this.#next.began === this.#current.began) this.#current = this.#next;
  }
}

/** An order that begins with a list, before anything speaks for or against it. */
const beginning = (list: number) => ({
  began: list,
  newPeople: 0,
  inFront: 0,
  sorted: null as OrderEvidence["sorted"],
  wasUsed: false,
  wasTrusted: false
});

function againstOrder({
  sorted,
  newPeople,
  inFront
}: {
  sorted: OrderEvidence["sorted"];
  newPeople: number;
  inFront: number;
}): NoOrder | null {
  if (sorted !== null) return sorted;
  const isAgainst = newPeople >= enoughNewPeople && inFront < shareInFront * newPeople;
  return isAgainst ? "new people do not stand in front" : null;
}
