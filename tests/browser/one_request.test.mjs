// One request, from the public form to the collected pack, as everybody in it sees it.
import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { Browser } from "./browser.mjs";
import { Office, databases } from "./office.mjs";
import { files, realFiles } from "./papers.mjs";
import { hire } from "./people.mjs";
import { linkFor } from "./post.mjs";
import { isGone, picture, read } from "./readers.mjs";

const requester = "jodie.marsh@post.example";
const address = "14 Tanner Row\nNorthmoor\nNM2 4QA";
const pressed = (page, name) => page.getByRole("button", { name, exact: true }).click();
const followed = (page, name) => page.getByRole("link", { name }).first().click();

for (const database of databases) {
  test(`one request, from the public form to the register (${database})`, { timeout: 900_000 }, async (t) => {
    const office = await Office.open({ database, command: "serve", settings: { CANDOUR_DEMONSTRATION: "true" } });
    const browser = await Browser.open(office, `one-request-${database}`);
    const looks = (page, name) => browser.looksRight(page, name);
    let reference;
    let pack;
    let failed = false;
    // A step that fails ends the story: the next ones stand on it.
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

    const stranger = await browser.person();
    let handler;
    let reviewer;
    let manager;
    try {
      await step("the office opens", async () => {
        handler = await hire(office, browser, "handler", "Hanif Rahman");
        reviewer = await hire(office, browser, "reviewer", "Rosa Lindqvist");
        manager = await hire(office, browser, "manager", "Marcus Bell");
      });

      await step("somebody asks through the public form", async () => {
        await stranger.goto("/ask");
        await looks(stranger, "01-ask");
        await pressed(stranger, "Send your request");
        await looks(stranger, "02-ask-refused");
        await stranger.getByLabel("About me; I was in care").check();
        await stranger.getByLabel("Full name of the person the records are about").fill("Jodie Marsh");
        await stranger.getByLabel("Day", { exact: true }).fill("3");
        await stranger.getByLabel("Month", { exact: true }).fill("5");
        await stranger.getByLabel("Year", { exact: true }).fill("1999");
        await stranger.getByLabel("What would you like to see").fill("Everything from my time at Hill House, 2004 to 2011.");
        await stranger.getByLabel("E-mail address").fill(requester);
        await stranger.getByLabel("Telephone number").fill("01632 960222");
        await stranger.getByLabel("Postal address").fill(address);
        await stranger.getByRole("radio", { name: /portal|link|online/i }).check();
        await pressed(stranger, "Send your request");
        await looks(stranger, "03-ask-sent");
        reference = (await stranger.locator("main").textContent()).match(/SAR-\d{4}-\d{5}/)[0];
      });

      await step("a handler takes it and decides who asks", async () => {
        await handler.goto("/requests?show=unassigned");
        await looks(handler, "04-board");
        await pressed(handler, `Take ${reference}`);
        await handler.goto(`/requests/${reference}`);
        await looks(handler, "05-request");
        await browser.worksByKeyboard(handler, "05-request");
        await nextStep(handler);
        await handler.goto(`/requests/${reference}/identity`);
        await looks(handler, "06-identity");
        await handler.getByRole("radio", { name: /^(It is )?proved|^Yes/i }).check();
        for (const box of await handler.locator("input[name=checks]").all()) await box.check();
        await handler.getByLabel("What you saw").fill("Passport, seen on a call");
        await pressed(handler, "Keep the decision");
        await handler.goto(`/requests/${reference}`);
        await handler.getByLabel("What is to be searched for").fill("Case files of Hill House, 2004 to 2011");
        await pressed(handler, "Keep the scope");
        await giveAccess(handler, "Rosa Lindqvist");
        await giveAccess(handler, "Marcus Bell");
      });

      await step("a custodian answers the search with files", async () => {
        await handler.goto(`/requests/${reference}/searches`);
        await looks(handler, "07-searches");
        await sendSearch(handler);
        const link = await linkFor(office, "custodian@northmoor.example", "/answers/");
        const custodian = await browser.person();
        await custodian.goto(link);
        await looks(custodian, "08-custodian");
        await answerSearch(custodian);
        await looks(custodian, "09-custodian-thanked");
        await custodian.context().close();
      });

      await step("the files become items, and real ones with them", async () => {
        const real = realFiles();
        if (real.length > 0) {
          await handler.goto(`/requests/${reference}/record`);
          await handler.getByLabel("Where they were kept").fill("Archive");
          await handler.getByLabel("Files", { exact: true }).setInputFiles(real);
          await pressed(handler, "Add the files");
          // They go up one by one, and leaving the page would leave the rest behind.
          await handler.getByText("All are read.").waitFor({ timeout: 180_000 });
        }
        await until(handler, `/requests/${reference}/record`, (words) => itemsIn(words) >= 3 + real.length && !/being read|Waiting to be read/.test(words));
        await looks(handler, "10-record");
        await handler.goto(`/requests/${reference}/items/1`);
        await looks(handler, "11-item");
        await handler.goto(`/requests/${reference}`);
        await nextStep(handler);
      });

      await step("a reviewer marks words by selection, by box and by search", async () => {
        await reviewer.goto(`/requests/${reference}/review`);
        await looks(reviewer, "12-review");
        await review(reviewer, looks);
      });

      await step("the pack is built and proved", async () => {
        await handler.goto(`/requests/${reference}/pack`);
        await looks(handler, "17-pack-before");
        await pressed(handler, "Build the pack");
        await until(handler, `/requests/${reference}/pack`, (words) => /Built and verified/.test(words), 300_000);
        await looks(handler, "18-pack");
      });

      await step("who marked may not sign", async () => {
        const answer = await reviewer.goto(`/requests/${reference}/sign-off`);
        assert.ok([200, 403].includes(answer.status()));
        assert.equal(await reviewer.getByRole("button", { name: "Sign the pack" }).count(), 0);
        await looks(reviewer, "19-not-signed");
      });

      await step("the manager signs", async () => {
        await manager.goto("/sign-off");
        await looks(manager, "20-queue");
        await manager.goto(`/requests/${reference}/sign-off`);
        await looks(manager, "21-sign-off");
        await pressed(manager, "Sign the pack");
        await until(handler, `/requests/${reference}/pack`, (words) => /Sealed/.test(words), 120_000);
      });

      await step("it is released, and collected with a second proof", async () => {
        await handler.goto(`/requests/${reference}/release`);
        await looks(handler, "22-release");
        await handler.getByRole("radio", { name: /portal/i }).check();
        await handler.getByLabel("Type the address again").fill(requester);
        await handler.getByLabel("By letter").check();
        await pressed(handler, "Release the pack");
        const link = await linkFor(office, requester, "/packs/");
        await stranger.goto(link);
        await looks(stranger, "23-code");
        await stranger.getByLabel("Code").fill("AAAA-AAAA");
        await pressed(stranger, "Open my records");
        await looks(stranger, "24-wrong-code");
        await stranger.getByLabel("Code").fill(await codeOf(manager, handler, reference));
        await pressed(stranger, "Open my records");
        await looks(stranger, "25-portal");
        const [download] = await Promise.all([stranger.waitForEvent("download"), stranger.getByRole("button", { name: /^Download file 1/ }).click()]);
        pack = path.join(browser.pictures, "pack.pdf");
        await download.saveAs(pack);
      });

      await step("four readers open the pack, and none finds what was marked", async () => {
        const { pages, outline, info, text } = read(pack);
        picture(pack, browser.pictures, "pack");
        isGone(pack, ["Derek Pym", "drinks every evening", "Tamsin Orr"]);
        assert.match(text, /Home visit, 14 March 2009/);
        assert.match(text, /Jodie said she likes her school/);
        assert.match(info, /Tagged: +yes/);
        assert.ok(outline.split("\n").length > 4, `too few bookmarks:\n${outline}`);
        for (let page = 1; page <= pages; page++) {
          assert.match(text, new RegExp(`page ${page} of ${pages}`, "i"), `page ${page} carries no stamp`);
        }
      });

      await step("the register and the story say what happened", async () => {
        await handler.goto(`/requests/${reference}/disclosures`);
        await looks(handler, "26-disclosures");
        await handler.goto("/disclosures");
        await looks(handler, "27-register");
        assert.match(await handler.locator("main").textContent(), /downloaded/);
        await handler.goto(`/requests/${reference}`);
        await looks(handler, "28-story");
        assert.match(office.run("diary", "verify"), /The diary holds/);
      });
    } finally {
      await browser.close();
      await office.close();
    }
  });
}

/** Presses the one primary step that the request offers. */
async function nextStep(page) {
  await page.locator("form[action$='/steps'] button.govuk-button:not(.govuk-button--secondary):not(.govuk-button--warning)").first().click();
}

async function giveAccess(page, name) {
  await page.getByLabel("Let a colleague work on it").selectOption({ label: (await optionWith(page, name)) });
  await pressed(page, "Give access");
}

async function optionWith(page, name) {
  const options = await page.getByLabel("Let a colleague work on it").locator("option").allTextContents();
  return options.find((words) => words.includes(name));
}

async function sendSearch(page) {
  await page.getByLabel("Place or system to be searched").fill("Hill House");
  await page.getByLabel("Who will look").fill("Pat Custodian");
  await page.getByLabel("Their e-mail address").fill("custodian@northmoor.example");
  await page.getByLabel("What to look for").fill("Everything about Jodie Marsh, 2004 to 2011");
  await pressed(page, "Send the search");
}

async function answerSearch(page) {
  await page.getByLabel("Files").setInputFiles(files());
  await pressed(page, "Send the files");
}

/** Loads a page again and again until its words fit. */
async function until(page, where, fits, most = 90_000) {
  const end = Date.now() + most;
  let words = "";
  while (Date.now() < end) {
    await page.goto(where);
    words = await page.locator("main").innerText();
    if (fits(words)) return;
    await page.waitForTimeout(500);
  }
  throw new Error(`${where} never came to what was waited for:\n${words.slice(0, 2000)}`);
}

const itemsIn = (words) => Number(words.match(/(\d+) items?,/)?.[1] ?? 0);

async function review(page, looks) {
  await followed(page, /Review the next undecided item/);
  const count = await page.locator(".rv-list a").count();
  for (let n = 1; n <= count; n++) {
    await page.goto(page.url().replace(/\/review\/.*/, `/review/${n}`));
    const title = await page.getByRole("heading", { level: 1 }).textContent();
    await page.locator("#ground").selectOption({ index: 1 });
    await page.locator("#reason").fill("Another person's private life");
    const marks = () => page.locator("#rv-marks li").count();
    if (/visit/i.test(title)) {
      await bySelection(page, "drinks", "evening");
      await page.waitForFunction(() => document.querySelectorAll("#rv-marks li").length > 0);
      await looks(page, "13-marked-by-selection");
      await browserKeyboard(page);
      await byBox(page);
      await page.waitForFunction((before) => document.querySelectorAll("#rv-marks li").length > before, await marks() - 1);
      await looks(page, "14-marked-by-box");
    }
    if (n === 1) {
      for (const words of ["Derek Pym", "Tamsin Orr"]) {
        await page.getByLabel("Find words").fill(words);
        await page.getByLabel("Whole request").check();
        await pressed(page, "Find");
        await looks(page, "15-found");
        await page.getByLabel("Ground").selectOption({ index: 1 });
        await page.getByLabel("Reason, in your own words").fill("A neighbour's name");
        await pressed(page, "Mark all of these");
        await page.goto(page.url().replace(/\/review.*/, "/review/1"));
      }
    }
  }
  for (let n = 1; n <= count; n++) {
    await page.goto(page.url().replace(/\/review\/.*/, `/review/${n}`));
    await page.waitForLoadState("networkidle");
    const marked = (await page.locator("#rv-marks li").count()) > 0;
    await page.getByLabel(marked ? /^Release with marks/ : /^Release R|^Release$/).check();
    if (n === 1) await looks(page, "16-decide");
    await page.locator("#rv-decide button").click();
  }
}

async function browserKeyboard(page) {
  await page.locator("body").press("?");
  await page.getByRole("heading", { name: "Keys" }).waitFor();
  await page.keyboard.press("Escape");
}

/** Selects from one word to another with the mouse, as a person does, and marks with Enter. */
async function bySelection(page, from, to) {
  const first = await page.locator(".rv-words span", { hasText: from }).first().boundingBox();
  const last = await page.locator(".rv-words span", { hasText: to }).first().boundingBox();
  await page.mouse.move(first.x + 1, first.y + first.height / 2);
  await page.mouse.down();
  await page.mouse.move(last.x + last.width - 1, last.y + last.height / 2, { steps: 8 });
  await page.mouse.up();
  await page.locator("#rv-mark").waitFor();
  await page.keyboard.press("Enter");
}

async function byBox(page) {
  await page.locator("[data-do=box]").click();
  const sheet = await page.locator(".rv-sheet").first().boundingBox();
  await page.mouse.move(sheet.x + sheet.width * 0.6, sheet.y + sheet.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(sheet.x + sheet.width * 0.8, sheet.y + sheet.height * 0.55, { steps: 5 });
  await page.mouse.up();
}

/** The code that went another way: as the letter that lies ready to be posted. */
async function codeOf(manager, handler, reference) {
  for (const page of [handler, manager]) {
    for (const where of ["/outbox", `/requests/${reference}`]) {
      const answer = await page.goto(where);
      if (answer.status() !== 200) continue;
      for (const link of await page.locator("main a[href^='/outbox/']").all()) {
        if (!/code/i.test(await link.textContent())) continue;
        await link.click();
        break;
      }
      const code = (await page.locator("main").textContent()).match(/code is:?\s*([A-Z0-9]{4}-[A-Z0-9]{4})/);
      if (code) return code[1];
    }
  }
  throw new Error("the letter with the code is nowhere to be read");
}
