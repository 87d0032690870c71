import {parseHTML} from "linkedom";

/** Text for a page: no markup of its own, and no `${` that Framework would run. */
export const escapeText = (text: string) =>
  text.replace(/[&<>"`$*_[\]\\{}|#]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A picture drawn twice, for a wide page and for a phone; the stylesheet shows one. Widths are pixels. */
export function picture(
  label: string,
  paint: (options: {width: number; document: Document; label: string}) => SVGSVGElement,
  widths: {wide: number; narrow: number} = {wide: 720, narrow: 320}
) {
  const {document} = parseHTML("<!doctype html><html><body></body></html>") as unknown as {
    document: Document;
  };
  const drawn = (["wide", "narrow"] as const).map(
    (size) => `<div class="${size}">${paint({width: widths[size], document, label}).outerHTML}</div>`
  );
  return `<div class="picture">${drawn.join("")}</div>`.replaceAll("\n", " ");
}
