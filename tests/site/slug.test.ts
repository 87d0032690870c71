import {expect, test} from "vitest";
import {slugsOf} from "../../src/site/slug.ts";

const slugs = (...names: string[]) =>
  slugsOf(names.map((name, i) => ({id: String(i), name}))).map(({slug}) => slug);

test("a name becomes a folder", () =>
  expect(slugs("Oak & Iron", "u_775", "Café")).toEqual(["oak-iron", "u_775", "cafe"]));
test("each account has its own", () =>
  expect(slugs("brand", "Brand", "brand")).toEqual(["brand", "brand-2", "brand-3"]));
test("names of the site's own folders are not taken", () =>
  expect(slugs("data", "index")).toEqual(["data-2", "index-2"]));
test("a name without a letter still has an address", () =>
  expect(slugs("日本", "../..")).toEqual(["account", "account-2"]));

test("an account without a name is the account, by its id in the address alone", () => {
  expect(slugsOf([{id: "1234567890", name: "1234567890"}])).toEqual([
    {id: "1234567890", name: "the account", slug: "1234567890"}
  ]);
  const names = slugsOf([
    {id: "1234567890", name: "1234567890"},
    {id: "7", name: "brand"},
    {id: "9876543210", name: "9876543210"}
  ]).map(({name}) => name);
  expect(names).toEqual(["the account ending in 7890", "brand", "the account ending in 3210"]);
});
