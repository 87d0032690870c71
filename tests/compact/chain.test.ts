import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {Chain, type ListRows} from "../../src/compact/chain.ts";

interface Row {
  id: number;
  position: number;
  page: number;
  mutual: number;
}

const rowsOf = (list: readonly Row[]): ListRows => ({
  ids: BigInt64Array.from(list, ({id}) => BigInt(id)),
  positions: Int32Array.from(list, ({position}) => position),
  pages: Float64Array.from(list, ({page}) => page),
  mutual: Int32Array.from(list, ({mutual}) => mutual)
});

/** The lists of a chain, put together from its runs and pages by what these say of themselves. */
function unfold(chain: Chain): Row[][] {
  const runs = [...chain.runs()];
  const pages = [...chain.pages()];
  return Array.from({length: chain.lists}, (_, nth) =>
    runs
      .filter(({first_nth: first, last_nth: last}) => first <= nth && nth <= last)
      .map((run, row) => {
        const page = pages.findLast((one) => one.nth === nth && one.from_place <= run.place)!;
        return {id: Number(run.user_id), position: row + page.shift, page: page.page_us, mutual: run.mutual};
      })
  );
}

function fold(lists: readonly (readonly Row[])[]): Chain {
  const chain = new Chain();
  for (const list of lists) chain.add(rowsOf(list));
  return chain;
}

/** Lists of up to twelve people in any order, with gaps between positions and pages of any length. */
const list: fc.Arbitrary<Row[]> = fc
  .uniqueArray(
    fc.record({
      id: fc.integer({min: -2, max: 12}),
      position: fc.integer({min: 0, max: 1}),
      page: fc.integer({min: 0, max: 3}),
      mutual: fc.integer({min: -1, max: 1})
    }),
    {selector: ({id}) => id, maxLength: 12}
  )
  .map((rows) => {
    let last = -1;
    return rows.map((row) => ({...row, position: (last += 1 + row.position)}));
  });
const lists = fc.array(list, {minLength: 1, maxLength: 8});

describe("a chain of lists", () => {
  it("gives back every list: its people, their order, positions, pages and answers", () => {
    fc.assert(
      fc.property(lists, (some) => {
        expect(unfold(fold(some))).toEqual(some);
      })
    );
  });

  it("may be stored in between: what is gone on with is what it would have been", () => {
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        const stored = fold(before);
        const chain = Chain.resume(stored.lists, stored.runs(), stored.pages());
        for (const one of after) chain.add(rowsOf(one));
        expect([...chain.runs()]).toEqual([...fold([...before, ...after]).runs()]);
        expect(unfold(chain)).toEqual([...before, ...after]);
        expect(chain.rows).toBe([...before, ...after].flat().length);
      })
    );
  });

  it("says when somebody's page came in the first and the last list of a run", () => {
    fc.assert(
      fc.property(lists, (some) => {
        const pageOf = (nth: number, id: bigint) => some[nth]!.find((row) => BigInt(row.id) === id)!.page;
        for (const run of fold(some).runs()) {
          expect(run.first_us).toBe(pageOf(run.first_nth, run.user_id));
          expect(run.last_us).toBe(pageOf(run.last_nth, run.user_id));
        }
      })
    );
  });

  const people = (ids: number[], mutual = -1) =>
    rowsOf(ids.map((id, position) => ({id, position, page: 0, mutual})));

  it("takes no list of which too few keep their order", () => {
    const chain = new Chain();
    expect(chain.add(people([1, 2, 3, 4]))).toBe(true);
    // One of four keeps its place among those who do.
    expect(chain.add(people([4, 3, 2, 1]), 0.5)).toBe(false);
    expect([chain.lists, chain.rows]).toEqual([1, 4]);
    // Two of four: 3 and 4.
    expect(chain.add(people([3, 4, 2, 1]), 0.5)).toBe(true);
    expect(chain.lists).toBe(2);
  });

  it("ends the run of people of whom another list said something else in between", () => {
    const chain = new Chain();
    chain.add(people([1, 2, 3], 1));
    chain.interrupt(BigInt64Array.of(1n, 2n, 9n), Int32Array.of(0, 1, 0));
    chain.add(people([1, 2, 3], 1));
    const runs = Array.from(chain.runs(), ({user_id, first_nth, last_nth}) => [user_id, first_nth, last_nth]);
    expect(runs).toEqual([
      [1n, 1, 1],
      [1n, 0, 0],
      [2n, 0, 1],
      [3n, 0, 1]
    ]);
  });
});
