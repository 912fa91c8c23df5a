// The service's own table of contents, read from src/app.rs, and a walk to every page it names.
import fs from "node:fs";
import path from "node:path";
import { top } from "./office.mjs";

/** Every `get("/…", …)` line. */
export function readable() {
  const source = fs.readFileSync(path.join(top, "src/app.rs"), "utf8");
  const lines = source.matchAll(/^\s*get\s*\(\s*"([^"]+)"/gm);
  return [...lines].map(([, route]) => ({
    route,
    fits: new RegExp(`^${route.replace(/\{[^}:]+:\.\*\}/g, ".+").replace(/\{[^}]+\}/g, "[^/]+")}$`),
  }));
}

/** The route that answers this path: the first that fits, as in the service. */
export function routeOf(routes, url) {
  const { pathname } = new URL(url);
  return routes.find(({ fits }) => fits.test(decodeURI(pathname)))?.route;
}

/** Every link of a page that stays in the service. */
export async function links(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("a[href]")]
      .filter((a) => a.origin === location.origin && !a.hasAttribute("download"))
      .map((a) => a.href.replace(/#.*$/, "")),
  );
}
