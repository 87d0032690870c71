import {element} from "./element.js";
import {routeNames} from "./route.js";
import type {Route} from "./rows.js";

/** The colours of the routes in words, above a picture that cannot carry its labels. */
export function routeKey(shown: Route[], document = globalThis.document): HTMLElement {
  return element(
    document,
    "p",
    {class: "key"},
    shown.map((route) => element(document, "span", {class: route}, [routeNames[route]]))
  );
}

/** What stands where a picture would be when there is nothing to draw. */
export function missing(text: string, document = globalThis.document): HTMLElement {
  return element(document, "p", {class: "caveat"}, [text]);
}
