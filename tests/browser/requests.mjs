// A request on its way, for stories that begin later in its life.

const pressed = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** A request of this person in search, with these files in its record: name and words of each. */
export async function gathering(browser, handler, name, files) {
  const stranger = await browser.person();
  await stranger.goto("/ask");
  await stranger.getByLabel("About me; I was in care").check();
  await stranger.getByLabel("Full name of the person the records are about").fill(name);
  await stranger.getByLabel("What would you like to see").fill("Everything.");
  await stranger.getByLabel("E-mail address").fill(`${name.replace(" ", ".").toLowerCase()}@post.example`);
  await stranger.getByLabel("Postal address").fill("14 Tanner Row, Northmoor");
  await stranger.getByRole("radio", { name: /portal|link|online/i }).check();
  await pressed(stranger, "Send your request");
  const reference = (await stranger.locator("main").textContent()).match(/SAR-\d{4}-\d{5}/)[0];
  await handler.goto("/requests?show=unassigned");
  await pressed(handler, `Take ${reference}`);
  await handler.goto(`/requests/${reference}`);
  await handler.locator("form[action$='/steps'] button.govuk-button").first().click();
  await handler.goto(`/requests/${reference}/record`);
  await handler.getByLabel("Where they were kept").fill("Archive");
  const sent = Object.entries(files);
  const file = ([name, words]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(words) });
  await handler.getByLabel("Files", { exact: true }).setInputFiles(sent.map(file));
  await pressed(handler, "Add the files");
  await handler.getByText("All are read.").waitFor({ timeout: 120_000 });
  return reference;
}
