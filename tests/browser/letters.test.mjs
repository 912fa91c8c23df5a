// A letter from its wording to its reader: written by one person, approved by another, and read on a
// page that a mail without case words leads to.
import assert from "node:assert/strict";
import test from "node:test";
import { Browser } from "./browser.mjs";
import { Office, databases } from "./office.mjs";
import { hire } from "./people.mjs";
import { linkFor, open } from "./post.mjs";

const question = "Was it Hill House or Elm Lodge?";

for (const database of databases) {
  test(`a letter is worded, approved and read, on ${database}`, async (t) => {
    const office = await Office.open({ database, command: "serve" });
    const browser = await Browser.open(office, "letters");
    const looks = (page, name) => browser.looksRight(page, name);
    const pressed = (page, name) => page.getByRole("button", { name }).click();
    try {
      const handler = await hire(office, browser, "handler", "Amina Hart");
      const manager = await hire(office, browser, "manager", "Marcus Bell");

      await t.test("a manager reads what came with the program and approves it", async () => {
        await handler.goto("/requests");
        await handler.getByText("letters cannot go out").waitFor();
        await manager.goto("/requests");
        await looks(manager, "00-board");
        await manager.getByRole("link", { name: "Read and approve them" }).click();
        await manager.getByText("Daily digest", { exact: true }).click();
        await looks(manager, "00-shipped");
        await manager.getByRole("button", { name: /^Approve all \d+ wordings$/ }).click();
        await looks(manager, "00-shipped-unread");
        await manager.getByLabel("I have read these wordings").check();
        await manager.getByRole("button", { name: /^Approve all \d+ wordings$/ }).click();
        await manager.getByText("wordings are approved").waitFor();
      });

      await t.test("a handler writes a wording, and is told what its words are like", async () => {
        await handler.goto("/letters");
        await looks(handler, "01-letters");
        await handler.getByRole("link", { name: "A question to the requester", exact: true }).click();
        await looks(handler, "02-kind");
        await handler.getByLabel("The letter", { exact: true }).fill("Dear {name}\n\nPlease help us. {question} {town}");
        await pressed(handler, "Give it to a manager");
        await handler.getByText("{town} is no field").first().waitFor();
        await looks(handler, "03-refused");
        await handler
          .getByLabel("The letter", { exact: true })
          .fill("Dear {name}\n\nYour answer helps us find what matters to you:\n\n{question}\n\n- Write to {email}.\n- Or call {phone}.\n\n{officer}\n{council}");
        await pressed(handler, "Check the words");
        await handler.getByText("Every abbreviation is explained").waitFor();
        await looks(handler, "04-checked");
        await pressed(handler, "Give it to a manager");
        await looks(handler, "05-version");
        await browser.worksByKeyboard(handler, "05-version");
      });

      await t.test("a manager approves it", async () => {
        await manager.goto("/letters");
        await manager.getByRole("link", { name: "A question to the requester, English, version 2" }).click();
        await looks(manager, "06-to-approve");
        await pressed(manager, "Approve this version");
        await manager.getByText("The wording is approved").waitFor();
        await looks(manager, "07-approved");
        await manager.goto("/clock");
        await looks(manager, "08-days");
      });

      await t.test("the question goes out, and its words are not in the mail", async () => {
        const stranger = await browser.person();
        await stranger.goto("/ask");
        await stranger.getByLabel("About me; I was in care").check();
        await stranger.getByLabel("Full name of the person the records are about").fill("Jodie Marsh");
        await stranger.getByLabel("What would you like to see").fill("Everything.");
        await stranger.getByLabel("E-mail address").fill("jodie@example.org");
        await stranger.getByRole("radio", { name: /online/i }).check();
        await stranger.getByLabel("Form that is best to read").selectOption("large_print");
        await stranger.getByLabel("An interpreter").check();
        await pressed(stranger, "Send your request");
        const reference = (await stranger.locator("main").textContent()).match(/SAR-\d{4}-\d{5}/)[0];
        await handler.goto("/requests?show=unassigned");
        await pressed(handler, `Take ${reference}`);
        await handler.goto(`/requests/${reference}/identity`);
        await handler.getByRole("radio", { name: /^Proved/ }).check();
        for (const box of await handler.locator("input[name=checks]").all()) await box.check();
        await handler.getByLabel("What you saw").fill("Passport");
        await pressed(handler, "Keep the decision");
        await handler.goto(`/requests/${reference}/preferences`);
        await looks(handler, "09-preferences");
        await handler.goto(`/requests/${reference}`);
        await handler.getByText("Ask the requester a question").click();
        await handler.getByLabel("The question, as they will read it").fill(question);
        await pressed(handler, "Send the question");

        const link = await linkFor(office, "jodie@example.org", "/read/");
        assert.ok(office.mail().map(open).every(({ words }) => !words.includes("Elm Lodge")));
        await stranger.goto(link);
        await looks(stranger, "10-door");
        await browser.worksByKeyboard(stranger, "10-door");
        await pressed(stranger, "Open the letter");
        await stranger.getByText(question).waitFor();
        await looks(stranger, "11-letter");
        await handler.goto(`/requests/${reference}/letters`);
        await handler.getByText("first read").waitFor();
        await looks(handler, "12-letters-of-the-request");
        await stranger.context().close();
      });
    } finally {
      await browser.close();
      await office.close();
    }
  });
}
