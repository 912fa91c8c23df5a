// Many items of a record are chosen, changed together and changed back, with the keyboard alone and
// without script.
import assert from "node:assert/strict";
import test from "node:test";
import { Browser } from "./browser.mjs";
import { Office } from "./office.mjs";
import { hire } from "./people.mjs";
import { gathering } from "./requests.mjs";

const pressed = (page, name) => page.getByRole("button", { name, exact: true }).click();

test("items of a record are changed together and changed back", { timeout: 600_000 }, async () => {
  const office = await Office.open({ command: "serve", settings: { CANDOUR_DEMONSTRATION: "true" } });
  const browser = await Browser.open(office, "together");
  const looks = async (page, name) => {
    await browser.looksRight(page, name);
    await browser.worksByKeyboard(page, name);
  };
  try {
    const handler = await hire(office, browser, "handler", "Hanif Rahman");
    const notes = Object.fromEntries([1, 2, 3, 4].map((n) => [`2019-0${n}-04 Note ${n}.txt`, `Note ${n}: all was well.\n`]));
    const reference = await gathering(browser, handler, "Jodie Marsh", notes);
    const record = `/requests/${reference}/record`;

    await handler.goto(record);
    await pressed(handler, "Change the chosen items");
    await handler.locator(".govuk-error-summary").waitFor();
    await looks(handler, "01-none-chosen");
    for (const name of ["Choose D1", "Choose D3"]) {
      await handler.getByLabel(name).focus();
      await handler.keyboard.press("Space");
    }
    await handler.getByRole("button", { name: "Change the chosen items" }).focus();
    await handler.keyboard.press("Enter");
    await handler.getByRole("heading", { name: "Change 2 items together" }).waitFor();
    await looks(handler, "02-change");
    await handler.getByRole("radio", { name: "Sensitive", exact: true }).check();
    await handler.getByLabel("Kind", { exact: true }).selectOption({ label: "Visit" });
    await pressed(handler, "Change 2 items");
    await handler.locator(".govuk-error-summary").waitFor();
    await looks(handler, "03-what-makes-them-sensitive");
    await handler.getByLabel("Private hopes, wishes or fears").check();
    await pressed(handler, "Change 2 items");
    await handler.getByText("2 items are changed.").waitFor();
    await looks(handler, "04-changed");

    await handler.getByLabel("In parts by").selectOption({ label: "Kind" });
    await pressed(handler, "Filter");
    await looks(handler, "05-in-parts");
    await handler.getByRole("link", { name: /^Only these.*Visit$/ }).click();
    await handler.getByRole("button", { name: "Change all 2 items that the filter shows" }).waitFor();
    await handler.goto(record);
    await pressed(handler, "Undo this change");
    await handler.getByText("2 items are as they were before.").waitFor();
    assert.equal(await handler.getByRole("cell", { name: "Visit", exact: true }).count(), 0);
  } catch (error) {
    await browser.keepWhatIsOpen();
    throw error;
  } finally {
    await browser.close();
    await office.close();
  }
});
