// What a passage is, and asking somebody about one: by selecting its words on the page, and by the
// keyboard alone. And a file that stands in two requests, marked in the other one.
import assert from "node:assert/strict";
import test from "node:test";
import { Browser } from "./browser.mjs";
import { Office } from "./office.mjs";
import { hire } from "./people.mjs";
import { gathering } from "./requests.mjs";

const pressed = (page, name) => page.getByRole("button", { name, exact: true }).click();
const words =
  "Visit on 3 May.\nMrs Diane Kershaw said that the fence was broken.\nJodie seemed sad to me and did not say why.\n";

test("words are selected, tagged, asked about and decided elsewhere", { timeout: 600_000 }, async () => {
  const office = await Office.open({ command: "serve", settings: { CANDOUR_DEMONSTRATION: "true" } });
  const browser = await Browser.open(office, "passages");
  const looks = async (page, name) => {
    await browser.looksRight(page, name);
    await browser.worksByKeyboard(page, name);
  };
  try {
    const handler = await hire(office, browser, "handler", "Hanif Rahman");
    const reference = await gathering(browser, handler, "Jodie Marsh", { "Visit.txt": words });
    const review = `/requests/${reference}/review/1`;

    await handler.goto(review);
    await selected(handler, "Jodie", "why.");
    await pressed(handler, "Tag T");
    await handler.getByLabel("What it is", { exact: true }).selectOption({ label: "Opinion" });
    await pressed(handler, "Tag the passage");
    await handler.locator(".govuk-error-summary").waitFor();
    await looks(handler, "01-opinion-without-rationale");
    await handler.getByLabel("What it rests on").fill("How she sat, and that she looked away.");
    await pressed(handler, "Tag the passage");
    const passages = handler.locator("#passages");
    await passages.getByText("Jodie seemed sad to me and did not say why.").waitFor();
    await passages.getByText("Opinion", { exact: true }).first().waitFor();
    await passages.getByText("How she sat, and that she looked away.").waitFor();
    await looks(handler, "02-tagged");
    await passages.getByRole("button", { name: "Remove the tag Opinion on page 1" }).first().click();
    await handler.getByText("No passage is tagged yet").waitFor();

    await byKeyboard(handler, review);
    await passages.getByText("Mrs Diane Kershaw said that the fence was broken.").waitFor();
    await passages.getByText("Fact", { exact: true }).first().waitFor();

    await handler.goto(review);
    await selected(handler, "Mrs", "broken.");
    await pressed(handler, "Ask about this passage A");
    await handler.getByRole("heading", { name: "Ask somebody for their view" }).waitFor();
    await handler.locator("blockquote").getByText("Mrs Diane Kershaw said that the fence was broken.").waitFor();
    assert.ok(!/Kershaw|fence/.test(decodeURIComponent(handler.url())), "an address says nothing of the record");
    await looks(handler, "03-asking");
    await handler.getByLabel("Who is asked").fill("Nell Frost");
    await handler.getByLabel("Why you ask them").fill("You told us this. May we share it?");
    await pressed(handler, "Save, with this passage");
    await handler.getByRole("img", { name: /Passage 1 on D1-p1/ }).waitFor();

    await handler.goto(review);
    await selected(handler, "Jodie", "why.");
    await handler.keyboard.press("a");
    await handler.locator("blockquote").getByText("Jodie seemed sad to me").waitFor();
    await looks(handler, "04-asking-somebody-already-asked");
    await pressed(handler, "Add it to what Nell Frost is asked");
    await handler.getByRole("img", { name: /Passage 2 on D1-p1/ }).waitFor();

    await markedElsewhere(browser, handler, reference, looks);
  } catch (error) {
    await browser.keepWhatIsOpen();
    throw error;
  } finally {
    await browser.close();
    await office.close();
  }
});

/** Selects the words from one to another, as a pointer drawn over them does. */
async function selected(page, from, to) {
  await page.locator(".rv-words span").first().waitFor();
  await page.evaluate(([from, to]) => {
    const spans = [...document.querySelectorAll(".rv-words span")];
    const first = spans.findIndex((span) => span.textContent.trim() === from);
    const last = spans.findIndex((span, at) => at > first && span.textContent.trim() === to);
    const range = document.createRange();
    range.setStart(spans[first].firstChild, 0);
    range.setEnd(spans[last].firstChild, to.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }, [from, to]);
  await page.locator("#rv-bar").waitFor();
}

/** Tags a passage with no pointer: every step is a key. */
async function byKeyboard(page, review) {
  await page.goto(review);
  await page.locator(".rv-words span").first().waitFor();
  const tabbed = async (what) => {
    for (let n = 0; n < 120; n++) {
      if (await what.evaluate((el) => el === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not lead to ${what}`);
  };
  await tabbed(page.locator("#rv-tag > summary"));
  await page.keyboard.press("Enter");
  await tabbed(page.getByLabel("On page"));
  await page.keyboard.type("1");
  await tabbed(page.getByLabel("Its words, or how it begins"));
  await page.keyboard.type("Mrs Diane Kershaw");
  await tabbed(page.getByLabel("How it ends"));
  await page.keyboard.type("broken.");
  await tabbed(page.getByLabel("What it is", { exact: true }));
  await page.keyboard.type("Fact");
  await tabbed(page.getByRole("button", { name: "Tag the passage" }));
  await page.keyboard.press("Enter");
  await page.getByText("Tagged on page 1").waitFor();
}

/** The same file in a second request: what was marked in the first is decided about there. */
async function markedElsewhere(browser, handler, reference, looks) {
  await handler.goto(`/requests/${reference}/review/1`);
  await selected(handler, "Mrs", "Kershaw");
  await handler.locator("#ground").selectOption({ index: 1 });
  await selected(handler, "Mrs", "Kershaw");
  await pressed(handler, "Mark Enter");
  await handler.locator("#rv-marks li").first().waitFor();

  const other = await gathering(browser, handler, "Tobias Marsh", { "Visit.txt": words });
  await handler.goto(`/requests/${other}/review/1`);
  await handler.getByRole("link", { name: "Decide about them for this person" }).click();
  await looks(handler, "05-marked-elsewhere");
  await pressed(handler, "Take the chosen marks over");
  await handler.locator(".govuk-error-summary").waitFor();
  await looks(handler, "06-none-chosen");
  await handler.getByRole("checkbox").first().check();
  await pressed(handler, "Take the chosen marks over");
  await handler.getByText("The marks stand here too.").waitFor();
  await handler.locator("#rv-marks li").first().waitFor();
  await handler.goto(`/requests/${other}/review/1/elsewhere`);
  await handler.getByText("Every mark on this file is decided about here.").waitFor();
  await looks(handler, "07-all-decided");
}
