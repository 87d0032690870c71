import {quote, type Database} from "../duckdb.ts";
import {sourceNames, sourceOf} from "../networks/sources.ts";

/** What the pages have to know of sources, as a table `source_facts`, one row a source: they go by these and not by names. */
export async function attachSourceFacts(db: Database): Promise<void> {
  await db.run(
    "create table source_facts (source varchar, asks_for_interactions boolean, lacks_interactions boolean)"
  );
  const rows = sourceNames.map((name) => {
    const {asksForInteractions, lacksInteractions} = sourceOf(name);
    return `(${quote(name)}, ${asksForInteractions}, ${lacksInteractions})`;
  });
  await db.run(`insert into source_facts values ${rows.join(", ")}`);
}
