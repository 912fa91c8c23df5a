// Chromium as a person's browser, which keeps a list of everything a page did wrong.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { top } from "./office.mjs";

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Each request asks its reader once whether they have an interest in it; in most stories they have none. */
async function declaresNoInterest(page) {
  const none = page.getByLabel("No: I have no interest in this request");
  await page.addLocatorHandler(none, async () => {
    await none.check();
    await page.getByRole("button", { name: "Continue" }).click();
  });
  const goto = page.goto.bind(page);
  // The page that was meant is the one the story goes on with.
  page.goto = async (address, options) => {
    const answer = await goto(address, options);
    if (!new URL(page.url()).pathname.endsWith("/interest") || String(address).endsWith("/interest")) return answer;
    await page.locator("h1").hover();
    return goto(address, options);
  };
}

export class Browser {
  /** @param story names the folder its pictures go to: var/screens/<story> */
  static async open(office, story) {
    const browser = new Browser();
    browser.office = office;
    browser.pictures = path.join(top, "var/screens", story);
    browser.complaints = [];
    fs.mkdirSync(browser.pictures, { recursive: true });
    browser.chromium = await chromium.launch({
      executablePath: process.env.CANDOUR_TEST_CHROMIUM || known.find((one) => fs.existsSync(one)),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    return browser;
  }

  /** A person with cookies of their own, before whom lies one empty page. */
  async person({ script = true, width = 1280, height = 900 } = {}) {
    const context = await this.chromium.newContext({
      baseURL: this.office.url,
      javaScriptEnabled: script,
      viewport: { width, height },
      acceptDownloads: true,
      locale: "en-GB",
      timezoneId: "Europe/London",
    });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    this.#watch(page);
    await declaresNoInterest(page);
    return page;
  }

  #watch(page) {
    const complain = (what) => this.complaints.push(`${page.url()}: ${what}`);
    page.on("pageerror", (error) => complain(`script failed: ${error.message}`));
    page.on("console", (message) => {
      const words = message.text();
      // A refusal that the story asked for is no fault of the page.
      if (message.type() === "error" && !/the server responded with a status of 4\d\d/.test(words)) {
        complain(words);
      }
    });
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith("http") && url.origin !== this.office.url) {
        complain(`asked another host: ${url.origin}`);
      }
      if (url.pathname === "/csp-reports") complain(`reported: ${request.postData()}`);
    });
    page.on("response", (response) => {
      const part = ["stylesheet", "script", "font", "image"].includes(response.request().resourceType());
      if (response.status() >= (part ? 400 : 500)) complain(`${response.status()} from ${response.url()}`);
    });
  }

  /**
   * What a screen owes everyone: no axe violation, nothing cut off at 320 px or 1,280 px. A fault is
   * kept for the end, so that one run of a story names them all.
   */
  async looksRight(page, name) {
    const { width, height } = page.viewportSize();
    const faults = [];
    for (const wide of [1280, 320]) {
      await page.setViewportSize({ width: wide, height });
      await page.screenshot({ path: path.join(this.pictures, `${name}-${wide}.png`), fullPage: true });
      const over = await page.evaluate(widerThanThePage);
      if (over) faults.push(`at ${wide} px the page is wider than the screen: ${over}`);
    }
    await page.setViewportSize({ width, height });
    faults.push(...(await axe(page)));
    this.complaints.push(...faults.map((fault) => `${name}: ${fault}`));
  }

  /** Walks the page with Tab alone: everything can be reached, and is seen to be where one is. */
  async worksByKeyboard(page, name) {
    const expected = await page.evaluate(rememberUnfocused);
    const faults = new Set();
    const seen = new Set();
    await page.evaluate(() => document.activeElement?.blur());
    for (let step = 0; step < expected + 5; step++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(lookAtFocus);
      if (at === null) continue;
      if (seen.has(at.number)) break;
      seen.add(at.number);
      if (!at.visible) faults.add(`focus is not to be seen on ${at.what}`);
    }
    if (seen.size < expected) faults.add(`Tab reached ${seen.size} of ${expected} controls`);
    // The walk ends on the link that skips to the content. It would go at the next press of the
    // mouse, and all below it would move up under the pointer.
    await page.evaluate(() => document.activeElement?.blur());
    this.complaints.push(...[...faults].map((fault) => `${name}: ${fault}`));
  }

  /** What everybody had before them when a step failed. */
  async keepWhatIsOpen() {
    const pages = this.chromium.contexts().flatMap((context) => context.pages());
    for (const [n, page] of pages.entries()) {
      await page.screenshot({ path: path.join(this.pictures, `failed-${n + 1}.png`), fullPage: true }).catch(() => {});
    }
  }

  /** Ends the story: nothing may have gone wrong unseen. */
  async close() {
    await this.chromium.close();
    assert.deepEqual(this.complaints, [], "what the browser complained of");
  }
}

/** The violations of WCAG 2.2 AA and of axe's own good practice, a line each. */
export async function axe(page) {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const found = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return found.violations.map((v) => ({
      id: v.id,
      help: v.help,
      nodes: v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)),
    }));
  });
  return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.join(" | ")}`);
}

function widerThanThePage() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  // What scrolls inside its own box may be as wide as it likes.
  const contained = (el) => {
    for (let up = el.parentElement; up && up !== document.body; up = up.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  const wide = [...document.body.querySelectorAll("*")].filter((el) => el.getBoundingClientRect().right > width + 1);
  const culprit = wide.filter((el) => !contained(el)).at(-1) ?? wide.at(-1) ?? document.body;
  return `${document.documentElement.scrollWidth} px because of ${culprit.outerHTML.slice(0, 160)}`;
}

/** Numbers what Tab should reach and keeps how each looks while it is not focused. */
function rememberUnfocused() {
  const look = (el) => {
    const style = (one, pseudo) => {
      const s = getComputedStyle(one, pseudo);
      return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.backgroundColor, s.borderColor, s.borderWidth, s.textDecoration].join();
    };
    const label = el.labels?.[0];
    return [style(el), style(el.parentElement), label ? style(label) + style(label, "::before") : ""].join("|");
  };
  globalThis.lookOf = look;
  document.activeElement?.blur();
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const groups = new Set();
  const reachable = [...document.querySelectorAll(kinds)].filter((el) => {
    if (el.matches(":disabled") || el.tabIndex < 0 || el.closest("[inert], dialog:not([open])")) return false;
    if (!el.checkVisibility({ visibilityProperty: true })) return false;
    // Tab stops once in a group of radios.
    if (el.type === "radio") {
      const group = `${el.form?.action}:${el.name}`;
      if (groups.has(group)) return false;
      groups.add(group);
    }
    return true;
  });
  const every = [...document.querySelectorAll("*")];
  globalThis.unfocused = new Map(every.filter((el) => el.matches(kinds)).map((el) => [el, look(el)]));
  globalThis.numbers = new Map();
  return reachable.length;
}

function lookAtFocus() {
  const el = document.activeElement;
  if (!el || el === document.body) return null;
  const { unfocused, numbers, lookOf } = globalThis;
  if (!numbers.has(el)) numbers.set(el, numbers.size);
  const box = el.getBoundingClientRect();
  const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    number: numbers.get(el),
    what: el.outerHTML.slice(0, 160),
    visible: inView && lookOf(el) !== unfocused.get(el),
  };
}
