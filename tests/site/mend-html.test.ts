import {expect, test} from "vitest";
import {mendHtml} from "../../src/site/mend-html.ts";

// The frame of a page as Framework 1.13.4 writes it.
const page = `<!DOCTYPE html>
<html>
<head>
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
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
  const mended = mendHtml(page);
  expect(mended).toContain('<html lang="en">');
  expect(mended).not.toContain("maximum-scale");
  expect(mended).toMatch(/<ol>\s*<li/);
  expect(mended).toContain('<nav id="observablehq-sidebar" aria-label="Pages">');
});
