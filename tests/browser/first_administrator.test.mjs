// The first account of a new installation, and the colleagues it lets in.
import assert from "node:assert/strict";
import test from "node:test";
import { Browser } from "./browser.mjs";
import { Office, databases } from "./office.mjs";

const password = "kettle orbit walnut lantern";

for (const database of databases) {
  test(`the first administrator comes in by a link that works once (${database})`, async () => {
    const office = await Office.open({ database, command: "serve" });
    const browser = await Browser.open(office, `first-administrator-${database}`);
    try {
      const link = office
        .run("user", "add", "--email", "ada@northmoor.example", "--name", "Ada Okafor", "--role", "administrator")
        .trim();
      const page = await browser.person();

      await page.goto(link);
      await browser.looksRight(page, "choose-a-password");
      await page.getByLabel("Password").fill("short");
      await page.getByRole("button", { name: "Save password" }).click();
      await browser.looksRight(page, "password-refused");
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Save password" }).click();
      await signIn(page, "ada@northmoor.example");
      await page.goto("/staff");
      await browser.looksRight(page, "staff");
      await browser.worksByKeyboard(page, "staff");

      const other = await browser.person();
      await other.goto(link);
      await browser.looksRight(other, "link-used");
      assert.equal(await other.getByLabel("Password").count(), 0, "a used link asks for no password");
    } finally {
      await browser.close();
      await office.close();
    }
  });
}

async function signIn(page, email) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}
