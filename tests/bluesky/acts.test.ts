import {describe, expect, it} from "vitest";
import {addresseesOf} from "../../data-loaders/bluesky/acts.ts";

const [anna, ben, brand] = ["a", "b", "c"].map((letter) => `did:plc:${letter.repeat(24)}`) as [
  string,
  string,
  string
];
const postOf = (did: string, key = "3n3gji4o3hk2x") => `at://${did}/app.bsky.feed.post/${key}`;
const ref = (uri: string) => ({uri, cid: "bafyreigv6rbgwpinigjph7dfxjyzfe2fps2gdmuzn7sdxcrrcoftobc7cq"});
const post = (more: object) => ({
  $type: "app.bsky.feed.post",
  text: "hello",
  createdAt: "2026-05-01T12:00:00Z",
  ...more
});
const reply = (parent: string, root = parent) => ({reply: {root: ref(root), parent: ref(parent)}});
const quote = (uri: string) => ({embed: {$type: "app.bsky.embed.record", record: ref(uri)}});
const mentions = (...dids: string[]) => ({
  facets: dids.map((did) => ({
    index: {byteStart: 0, byteEnd: 5},
    features: [{$type: "app.bsky.richtext.facet#mention", did}]
  }))
});

describe("whom a post on Bluesky addresses", () => {
  it("is nobody where it only says something", () => {
    expect(addresseesOf(post({}))).toEqual([]);
  });

  it("is whoever it answers, not who began the conversation", () => {
    expect(addresseesOf(post(reply(postOf(anna), postOf(brand))))).toEqual([
      {did: anna, how: "reply", target: postOf(anna)}
    ]);
  });

  it("is the author it quotes, beside pictures too", () => {
    const quoted = [{did: brand, how: "quote", target: postOf(brand)}];
    expect(addresseesOf(post(quote(postOf(brand))))).toEqual(quoted);
    const embed = {$type: "app.bsky.embed.recordWithMedia", record: {record: ref(postOf(brand))}, media: {}};
    expect(addresseesOf(post({embed}))).toEqual(quoted);
  });

  it("is whoever it names by a mark, and not by a link or hashtag", () => {
    const tag = {index: {}, features: [{$type: "app.bsky.richtext.facet#tag", tag: "soup"}]};
    expect(addresseesOf(post({facets: [tag, ...mentions(ben).facets]}))).toEqual([
      {did: ben, how: "mention", target: null}
    ]);
  });

  it("is somebody once, by answer before quote before mention, whatever a notification calls it", () => {
    const all = {...reply(postOf(brand, "3n3gji4o3hk2y")), ...quote(postOf(brand)), ...mentions(brand, ben)};
    expect(addresseesOf(post(all))).toEqual([
      {did: brand, how: "reply", target: postOf(brand, "3n3gji4o3hk2y")},
      {did: ben, how: "mention", target: null}
    ]);
    expect(addresseesOf(post({...quote(postOf(brand)), ...mentions(brand)}))).toMatchObject([{how: "quote"}]);
  });

  it("is nobody behind an embedded list, a picture, or what is no post", () => {
    expect(addresseesOf(post(quote(`at://${anna}/app.bsky.graph.list/3n3gji4o3hk2x`)))).toEqual([]);
    expect(addresseesOf(post({embed: {$type: "app.bsky.embed.images", images: []}}))).toEqual([]);
    for (const record of [null, "text", {reply: {parent: 5}}]) expect(addresseesOf(record)).toEqual([]);
  });

  it("is still known where one part has another form", () => {
    expect(addresseesOf(post({...reply(postOf(anna)), facets: "odd"}))).toMatchObject([{did: anna}]);
    expect(addresseesOf(post({...reply(postOf(anna)), embed: 5}))).toMatchObject([{did: anna}]);
  });
});
