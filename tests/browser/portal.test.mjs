// The requester's own pages: following a request, reading the pack page by page, asking for a
// correction from a page of it; and the correction as its handler sees it.
import assert from "node:assert/strict";
import test from "node:test";
import { Browser } from "./browser.mjs";
import { Office } from "./office.mjs";
import { hire } from "./people.mjs";
import { linkFor } from "./post.mjs";

const requester = "jodie.marsh@post.example";
const address = "14 Tanner Row\nNorthmoor\nNM2 4QA";
const ownWords = "i was NOT difficult, i was scared";
const pressed = (page, name) => page.getByRole("button", { name, exact: true }).click();

test("a requester follows their request, reads the pack and asks for a correction", { timeout: 600_000 }, async (t) => {
  const office = await Office.open({ command: "serve", settings: { CANDOUR_DEMONSTRATION: "true" } });
  const browser = await Browser.open(office, "portal");
  const looks = async (page, name) => {
    await browser.looksRight(page, name);
    await browser.worksByKeyboard(page, name);
    // The walk ends on the skip link, which gives its room back as the mouse goes down: the click
    // that follows would land beside its button.
    await page.evaluate(() => document.activeElement?.blur());
  };
  let failed = false;
  const step = async (name, work) => {
    if (failed) return;
    await t.test(name, async () => {
      try {
        await work();
      } catch (error) {
        failed = true;
        await browser.keepWhatIsOpen();
        throw error;
      }
    });
  };
  const jodie = await browser.person();
  let [handler, reviewer, manager, reference, correction] = [];
  try {
    await step("somebody asks, and gets a link with a code", async () => {
      handler = await hire(office, browser, "handler", "Hanif Rahman");
      reviewer = await hire(office, browser, "reviewer", "Rosa Lindqvist");
      manager = await hire(office, browser, "manager", "Marcus Bell");
      await jodie.goto("/ask");
      await send(jodie, "/ask", {
        requester_kind: "adult_self", subject_name: "Jodie Marsh", email: requester, address,
        phone: "01632 960222", asked_for: "Everything from Hill House", receive_by: "portal",
      });
      await handler.goto("/requests?show=unassigned");
      reference = (await handler.locator("main").textContent()).match(/SAR-\d{4}-\d{5}/)[0];
      await handler.goto(`/requests/${reference}`);
      await send(handler, `/requests/${reference}/owner`, {});
      await send(handler, `/requests/${reference}/steps`, { event: "taken_up" });
      await send(handler, `/requests/${reference}/identity/question`, { what: "a passport, or a bill with your address" });
    });

    await step("they follow it in plain words, and send what we ask for", async () => {
      await jodie.goto(await linkFor(office, requester, "/follow/"));
      await looks(jodie, "01-door");
      await jodie.getByLabel("Code").fill("AAAA-AAAA");
      await pressed(jodie, "Show my request");
      await browser.looksRight(jodie, "02-wrong-code");
      await jodie.getByLabel("Code").fill(await codeOf(handler, reference, "follow your request"));
      await pressed(jodie, "Show my request");
      await jodie.getByText("We are waiting for proof of who you are.").waitFor();
      await looks(jodie, "03-my-request");
      const send_proof = jodie.locator("form[action='/my-request/identity']");
      await send_proof.locator("button").click();
      await browser.looksRight(jodie, "04-no-file");
      await send_proof.locator("input[type=file]").setInputFiles({ name: "passport.png", mimeType: "image/png", buffer: Buffer.from("a picture") });
      await send_proof.locator("button").click();
      await jodie.getByText("Thank you. We look at it").waitFor();
      await handler.goto(`/requests/${reference}/identity`);
      await browser.looksRight(handler, "05-identity-sent");
      assert.match(await handler.locator("main").textContent(), /passport\.png/);
    });

    await step("a question of ours is answered there", async () => {
      await send(handler, `/requests/${reference}/identity`, { verdict: "proved", evidence: "passport" });
      await send(handler, `/requests/${reference}/scope`, { scope: "Hill House" });
      await send(handler, `/requests/${reference}/clarification`, { act: "ask", question: "Which years do you mean?" });
      await jodie.goto("/my-request");
      await jodie.getByLabel("Your answer").fill("all of them");
      await looks(jodie, "06-question");
      await pressed(jodie, "Send your answer");
      await jodie.getByText("Thank you. We go on with your request.").waitFor();
      await jodie.getByLabel(/see first/).fill("photographs");
      await pressed(jodie, "Tell us");
      await browser.looksRight(jodie, "07-answered");
      await handler.goto(`/requests/${reference}`);
      await send(handler, `/requests/${reference}/scope`, { scope: "Hill House, all years" });
    });

    await step("the pack is made and released", async () => {
      for (const colleague of [reviewer, manager]) {
        const staff = await optionFor(handler, reference, colleague === reviewer ? "Rosa" : "Marcus");
        await send(handler, `/requests/${reference}/assignments`, { staff });
      }
      await handler.goto(`/requests/${reference}/record`);
      await handler.getByLabel("Where they were kept").fill("Hill House");
      const note = "Visit on 3 May. Jodie was difficult.\nMrs Diane Kershaw said that the fence was broken.\n";
      await handler.getByLabel("Files", { exact: true }).setInputFiles({ name: "Visit in May.txt", mimeType: "text/plain", buffer: Buffer.from(note) });
      await pressed(handler, "Add the files");
      await handler.getByText("All are read.").waitFor({ timeout: 120_000 });
      await handler.waitForLoadState("networkidle");
      await send(handler, `/requests/${reference}/searches`, { place: "Hill House", custodian_name: "Pat", custodian_email: "pat@northmoor.example", asked_for: "All" });
      const answers = await linkFor(office, "pat@northmoor.example", "/answers/");
      const pat = await browser.person();
      await pat.goto(answers);
      await send(pat, `${new URL(answers).pathname}/words`, { outcome: "nothing_held", words: "Looked" });
      await pat.context().close();
      await send(handler, `/requests/${reference}/steps`, { event: "records_complete" });
      await reviewer.goto(`/requests/${reference}/review/1`);
      const ground = await reviewer.locator("#ground option").nth(0).getAttribute("value");
      await send(reviewer, `/requests/${reference}/marks`, {}, { number: 1, find: "Diane Kershaw", scope: "request", ground, reason: "a neighbour" });
      await send(reviewer, `/requests/${reference}/items/1/decision`, { decision: "release_with_marks" });
      await handler.goto(`/requests/${reference}/pack`);
      await send(handler, `/requests/${reference}/pack`, {});
      await until(handler, `/requests/${reference}/pack`, /Built and verified/);
      await manager.goto(`/requests/${reference}/sign-off`);
      await pressed(manager, "Sign the pack");
      await until(handler, `/requests/${reference}/pack`, /Sealed/);
      await handler.goto(`/requests/${reference}/release`);
      await send(handler, `/requests/${reference}/release`, { how: "portal", confirmed: requester, code_by: "letter" });
    });

    await step("it is read page by page, with the reason beside each gap", async () => {
      await jodie.goto(await linkFor(office, requester, "/packs/"));
      await jodie.getByLabel("Code").fill(await codeOf(handler, reference, "open your records"));
      await pressed(jodie, "Open my records");
      await looks(jodie, "08-pack");
      await jodie.goto("/pack/read/1");
      await looks(jodie, "09-first-page");
      await followed(jodie, /^Document D1/);
      const words = await jodie.locator("main").innerText();
      assert.match(words, /fence was broken/);
      assert.doesNotMatch(words, /Kershaw/);
      assert.doesNotMatch(words, /Nothing was left out of this page/);
      await looks(jodie, "10-page-with-a-gap");
    });

    await step("a page is contested in the person's own words", async () => {
      await followed(jodie, "Something on this page is wrong");
      await pressed(jodie, "Send");
      await browser.looksRight(jodie, "11-contest-refused");
      await jodie.getByLabel("What it says now").fill("Jodie was difficult.");
      await jodie.getByLabel("What it should say").fill(ownWords);
      await looks(jodie, "12-contest");
      await pressed(jodie, "Send");
      await browser.looksRight(jodie, "13-contested");
      correction = (await jodie.locator("main").textContent()).match(/RCT-\d{4}-\d{5}/)[0];
    });

    await step("the correction goes its way, and the item carries its marker", async () => {
      await handler.goto("/requests?show=unassigned");
      await browser.looksRight(handler, "14-board");
      await handler.goto(`/requests/${correction}`);
      await send(handler, `/requests/${correction}/owner`, {});
      await send(handler, `/requests/${correction}/identity`, { verdict: "proved", evidence: "link and code of the pack" });
      await handler.goto(`/requests/${correction}/correction`);
      assert.ok((await handler.locator("main").innerText()).includes(ownWords));
      await looks(handler, "15-correction");
      await pressed(handler, "Look into it");
      await handler.getByText("It is being looked into.").waitFor();
      await handler.goto(`/requests/${reference}/record`);
      await handler.getByText("Use restricted (Art. 18)").waitFor();
      await handler.goto(`/requests/${reference}/items/1`);
      await browser.looksRight(handler, "16-item-restricted");
      await handler.goto(`/requests/${correction}/correction`);
      await handler.getByLabel(/What the author says/).fill("The author left. Two letters were sent.");
      await pressed(handler, "Keep it");
      await looks(handler, "17-to-decide");
      await handler.getByLabel("The fact was wrong and is corrected").check();
      await handler.getByLabel("How it is to be read from now on").fill("Jodie was frightened.");
      await handler.getByLabel(/^Why, as the person/).fill("Two letters of that week say so.");
      await pressed(handler, "Decide about passage 1");
      await pressed(handler, "Apply it to the record");
      await browser.looksRight(handler, "18-applied");
      await pressed(handler, "Write to the person");
      await pressed(handler, "Close the correction");
      await browser.looksRight(handler, "19-closed");
      await until(handler, `/requests/${reference}/items/1`, /The correction is D2/);
      await browser.looksRight(handler, "20-superseded");
    });

    await step("it works without script", async () => {
      const plain = await browser.person({ script: false, width: 320 });
      await plain.context().addCookies(await jodie.context().cookies());
      await plain.goto("/pack/read/1");
      await followed(plain, "Next page");
      await plain.getByRole("heading", { name: /^Page 2 of/ }).waitFor();
      await plain.goto("/my-request");
      await plain.getByRole("heading", { name: "Your request" }).waitFor();
      await plain.context().close();
    });
  } finally {
    await browser.close();
    await office.close();
  }
});

/** Follows a link, and waits until the page behind it is there. */
async function followed(page, name) {
  const before = page.url();
  await page.getByRole("link", { name }).first().click();
  await page.waitForURL((url) => url.href !== before, { waitUntil: "domcontentloaded" });
}

/** Sends a form, or what a page's own script would send, from the page that is open. */
async function send(page, where, fields, json) {
  const [status, words] = await page.evaluate(
    async ([where, fields, json]) => {
      const token = document.body.dataset.csrf;
      const headers = json ? { "content-type": "application/json", accept: "application/json", "x-csrf-token": token } : {};
      const body = json ? JSON.stringify(json) : new URLSearchParams({ _csrf: token, ...fields });
      const answer = await fetch(where, { method: "POST", body, headers });
      return [answer.status, (await answer.text()).slice(0, 3000)];
    },
    [where, fields, json],
  );
  assert.equal(status, 200, `${where}: ${words}`);
}

async function optionFor(page, reference, name) {
  await page.goto(`/requests/${reference}`);
  return page.locator("#staff option", { hasText: name }).first().getAttribute("value");
}

async function until(page, where, fits, most = 120_000) {
  const end = Date.now() + most;
  let words = "";
  while (Date.now() < end) {
    // A page that waits for work loads itself again, which may cross with ours.
    await page.goto(where).catch(() => {});
    words = await page.locator("main").innerText();
    if (fits.test(words)) return;
    await page.waitForTimeout(500);
  }
  throw new Error(`${where} never came to what was waited for:\n${words.slice(0, 2000)}`);
}

/** The code that went by post, as the story keeps the letter to be printed. */
async function codeOf(page, reference, says) {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    await page.goto(`/requests/${reference}`);
    const letters = await page.locator("details").allTextContents();
    const letter = letters.find((words) => words.includes("Your code is:") && words.includes(says));
    if (letter) return letter.match(/code is: ([A-Z0-9]{4}-[A-Z0-9]{4})/)[1];
    await page.waitForTimeout(300);
  }
  throw new Error(`no letter with a code to ${says}`);
}
