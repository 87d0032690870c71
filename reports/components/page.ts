import {element} from "./element.js";
import {causeGroupsOf} from "./growth.js";
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

/** The signs of the causes of leaving in words: full, hatched, outlined. */
export function causeKey(hasRecords = false, document = globalThis.document): HTMLElement {
  return element(
    document,
    "p",
    {class: "key causes"},
    Object.entries(causeGroupsOf(hasRecords)).map(([group, name]) =>
      element(document, "span", {class: group}, [name])
    )
  );
}

/** The routes that the control asks for: one, or all those there are. */
export const routesOf = (asked: string, all: Route[]): Route[] =>
  all.some((route) => route === asked) ? [asked as Route] : all;

/** The answers of the control that chooses a route. */
export const routeChoice = (all: Route[]) => ({
  name: "route",
  label: "Route",
  options: [["all", "all"], ...all.map((route) => [route, routeNames[route]])] as [string, string][]
});
