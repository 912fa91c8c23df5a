// Walks from link to link in every chair, and holds each kind of page against what a screen owes
// everyone: axe, 320 px and 1,280 px, the keyboard alone, and no script at all.
import assert from "node:assert/strict";
import test from "node:test";
import { Browser } from "./browser.mjs";
import { Office } from "./office.mjs";
import { links, readable, routeOf } from "./routes.mjs";
import { chairs, signIn } from "./people.mjs";

/** Routes that no walk from link to link can or should end on, each with its reason. */
const NOT_WALKED = new Map([
  ["/healthz", "for machines"],
  ["/readyz", "for machines"],
  ["/api/requests", "for machines"],
  ["/assets/{name}", "part of every page"],
  ["/council.css", "part of every page"],
  ["/requests/{reference}/record/progress", "asked by a script"],
  ["/requests/{reference}/review/{number}/words/{page}", "asked by a script"],
  ["/requests/{reference}/review/{number}/standing", "asked by a script"],
  ["/requests/{reference}/review/{number}/as-sent/{page}", "asked by a script"],
  ["/requests/{reference}/items/{number}/pages/{page}.png", "part of every item's page"],
  ["/requests/{reference}/items/{number}/original", "a file"],
  ["/requests/{reference}/pack/{volume}", "a file"],
  ["/requests/{reference}/disclosures/{id}/files/{number}", "a file"],
  ["/disclosures.csv", "a file"],
  ["/timescales.csv", "a file"],
  ["/requests/{reference}/letters/{id}/letter.pdf", "a file"],
  ["/letters/{kind}/{language}/{number}/preview.pdf", "a file"],
  ["/read/{token}", "looked at in the story of a letter"],
  ["/letters/shipped", "looked at in the story of a letter: a demonstration may write at once"],
  ["/requests/{reference}/review/{number}/elsewhere", "looked at in the story of passages: two requests hold the same file"],
  ["/requests/{reference}/sign-off/pages/{volume}/{page}", "a picture"],
  ["/", "leads on at once"],
  ["/ask/sent/{reference}", "looked at in the story of one request"],
  ["/answers/sent", "looked at in the story of one request"],
  ["/requests/{reference}/release", "looked at in the story of one request"],
  ["/packs/{token}", "looked at in the story of one request"],
  ["/pack", "looked at in the story of one request"],
  ["/pack/read/{page}", "looked at in the story of the portal"],
  ["/pack/pages/{page}.png", "a picture"],
  ["/pack/read/{page}/correction", "looked at in the story of the portal"],
  ["/pack/correction/{reference}", "looked at in the story of the portal"],
  ["/my-request", "looked at in the story of the portal"],
  ["/requests/{reference}/correction", "looked at in the story of the portal"],
  ["/requests/{reference}/correction/evidence/{id}", "a file"],
  ["/requests/{reference}/identity/files/{id}", "a file"],
  ["/requests/{reference}/consultations/{id}", "looked at in the story of somebody consulted"],
  ["/requests/{reference}/consultations/{id}/passages/{number}.png", "a picture"],
  ["/consultations/{token}", "looked at in the story of somebody consulted"],
  ["/consultations/{token}/passages/{number}", "a picture"],
  ["/consulted", "looked at in the story of somebody consulted"],
  ["/first-sign-in/{token}", "looked at in the story of the first administrator"],
]);

/** How many pages of one kind are looked at; the second and third come from other requests or chairs. */
const OF_A_KIND = 3;
const PAGES_A_CHAIR = 250;

test("every page is readable and usable by everyone", async (t) => {
  const office = await Office.open();
  const browser = await Browser.open(office, "every-page");
  const routes = readable();
  const looked = new Map();
  const faults = [];
  const look = async (page, route, chair) => {
    const count = looked.get(route) ?? 0;
    looked.set(route, count + 1);
    if (count >= OF_A_KIND) return;
    const name = `${route.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "start"}-${chair}`;
    await browser.looksRight(page, name);
    if (count > 0) return;
    await browser.worksByKeyboard(page, name);
    faults.push(...(await withoutScript(browser, page, name)));
  };

  const walk = async (chair, account) => {
    const page = await browser.person();
    if (account) await signIn(page, account);
    const mailed = new Set(mailedLinks(office));
    // A request asks for a declaration by itself when it is first opened.
    const declares = chair === "handler" ? [`${office.url}/requests/SAR-2026-00003/interest`] : [];
    const waiting = [`${office.url}/`, `${office.url}/ask`, ...declares, ...(account ? [] : mailed)];
    const seen = new Set(waiting);
    for (let n = 0; waiting.length > 0 && n < PAGES_A_CHAIR; n++) {
      const answer = await open(page, waiting.shift());
      if (!answer) continue;
      const route = routeOf(routes, page.url());
      // Who was asked by mail may have answered meanwhile.
      if (answer.status() === 404 && !mailed.has(page.url())) faults.push(`a dead link to ${page.url()}`);
      if (answer.status() >= 400 || !route) continue;
      for (const link of await links(page)) {
        if (seen.has(link) || crowded(routes, seen, link)) continue;
        seen.add(link);
        waiting.push(link);
      }
      await look(page, route, chair);
    }
    await page.context().close();
  };

  try {
    await t.test("as a stranger", () => walk("stranger", null));
    for (const [chair, account] of Object.entries(chairs(office))) {
      await t.test(`as ${chair}`, () => walk(chair, account));
    }
    const missed = routes.map(({ route }) => route).filter((route) => !looked.has(route) && !NOT_WALKED.has(route));
    for (const route of missed) faults.push(`no link leads to ${route}`);
    const known = new Set(routes.map(({ route }) => route));
    for (const route of NOT_WALKED.keys()) if (!known.has(route)) faults.push(`${route} is excused and does not exist`);
  } finally {
    faults.push(...browser.complaints.splice(0));
    await browser.close();
    await office.close();
  }
  assert.deepEqual([...new Set(faults)], []);
});

/** Opens a link; nothing where it is a file or a picture and not a page to read. */
async function open(page, url) {
  const kind = (await page.request.get(url)).headers()["content-type"] ?? "";
  return kind.startsWith("text/html") ? page.goto(url) : null;
}

/** Five thousand items of one request need not each be opened: a handful of one kind is enough. */
function crowded(routes, seen, link) {
  const kind = routeOf(routes, link);
  let same = 0;
  for (const one of seen) if (routeOf(routes, one) === kind) same += 1;
  return same >= 8;
}

/** Links that people without an account were sent. */
function mailedLinks(office) {
  const words = office.mail().join("\n").replace(/=\r?\n/g, "");
  return [...new Set(words.match(new RegExp(`${office.url}/[^\\s"<>]+`, "g")) ?? [])];
}

async function withoutScript(browser, page, name) {
  const faults = [];
  const plain = await browser.person({ script: false });
  await plain.context().addCookies(await page.context().cookies());
  const answer = await plain.goto(page.url());
  if (answer.status() !== 200) faults.push(`${name}: ${answer.status()} without script`);
  const heading = plain.getByRole("heading", { level: 1 }).first();
  if ((await heading.count()) === 0) faults.push(`${name}: no heading without script`);
  // A button that only a script would hear is a dead one.
  const dead = await plain.locator("button[type=button]:visible").allTextContents();
  if (dead.length > 0) faults.push(`${name}: buttons that do nothing without script: ${dead.join(", ")}`);
  await plain.context().close();
  return faults;
}
