import {describe, expect, it} from "vitest";
import {topicMatcher} from "../../src/interests/match.ts";

const holds = async (topic: string, text: string) => (await topicMatcher([topic]))(text);

describe("a word as a topic", () => {
  it.each([
    ["coffee", "Coffee!", true],
    ["coffee", "my COFFEE's cold", true],
    ["coffee", "a (coffee)", true],
    ["coffee", "pour-over-coffee day", true],
    ["coffee", "love #coffee", true],
    // Inside another word.
    ["coffee", "coffeehouse", false],
    ["coffee", "decoffee", false],
    ["coffee", "#coffeetime", false],
    ["coffee", "coffee_shop", false],
    ["coffee", "coffee2go", false],
    // No words of the author.
    ["coffee", "thanks @coffee", false],
    ["coffee", "see https://example.org/coffee", false],
    ["コーヒー", "見た https://t.co/AbC123コーヒー豆を買った", true],
    ["amp", "salt &amp; pepper", false],
    // Phrases.
    ["third wave", "the Third  wave of it", false],
    ["third wave", "the Third wave of it", true],
    ["third wave", "third waves", false],
    ["l'art du café", "c’est l’art du café !", true],
    ["l’art du café", "l'ART du café", true],
    // One form of each letter, full or half width alike.
    ["café", "at the CAFE\u0301", true],
    ["コーヒー", "ｺｰﾋｰ", true],
    ["café", "cafe", false],
    // Cyrillic and Arabic are written with spaces.
    ["кофе", "люблю Кофе.", true],
    ["кофе", "кофейня", false],
    ["قهوة", "أحب قهوة الصباح", true],
    ["قهوة", "قهوتي", false],
    // Korean ties particles to words, and other nouns too.
    ["커피", "커피를 마신다", true],
    ["커피", "커피숍에서", false],
    // Without spaces a dictionary parts the words.
    ["コーヒー", "今日のコーヒーは美味しい", true],
    ["コーヒー", "#コーヒー", true],
    ["焙煎", "自家焙煎のコーヒー", true],
    ["咖啡", "我喜欢喝咖啡", true],
    ["กาแฟ", "กาแฟร้อนอร่อย", true],
    ["京都", "東京都に住む", false],
    ["ラン", "ランチを食べた", false],
    ["coffee", "朝はcoffeeを飲む", true]
  ])("%s in %j: %s", async (topic, text, expected) => {
    expect(await holds(topic, text)).toBe(expected);
  });
});

describe("a hashtag as a topic", () => {
  it.each([
    ["#coffee", "#Coffee", true],
    ["#coffee", "＃coffee", true],
    ["#coffee", "coffee", false],
    ["#coffee", "#coffeetime", false],
    ["#coffee", "a#coffee", false],
    ["#coffee", "https://x.com/#coffee", false],
    ["#コーヒー", "今日の #コーヒー", true],
    ["#コーヒー", "今日の #コーヒー豆", false],
    ["#コーヒー", "今日の#コーヒー", false],
    ["#قهوة", "صباح الخير #قهوة", true],
    ["#قهوة_عربية", "#قهوة_عربية", true],
    ["#3dprinting", "new #3Dprinting parts", true],
    ["#2024年", "#2024年 の目標", true]
  ])("%s in %j: %s", async (topic, text, expected) => {
    expect(await holds(topic, text)).toBe(expected);
  });

  it("is one of several topics", async () => {
    const matches = await topicMatcher(["#coffee", "roasting"]);
    expect(["roasting beans", "#coffee", "coffee", "#roast"].map(matches)).toEqual([
      true,
      true,
      false,
      false
    ]);
  });
});
