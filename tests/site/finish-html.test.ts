import {parseHTML} from "linkedom";
import {expect, test} from "vitest";
import {finishHtml} from "../../src/site/finish-html.ts";

// The frame of a page as Framework 1.13.4 writes it.
const page = `<!DOCTYPE html>
<html>
<head>
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
<title>Tom &amp; Co &lt;3</title>
</head>
<body>
<input id="observablehq-sidebar-toggle" type="checkbox" title="Toggle sidebar">
<label id="observablehq-sidebar-backdrop" for="observablehq-sidebar-toggle"></label>
<nav id="observablehq-sidebar">
  <ol>
    <label id="observablehq-sidebar-close" for="observablehq-sidebar-toggle"></label>
    <li class="observablehq-link"><a href=".//">home</a></li>
  </ol>
</nav>
<main id="observablehq-main" class="observablehq"></main>
</body></html>`;

test("a page has a language, may be zoomed, and its lists hold items", () => {
  const mended = finishHtml(page);
  expect(mended).toContain('<html lang="en">');
  expect(mended).not.toContain("maximum-scale");
  expect(mended).toMatch(/<ol>\s*<li/);
  expect(mended).toMatch(/<nav (?=[^>]*id="observablehq-sidebar")[^>]*aria-label="Pages"/);
});

test.each([
  ["the viewport", /<meta name="viewport"[^>]*>/, /without meta\[name="viewport"\]/],
  ["the sidebar", /<nav id="observablehq-sidebar">/, /without #observablehq-sidebar,/],
  [
    "its button to close",
    /<label id="observablehq-sidebar-close"[^>]*><\/label>/,
    /without #observablehq-sidebar-close/
  ],
  ["main", /<main [^>]*><\/main>/, /without main/]
])("a page without %s is not what is mended, and says so", (_, part, message) => {
  expect(page).toMatch(part);
  expect(() => finishHtml(page.replace(part, ""))).toThrow(message);
});

test("what a script holds stays as it is", () => {
  const script = '<script type="module">if (1 < 2 && "</p>") define({id: "a"});</script>';
  expect(finishHtml(page.replace("</body>", `${script}</body>`))).toContain(script);
});

test("only a page that needs scripts says so", () => {
  expect(finishHtml(page)).toContain("need JavaScript");
  expect(finishHtml(page, null, {needsScripts: false})).not.toContain("need JavaScript");
});

test("no name of an account ends the title, the head or an attribute", () => {
  const name = '</title><script>alert(1)</script> "<b>&lt;';
  const meta = {title: name, description: name, image: null, url: null};
  const mended = finishHtml(page, meta);
  const {document} = parseHTML(mended) as unknown as {document: Document};
  expect(document.querySelectorAll("title, script")).toHaveLength(1);
  expect(document.querySelector('meta[name="description"]')!.getAttribute("content")).toContain("alert(1)");
  expect(document.querySelector("title")!.textContent).toBe(name);
  expect(finishHtml(page)).toContain("<title>Tom &#38; Co &#60;3</title>");
});
