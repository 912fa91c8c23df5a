// Somebody consulted and the manager who hears them: draft, approval, link, answer, conclusion, and
// the manager's queue, which empties.
import assert from "node:assert/strict";
import test from "node:test";
import { Browser } from "./browser.mjs";
import { Office } from "./office.mjs";
import { hire } from "./people.mjs";
import { linkFor } from "./post.mjs";

const originator = "nell.frost@clinic.example";
const pressed = (page, name) => page.getByRole("button", { name, exact: true }).click();

test("an originator is asked, objects and is answered", { timeout: 600_000 }, async () => {
  const office = await Office.open({ command: "serve", settings: { CANDOUR_DEMONSTRATION: "true" } });
  const browser = await Browser.open(office, "originator");
  const looks = async (page, name) => {
    await browser.looksRight(page, name);
    await browser.worksByKeyboard(page, name);
  };
  try {
    const handler = await hire(office, browser, "handler", "Hanif Rahman");
    const manager = await hire(office, browser, "manager", "Marcus Bell");
    const reference = await asked(office, browser);
    await handler.goto("/requests?show=unassigned");
    await pressed(handler, `Take ${reference}`);
    await handler.goto(`/requests/${reference}`);
    await handler.locator("form[action$='/steps'] button.govuk-button").first().click();
    await handler.goto(`/requests/${reference}`);
    const colleague = handler.getByLabel("Let a colleague work on it");
    const options = await colleague.locator("option").allTextContents();
    await colleague.selectOption({ label: options.find((words) => words.includes("Marcus Bell")) });
    await pressed(handler, "Give access");

    await handler.goto(`/requests/${reference}/record`);
    await handler.getByLabel("Where they were kept").fill("Archive");
    const words = "Visit on 3 May.\nMrs Diane Kershaw said that the fence was broken.\nJodie was well.\n";
    const file = { name: "Visit.txt", mimeType: "text/plain", buffer: Buffer.from(words) };
    await handler.getByLabel("Files", { exact: true }).setInputFiles(file);
    await pressed(handler, "Add the files");
    await handler.getByText("All are read.").waitFor({ timeout: 120_000 });

    await handler.goto(`/requests/${reference}/consultations`);
    await looks(handler, "01-nobody-consulted");
    await handler.getByRole("link", { name: "Ask somebody for their view" }).click();
    await pressed(handler, "Save, and choose the passages");
    await looks(handler, "02-draft-refused");
    await handler.getByLabel("Who is asked").fill("Nell Frost");
    await handler.getByLabel("Their e-mail address").fill(originator);
    await handler.getByLabel("Why you ask them").fill("You told us this. May we share it?");
    await pressed(handler, "Save, and choose the passages");
    await handler.getByLabel("Item", { exact: true }).fill("D1");
    await handler.getByLabel("Page", { exact: true }).fill("1");
    await handler.getByLabel("From these words").fill("Mrs Diane");
    await handler.getByLabel("To these words").fill("broken.");
    await pressed(handler, "Add the passage");
    await looks(handler, "03-draft");
    const consultation = new URL(handler.url()).pathname;

    await handler.goto(`/requests/${reference}/items/1/restriction`);
    await looks(handler, "04-restriction");
    await handler.getByRole("radio", { name: /serious harm/i }).check();
    await handler.getByLabel("Reason", { exact: true }).fill("She was threatened.");
    await pressed(handler, "Ask for a manager's advice");

    await manager.goto("/sign-off");
    await looks(manager, "05-queue");
    await manager.getByRole("link", { name: /restriction awaits your advice/ }).click();
    await manager.getByRole("radio", { name: /does not hold/ }).check();
    await manager.getByLabel("Your advice").fill("He knows it already.");
    await looks(manager, "06-advice");
    await pressed(manager, "Give this advice");
    await manager.goto("/sign-off");
    await manager.getByRole("link", { name: /consultation is to be sent/ }).click();
    await pressed(manager, "Let it be sent");

    const nell = await browser.person();
    await nell.goto(await linkFor(office, originator, "/consultations/"));
    await looks(nell, "07-originator");
    assert.equal(await nell.getByText("Jodie was well").count(), 0);
    await pressed(nell, "Send my answer");
    await looks(nell, "08-originator-refused");
    await nell.getByRole("radio", { name: "I object", exact: true }).check();
    await nell.getByLabel("Your views").fill("She lives next door.");
    await pressed(nell, "Save and come back");
    await pressed(nell, "Send my answer");
    await looks(nell, "09-originator-thanked");

    await manager.goto(consultation);
    await manager.getByLabel("Your answer on passage 1").fill("He knows who lives next door.");
    await manager.getByRole("radio", { name: "Share the passages" }).check();
    await manager.getByLabel("Your reasons").fill("It says nothing new.");
    await looks(manager, "10-conclusion");
    await pressed(manager, "Conclude the consultation");
    await looks(manager, "11-concluded");
    await manager.goto("/sign-off");
    await manager.getByText("Nobody waits for your advice or decision.").waitFor();
  } catch (error) {
    await browser.keepWhatIsOpen();
    throw error;
  } finally {
    await browser.close();
    await office.close();
  }
});

/** Sends the public form, and gives the request's reference. */
async function asked(office, browser) {
  const stranger = await browser.person();
  await stranger.goto("/ask");
  await stranger.getByLabel("About me; I was in care").check();
  await stranger.getByLabel("Full name of the person the records are about").fill("Jodie Marsh");
  await stranger.getByLabel("What would you like to see").fill("Everything.");
  await stranger.getByLabel("E-mail address").fill("jodie.marsh@post.example");
  await stranger.getByLabel("Postal address").fill("14 Tanner Row, Northmoor");
  await stranger.getByRole("radio", { name: /portal|link|online/i }).check();
  await pressed(stranger, "Send your request");
  return (await stranger.locator("main").textContent()).match(/SAR-\d{4}-\d{5}/)[0];
}
