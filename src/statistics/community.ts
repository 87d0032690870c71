import {DirectedGraph} from "graphology";
import {largestConnectedComponent} from "graphology-components";

/** Who addressed whom; names are whatever tells people apart. */
export interface Tie {
  from: string;
  to: string;
}

/** The place of one person among the others. */
export interface Standing {
  /** In the largest weakly connected component. */
  isInLargest: boolean;
  /** Addressed somebody who also addressed them. */
  isReciprocated: boolean;
}

/**
 * The standing of everybody whom a tie touches. A tie is a directed edge; several between the same two in one
 * direction are one, and ties to oneself are left out.
 *
 * A weakly connected component is a largest set of people in which each can be reached from each other along ties,
 * whatever their direction; the largest has the most people. Of several of that size the one with the first name in
 * the order of text is taken, so that the same ties always give the same. A person is reciprocated if at least one of
 * their ties has its opposite; packages that give the share of ties that have one count something else.
 */
export function communityOf(ties: readonly Tie[]): Map<string, Standing> {
  const graph = new DirectedGraph();
  // The library takes the component of that size which it meets first.
  const names = [...new Set(ties.flatMap(({from, to}) => (from === to ? [] : [from, to])))].sort();
  for (const name of names) graph.addNode(name);
  for (const {from, to} of ties) if (from !== to) graph.mergeDirectedEdge(from, to);
  const largest = new Set(graph.order > 0 ? largestConnectedComponent(graph) : []);
  return new Map(
    names.map((name) => [
      name,
      {
        isInLargest: largest.has(name),
        isReciprocated: graph.someOutNeighbor(name, (other) => graph.hasDirectedEdge(other, name))
      }
    ])
  );
}
