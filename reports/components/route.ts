import type {Route} from "./rows.js";

/** The routes in the order in which charts and tables show them. */
export const routes: Route[] = ["followback", "organic", "unknown", "pre_existing"];

/** What a route is called in charts, short. */
export const routeNames: Record<Route, string> = {
  followback: "followback",
  organic: "organic",
  unknown: "unknown",
  pre_existing: "already there"
};

/** `of those by followback`: how a sentence says whose share it is, of the routes that are compared. */
export const cameBy: Record<Exclude<Route, "pre_existing">, string> = {
  followback: "by followback",
  organic: "organic",
  unknown: "of unknown route"
};

/** A route's colour: a variable of the stylesheet, so that one drawing serves light and dark. */
export const routeColor = (route: Route) => `var(--${route.replace("_", "-")})`;

/** What fills an area of a route: the unknown are paler than their words, so that bands differ in grey too. */
export const routeFill = (route: Route) => (route === "unknown" ? "var(--unknown-fill)" : routeColor(route));

/** A second sign beside colour: the unknown and the already there are dashed. */
export const routeDash = (route: Route) =>
  route === "unknown" ? "5,3" : route === "pre_existing" ? "1,3" : "none";
