import {describe, expect, it} from "vitest";
import {
  parseTopics,
  readSensitiveWords,
  sensitiveSubjects,
  topicsDigest
} from "../../src/interests/topics.ts";

describe("topics", () => {
  it("are read from a list, in one form, each once", async () => {
    expect(await parseTopics("#Coffee, roasting,,  Third   Wave、コーヒー, #coffee")).toEqual([
      "#coffee",
      "roasting",
      "third wave",
      "コーヒー"
    ]);
    expect(await parseTopics("＃3DPrinting")).toEqual(["#3dprinting"]);
  });

  it.each([
    [" , ", /no topic in it/],
    ["#2024", /no hashtag of X/],
    ["#no way", /no hashtag of X/],
    ["coffee OR (tea)", /letters, digits, spaces and hyphens only/],
    ["from:me", /letters, digits, spaces and hyphens only/],
    ['"quoted"', /letters, digits, spaces and hyphens only/],
    ["-coffee", /letters, digits, spaces and hyphens only/],
    ["a".repeat(31), /longer than 30/],
    [Array.from({length: 11}, (_, nth) => `w${nth}`).join(), /11 topics/]
  ])("%j is refused", async (list, why) => {
    await expect(parseTopics(list)).rejects.toThrow(why);
  });

  it.each([
    ["coffee, mental health", "health"],
    ["#MentalHealth", "health"],
    ["Wahl", "politics"],
    ["#Election2028", "politics"],
    ["выборы", "politics"],
    ["イスラム教", "religion"],
    ["#日本の宗教", "religion"],
    ["Église", "religion"],
    ["#LGBTQ", "sexuality"],
    ["同性恋", "sexuality"],
    ["난민", "origin"],
    ["هجرة", "origin"]
  ])("%j is refused, being about %s", async (list, subject) => {
    await expect(parseTopics(list)).rejects.toThrow(
      new RegExp(`is about ${subject}: no one is looked at for health.*: leave it out$`)
    );
  });

  it.each(["#coffee", "roasting", "sussex", "godfather films", "コーヒー", "craft beer", "photography"])(
    "%s is none of these",
    async (topic) => {
      expect(await parseTopics(topic)).toEqual([topic]);
    }
  );

  it("are refused by words with a page each, on every subject in at least ten languages", () => {
    const words = readSensitiveWords();
    for (const subject of sensitiveSubjects)
      expect(new Set(words.filter(({about}) => about === subject).map(({language}) => language)).size).toBe(
        12
      );
  });

  it("have a digest that does not depend on their order", () => {
    expect(topicsDigest(["b", "a"])).toBe(topicsDigest(["a", "b"]));
    expect(topicsDigest(["a"])).not.toBe(topicsDigest(["a", "b"]));
  });
});
