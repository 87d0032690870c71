import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {parseHTML} from "linkedom";
import {claimText, questionOf} from "../../reports/components/claim.js";
import {claimPlot, reachOf} from "../../reports/components/claim-plot.js";
import {findingsOf} from "./account-findings.ts";
import {datesOf, followersText, type ReadAccount} from "./index-data.ts";
import {tally} from "./overview-page.ts";
import {titleOf} from "./slug.ts";
import {escapeHtml} from "./html.ts";

/** The size that every service asks for in a large link preview, in pixels. */
const previewSize = {width: 1200, height: 630};

/** Breaks a text into lines of at most so many characters; one that does not fit into `most` lines ends in an ellipsis. */
export function wrap(text: string, length: number, most: number): string[] {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)!} ${word}`.trim();
    if (longer.length <= length || lines.at(-1) === "") lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${lines[most - 1]!.slice(0, length - 1)}…`];
}

const text = (
  x: number,
  y: number,
  size: number,
  fill: string,
  content: string,
  weight = 400,
  anchor = "start"
) =>
  `<text x="${x}" y="${y}" font-family="DejaVu Sans" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escapeHtml(content)}</text>`;

const [ink, muted, accent] = ["#1b1e23", "#5b5f66", "#b04a00"];

const frame = (kicker: string, headline: string, rest: string, foot: string) => {
  const lines = wrap(headline, 38, 3);
  const {width, height} = previewSize;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="#ffffff"/><rect width="${width}" height="12" fill="${accent}"/>${text(64, 82, 28, muted, wrap(kicker, 60, 1)[0]!)}${lines.map((line, i) => text(64, 148 + i * 60, 48, ink, line, 700)).join("")}${rest}${text(64, 592, 24, muted, foot)}</svg>`;
};

/** The link preview of one account: its answer, and the two main differences on one scale. */
export function previewOf({account, data}: ReadAccount): string {
  const {summary, claims, now} = data;
  const {headline, paragraph} = findingsOf(data);
  // The picture shows what the headline says: of those who are here now, and not of later arrivals.
  const shown = (now ? [] : claims).filter(({is_main, difference}) => is_main && difference !== null);
  const reach = reachOf(shown);
  const {document} = parseHTML("<!doctype html><html><body></body></html>") as unknown as {
    document: Document;
  };
  const pictures = shown.map((claim, i) => {
    const {verdict, number} = claimText(claim, account.name);
    const plot = styled(claimPlot(claim, {width: 300, document, label: "", reach}).outerHTML);
    const y = 350 + i * 112;
    return `${text(64, y + 32, 28, ink, `${questionOf(claim)} ${verdict}`, 700)}${text(64, y + 70, 26, muted, number ?? "")}<g transform="translate(690 ${y - 8}) scale(1.48)">${plot}</g>`;
  });
  const said = wrap(paragraph[0]!, 66, 4).map((line, i) => text(64, 380 + i * 44, 30, ink, line));
  const foot = `${followersText(summary)} · ${datesOf(summary)} · 99% intervals`;
  return frame(
    titleOf(account),
    headline,
    (pictures.length > 0 ? pictures : said).join(""),
    pictures.length > 0 ? foot : foot.replace(" · 99% intervals", "")
  );
}

/** The link preview of a site with several accounts. */
export function previewOfAll(accounts: ReadAccount[]): string {
  const said = wrap(tally(accounts), 60, 5).map((line, i) => text(64, 320 + i * 48, 32, ink, line));
  return frame(
    "followback",
    `${accounts.length} accounts: do followers by followback engage and stay?`,
    said.join(""),
    wrap(accounts.map(({account}) => account.name).join(", "), 72, 1)[0]!
  );
}

/** The page's stylesheet does not reach a picture file: what its classes mean is written into the drawing. */
const styled = (svg: string) =>
  svg
    .replace('class="claim-plot"', "")
    .replaceAll('class="matters"', 'fill="#e3e5e8"')
    .replaceAll('class="axis"', 'stroke="#8b9098"')
    .replaceAll('class="zero"', 'stroke="#1b1e23"')
    .replaceAll('class="interval"', 'fill="#8fa7c4"')
    .replaceAll('class="estimate"', 'fill="#1b1e23"')
    .replaceAll('class="range"', 'fill="#ffffff" stroke="#5b5f66"')
    .replace(/class="(tick|side)"/g, 'font-family="DejaVu Sans" font-size="12" fill="#5b5f66"');

interface Renderer {
  Resvg: new (svg: string, options: object) => {render(): {asPng(): Uint8Array}};
}

/** The renderer and the folder of its font; null where there is no build of it for this machine. */
function findRenderer(): (Renderer & {fonts: string}) | null {
  const require = createRequire(import.meta.url);
  try {
    const {Resvg} = require("@resvg/resvg-js") as Renderer;
    return {Resvg, fonts: join(dirname(require.resolve("dejavu-fonts-ttf/package.json")), "ttf")};
  } catch {
    return null;
  }
}

const renderer = findRenderer();

/** Whether link previews can be drawn here; pages are published without them where not. */
export const canDrawPng = renderer !== null;

/** The picture as a PNG, in a font of our own, so that it is the same on every machine. */
export function drawPng(svg: string): Uint8Array {
  if (!renderer) throw new Error("link preview: no renderer for this machine");
  const fontFiles = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => join(renderer.fonts, file));
  const font = {loadSystemFonts: false, fontFiles, defaultFontFamily: "DejaVu Sans"};
  return new renderer.Resvg(svg, {font}).render().asPng();
}
