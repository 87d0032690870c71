import {parseArgs} from "node:util";
import {kill} from "./kill.ts";
import {sail} from "./storm.ts";

/** The long forms of the tests beside this file: `npm run rehearse -- --storms 200 --kills 200 --seed 1`. */
const {values} = parseArgs({
  options: {
    storms: {type: "string", default: "200"},
    kills: {type: "string", default: "200"},
    seed: {type: "string", default: "1"}
  }
});
const seed = Number(values.seed);
const wrongs: string[] = [];
const ends = new Map<string, number>();
const sum = {requests: 0, faults: 0, meter: 0, told: 0, snapshots: 0, looked: 0};

for (let nth = 0; nth < Number(values.storms); nth++) {
  const voyage = await sail({seed: seed + nth, force: nth % 4 === 3 ? 2 : 1});
  wrongs.push(...voyage.wrongs.map((wrong) => `storm ${voyage.seed}: ${wrong}`));
  for (const end of voyage.ends) {
    const kind = end.split(":")[0]!;
    ends.set(kind, (ends.get(kind) ?? 0) + 1);
  }
  sum.requests += voyage.requests;
  sum.faults += voyage.faults.length;
  sum.snapshots += voyage.ends.length;
  sum.meter += voyage.meter;
  sum.told += voyage.told;
  sum.looked += voyage.looked;
  if (nth % 20 === 19) console.error(`${nth + 1} storms, ${wrongs.length} wrong`);
}
console.log(
  `storms: ${values.storms}; requests: ${sum.requests}, of them met a fault: ${sum.faults}; snapshots tried: ${sum.snapshots}: ` +
    [...ends].map(([kind, count]) => `${kind} ${count}`).join(", ") +
    `; people looked at for interests: ${sum.looked}`
);

const killed = {kills: 0, repeated: 0, pages: 0};
for (let nth = 0; killed.kills < Number(values.kills); nth++) {
  const killing = await kill(seed + nth, Math.min(20, Number(values.kills) - killed.kills));
  killed.kills += killing.kills;
  killed.pages += killing.pages;
  killed.repeated += killing.repeated;
  wrongs.push(...killing.wrongs.map((wrong) => `kill ${seed + nth}: ${wrong}`));
  if (killing.told !== killing.meter)
    wrongs.push(`kill ${seed + nth}: told ${killing.told}, the meter has ${killing.meter}`);
  console.error(`${killed.kills} kills, ${wrongs.length} wrong`);
}
console.log(
  `kills: ${killed.kills}; pages: ${killed.pages}; asked for again, having been on their way at a kill: ${killed.repeated}`
);
for (const wrong of wrongs) console.log(`wrong: ${wrong}`);
process.exitCode = wrongs.length > 0 ? 1 : 0;
