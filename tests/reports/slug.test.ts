import {expect, test} from "vitest";
import {slugsOf} from "../../src/slug.ts";

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
