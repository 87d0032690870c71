import type {DrawOptions} from "./draw.js";
import {missing} from "./page.js";
import {readable} from "./tips.js";

/** Framework's `resize`: renders at the width of its place in pixels, and again when that changes. */
type Resize = (render: (width: number) => Element) => HTMLElement;

/** What stands beside a picture: its name for people who hear it, and the reason where there is none. */
export interface FigureText {
  label: string;
  /** A sentence, or a node made by `missing`. Left out, nothing stands in the picture's place. */
  empty?: Node | string;
}

/**
 * The `figure` of a page. Only pages have Framework's `resize`, so each passes its own.
 *
 * `figure(isDrawn, draw, {label, empty})` returns the picture that `draw` paints, as wide as its place and readable mark by
 * mark; where `isDrawn` is false it does not call `draw` and returns the sentence `empty`, or an empty text.
 */
export const figures =
  (resize: Resize, document = globalThis.document) =>
  (isDrawn: boolean, draw: (options: DrawOptions) => SVGSVGElement, {label, empty = ""}: FigureText) => {
    if (isDrawn)
      return resize((width) => readable(draw({width, label, document, isReadable: true}), document));
    return typeof empty === "string" && empty !== "" ? missing(empty, document) : empty;
  };

/** Whether any row has a value in this column: figures of too few people are null. */
export const hasAny = <T>(rows: T[], column: keyof T): boolean => rows.some((row) => row[column] !== null);
