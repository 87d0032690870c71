import {describe, expect, it} from "vitest";
import {hideSecrets, withoutSecrets} from "../../../data-loaders/access/hide.ts";

const secret = "aB3/x+Y=zQ9%2Fkk~'7w";

describe("hiding secrets", () => {
  // As encodeURIComponent, a form, a signature's base string and JSON write the secret; worked out by hand.
  it.each([
    ["as it is", "aB3/x+Y=zQ9%2Fkk~'7w"],
    ["in an address", "aB3%2Fx%2BY%3DzQ9%252Fkk~'7w"],
    ["in an address, in lower case", "aB3%2fx%2bY%3dzQ9%252Fkk~'7w"],
    ["in a form", "aB3%2Fx%2BY%3DzQ9%252Fkk%7E%277w"],
    ["in a header of OAuth 1.0a", "aB3%2Fx%2BY%3DzQ9%252Fkk~%277w"],
    ["in a signature's base string", "aB3%252Fx%252BY%253DzQ9%25252Fkk~'7w"],
    ["in JSON that escapes slashes", "aB3\\/x+Y=zQ9%2Fkk~'7w"]
  ])("takes one out %s", (_, written) => {
    expect(hideSecrets(`before "${written}" after`, [secret])).toBe('before "[token]" after');
  });

  it.each(["", "i", "id", "id:", "client:"])(
    "takes out the word in base64 that holds one behind %j",
    (before) => {
      const word = Buffer.from(`${before}${secret}:more`).toString("base64");
      expect(hideSecrets(`Authorization: Basic ${word} and so on`, [secret])).toBe(
        "Authorization: Basic [token] and so on"
      );
      const inAddress = Buffer.from(`${before}${secret}`).toString("base64url");
      expect(hideSecrets(`?proof=${inAddress}&x=1`, [secret])).toBe("?proof=[token]&x=1");
    }
  );

  it("takes out the longer of two first, and nothing for an empty one", () => {
    expect(hideSecrets("abcdefghijkl abcdefgh", ["", "abcdefgh", "abcdefghijkl"])).toBe("[token] [token]");
  });

  it("leaves words alone that hold one of fewer than eight letters", () => {
    expect(hideSecrets("X answered 401: Unauthorized", ["a", "author"])).toBe("X answered 401: Unauthorized");
    expect(hideSecrets("Unauthorized", ["Unauthor"])).toBe("[token]ized");
  });

  it("leaves other words alone", () => {
    const text = "X answered 503: Y2xpZW50LW9mLXRlc3Rz is none of ours";
    expect(hideSecrets(text, [secret])).toBe(text);
  });
});

describe("an answer without secrets", () => {
  it("is the same where it holds none", () => {
    const body = {data: [{id: "9007199254740993001", description: "tea"}]};
    expect(withoutSecrets(body, [secret])).toBe(body);
  });

  it("loses them wherever they stand, and nothing else", () => {
    const body = {
      data: [{id: "1", description: `"${secret}"`}],
      errors: [{[secret]: {detail: [`no ${secret}`]}}]
    };
    expect(withoutSecrets(body, [secret])).toEqual({
      data: [{id: "1", description: '"[token]"'}],
      errors: [{"[token]": {detail: ["no [token]"]}}]
    });
  });

  it("keeps what only looks like a short one", () => {
    const body = {data: [{id: "12345"}]};
    expect(withoutSecrets(body, ["123"])).toBe(body);
  });

  it("can be told of nothing", () => {
    expect(withoutSecrets(null, [secret])).toBeNull();
  });
});
