// The three answers by the models. See ../answers.ts for what they mean.
// Usage: from_models.ts needed|all DATA. Prints one line an answer: answer, month, route, people, of them retained or engaged.
import {withDatabase, setThreads, type Database} from "../../../src/duckdb.ts";
import {buildMarts, runModels} from "../../../src/models/build.ts";
import {attachMarts} from "../../../src/models/marts.ts";
import {attachSnapshots} from "../../../src/snapshots/store.ts";

/** By the mart that each answer stands in. */
const answers = {
  followers: `
    select 'routes' as answer, strftime(first_seen_at, '%Y-%m') as month, route, count(*) as people, 0 as "of"
    from followers group by month, route`,
  cohort_retention: `
    select 'retained' as answer, strftime(cohort, '%Y-%m') as month, route, size as people, retained as "of"
    from cohort_retention where period = 'month' and age_days = 90`,
  cohort_engagement: `
    select 'engaged' as answer, strftime(cohort, '%Y-%m') as month, route, size as people, engaged as "of"
    from cohort_engagement where period = 'month' and age_days = 30`
};

const [which, dataDir = ""] = process.argv.slice(2);
const lines: string[] = [];
const answer = async (db: Database, sql: string) => {
  for (const row of await db.rows<Record<string, unknown>>(sql)) lines.push(Object.values(row).join("\t"));
};

if (which === "all") {
  await buildMarts(dataDir);
  await withDatabase(async (db) => {
    await attachMarts(db, dataDir);
    for (const sql of Object.values(answers)) await answer(db, sql);
  });
} else {
  await withDatabase(async (db) => {
    await setThreads(db, await attachSnapshots(db, dataDir, "raw", {willReadOften: true}));
    await runModels(db, {
      only: Object.keys(answers),
      onMade: async ({name}) => {
        if (name in answers) await answer(db, answers[name as keyof typeof answers]);
      }
    });
  });
}
process.stdout.write(lines.map((line) => `${line}\n`).join(""));
