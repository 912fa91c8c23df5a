// Who works in an office, and how they come in.

/** What the accounts of one story are opened with. */
const password = "kettle orbit walnut lantern";

/** Makes an account as the operator would, and lets its owner choose a password by the one-use link. */
export async function hire(office, browser, role, name) {
  const email = `${name.split(" ")[0].toLowerCase()}@northmoor.example`;
  const link = office.run("user", "add", "--email", email, "--name", name, "--role", role).trim();
  const page = await browser.person();
  await page.goto(link);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Save password" }).click();
  await signIn(page, { email, password });
  return page;
}

export async function signIn(page, account) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

/** One account a role, as `candour demo` prints them. */
export function chairs(office) {
  const line = /^\s*(handler|reviewer|manager|auditor|administrator)\s+(\S+@\S+)\s+(\S.*?)\s*$/gim;
  const found = [...office.log().matchAll(line)];
  const people = Object.fromEntries(found.map(([, role, email, password]) => [role.toLowerCase(), { email, password }]));
  if (Object.keys(people).length < 5) throw new Error(`not every chair has a sign-in:\n${office.log()}`);
  return people;
}
