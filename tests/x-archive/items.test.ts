import {expect, it} from "vitest";
import {readItems} from "../../data-loaders/x-archive/items.ts";

/** What is read of a file of these items, given in pieces of so many bytes. */
async function itemsOf(items: string, size = 7): Promise<unknown[]> {
  const bytes = Buffer.from(`window.YTD.tweets.part0 = [ ${items} ]`);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const read: unknown[] = [];
  for await (const item of readItems(pieces(), "a.zip: tweets.js", ["tweets"])) read.push(item);
  return read;
}

const id = "1500000000000000123";

it.each([
  ["alone", `{"id": ${id}}`, {id}],
  ["in a list", `{"ids": [${id},${id}]}`, {ids: [id, id]}],
  ["beside raw control characters", `{"id": ${id}, "text": "a\u0001b"}`, {id, text: "a b"}],
  [
    "beside a fraction of many digits",
    `{"id": ${id}, "at": [-73.1234567890123456, 0.5]}`,
    {id, at: [Number("-73.1234567890123456"), 0.5]}
  ],
  ["beside a power of ten", `{"id": ${id}, "n": 1.25e16}`, {id, n: 1.25e16}],
  ["with a minus", `{"id": ${id}, "event": -${id}}`, {id, event: `-${id}`}],
  [
    "in a text, as it stands there",
    `{"id": ${id}, "text": "see: ${id}, \\"${id}\\""}`,
    {id, text: `see: ${id}, "${id}"`}
  ]
])("an id written as a bare number stays exact %s", async (_, item, read) => {
  expect(await itemsOf(item)).toEqual([read]);
  expect(await itemsOf(`${item}, ${item}`, 1)).toEqual([read, read]);
});
