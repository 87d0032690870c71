import {createRandom} from "../random.ts";
import type {Kind} from "./behaviour.ts";

/** The share of each kind whose profile says that they seek followbacks. */
const markShares: Record<Kind, number> = {
  fan: 0.01,
  neighbour: 0.03,
  seeker: 0.6,
  train: 0.85,
  dormant: 0.02,
  automated: 0.2
};

/** How such profiles say it, in many languages. */
const marks = [
  "I follow back",
  "#teamfollowback",
  "F4F",
  "#followback always",
  "フォロバ100%",
  "맞팔 환영",
  "互粉",
  "folbek",
  "sígueme que te sigo",
  "sigo de volta",
  "взаимный фолловинг"
];

/** Tells what is drawn of texts from the world's own chance, and one person's from another's. */
const textSeed = 0x7e47;
const personStep = 6_151;

/** The text of a profile: the same for the same seed and number of a person. */
export function describe(seed: number, index: number, kind: Kind, bio: string): string {
  const random = createRandom(seed ^ (textSeed + index * personStep));
  const mark = random.chance(markShares[kind]) ? marks[Math.floor(random.uniform() * marks.length)]! : "";
  return ["[simulated]", bio, mark].filter(Boolean).join(" ");
}
