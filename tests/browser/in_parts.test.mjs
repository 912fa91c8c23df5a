// A pack in parts and a family file, as the handler and the requester of the demonstration see them.
import assert from "node:assert/strict";
import test from "node:test";
import { Browser } from "./browser.mjs";
import { Office } from "./office.mjs";
import { chairs, signIn } from "./people.mjs";
import { linkFor } from "./post.mjs";

const requester = "eileen.marsh@post.example";
const pressed = (page, name) => page.getByRole("button", { name, exact: true }).click();
const words = (page) => page.locator("main").textContent();

test("a pack goes in parts, and an item of a family is decided for each", { timeout: 600_000 }, async (t) => {
  const office = await Office.open();
  const browser = await Browser.open(office, "in-parts");
  const looks = async (page, name) => {
    await browser.looksRight(page, name);
    await browser.worksByKeyboard(page, name);
    // The walk ends on the skip link, which gives its room back as the mouse goes down: the click
    // that follows would land beside its button.
    await page.evaluate(() => document.activeElement?.blur());
  };
  const { handler: amara, reviewer: rhys, manager: helen } = chairs(office);
  const [handler, reviewer, manager] = [await browser.person(), await browser.person(), await browser.person()];
  let reference;
  try {
    await t.test("the manager signs the pack of somebody who asked for it in parts", async () => {
      await signIn(handler, amara);
      await signIn(manager, helen);
      reference = await referenceOf(handler, "Eileen Marsh");
      await manager.goto(`/requests/${reference}/sign-off`);
      await pressed(manager, "Sign the pack");
      await sealed(handler, reference);
    });

    await t.test("the first part goes, and the rest is still to come", async () => {
      await handler.goto(`/requests/${reference}/release`);
      await looks(handler, "01-release");
      assert.ok(await handler.getByRole("radio", { name: /^Part 1 of/ }).isChecked());
      await handler.getByRole("radio", { name: /portal/i }).check();
      await handler.getByLabel("Type the address again").fill(requester);
      await handler.getByLabel("By letter").check();
      await pressed(handler, "Release the pack");
      assert.match(await words(handler), /still to come/);
      await looks(handler, "02-disclosures");
      await handler.getByRole("link", { name: "Release the next part" }).click();
      assert.match(await words(handler), /Part 2 of \d+ goes now/);
      await looks(handler, "03-next");
    });

    await t.test("the requester opens the first part and nothing else", async () => {
      const eileen = await browser.person();
      await eileen.goto(await linkFor(office, requester, "/packs/"));
      await eileen.getByLabel("Code").fill(await codeOf(handler));
      await pressed(eileen, "Open my records");
      assert.match(await words(eileen), /This is part 1 of/);
      await looks(eileen, "04-part");
      await eileen.getByRole("button", { name: "Read page by page" }).click();
      await looks(eileen, "05-page");
      const beyond = await eileen.request.get(`${office.url}/pack/read/400`);
      assert.equal(beyond.status(), 404);
      await eileen.context().close();
    });

    await t.test("the last of it is read together", async () => {
      for (let tries = 0; tries < 20; tries++) {
        await handler.goto(`/requests/${reference}/release`);
        const last = /It is the last one/.test(await words(handler));
        await handler.getByRole("radio", { name: /^Read together/ }).check();
        await handler.getByText("Read together: who, when and where").click();
        await handler.getByLabel("Who sits with the person").fill("Dana Reid");
        await handler.getByLabel("Day", { exact: true }).fill("14");
        await handler.getByLabel("Month", { exact: true }).fill("12");
        await handler.getByLabel("Year", { exact: true }).fill("2199");
        await handler.getByLabel("Time").fill("14:30");
        await handler.getByLabel("Place").fill("Hill House, the quiet room");
        await pressed(handler, "Release this part");
        assert.match(await words(handler), /with Dana Reid on 14 December 2199 at 14:30/);
        if (last) break;
      }
      await looks(handler, "06-read-together");
      assert.ok(await handler.getByRole("button", { name: "Close the request" }).isVisible());
    });

    await t.test("an item of a family file is decided for each person", async () => {
      const brother = await referenceOf(handler, "Callum Hale");
      await signIn(reviewer, rhys);
      await reviewer.goto(`/requests/${brother}/family`);
      await looks(reviewer, "07-family");
      await reviewer.locator("a[href*='/family/items/']").first().click();
      await looks(reviewer, "08-for-each");
      await pressed(reviewer, "Keep the decisions");
      assert.match(await words(reviewer), /ecide for at least one person/);
      await reviewer.getByLabel("Decide for Callum Hale").selectOption("withhold");
      const his = reviewer.locator(".govuk-summary-card", { hasText: brother });
      await his.locator("summary").click();
      await his.getByLabel("Ground").selectOption({ index: 1 });
      await his.getByLabel("Reason").fill("It is about Jordan alone");
      await pressed(reviewer, "Keep the decisions");
      assert.match(await words(reviewer), /Withhold: It is about Jordan alone/);
      await looks(reviewer, "09-decided");
    });
  } finally {
    await browser.close();
    await office.close();
  }
});

async function referenceOf(page, name) {
  await page.goto(`/requests?q=${encodeURIComponent(name)}`);
  return (await words(page)).match(/SAR-\d{4}-\d{5}/)[0];
}

async function sealed(page, reference) {
  for (let tries = 0; tries < 100; tries++) {
    await page.goto(`/requests/${reference}/pack`);
    if (/Sealed/.test(await words(page))) return;
    await new Promise((next) => setTimeout(next, 300));
  }
  throw new Error("the pack was not sealed");
}

/** The code of what was released last, as the handler reads it out of the outbox. */
async function codeOf(page) {
  await page.goto("/outbox");
  await page.locator("main a[href^='/outbox/']", { hasText: /code/i }).first().click();
  return (await words(page)).match(/code is:?\s*([A-Z0-9]{4}-[A-Z0-9]{4})/)[1];
}
