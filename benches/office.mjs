// An office with somebody at work in it, for the benches. CANDOUR_TEST_BINARY names the program to
// measure; a release build says more than a debug one.
import fs from "node:fs";
import path from "node:path";
import { Office } from "../tests/browser/office.mjs";
import { Client } from "./watch.mjs";

const password = "kettle orbit walnut lantern";

export async function opened(options = {}) {
  // What is measured is the work, not the approval of its letters.
  const settings = { CANDOUR_LETTERS__SHIPPED_WORDING: "true", ...options.settings };
  const office = await Office.open({ command: "serve", ...options, settings });
  const people = {};
  for (const [role, name] of [["handler", "Hanif Rahman"], ["reviewer", "Rosa Lindqvist"], ["manager", "Marcus Bell"]]) {
    people[role] = await hire(office, role, name);
  }
  return { office, ...people };
}

async function hire(office, role, name) {
  const email = `${role}@northmoor.example`;
  const link = new URL(office.run("user", "add", "--email", email, "--name", name, "--role", role).trim());
  const client = new Client(office.url);
  await client.send(link.pathname, { password });
  await client.signIn({ email, password });
  client.name = name;
  return client;
}

/** A request of this handler's, at the gathering of its record. */
export async function gathering(handler, name = "Jodie Marsh") {
  const asked = await handler.send(
    "/ask",
    {
      requester_kind: "adult_self",
      subject_name: name,
      email: "jodie.marsh@post.example",
      phone: "01632 960222",
      address: "14 Tanner Row\nNorthmoor",
      asked_for: "Everything",
      receive_by: "portal",
    },
  );
  const reference = asked.headers.get("location").match(/SAR-\d+-\d+/)[0];
  const page = `/requests/${reference}`;
  await handler.send(`${page}/owner`, {}, "/requests?show=unassigned");
  const identity = await (await handler.fetch(`${page}/identity`)).text();
  const checks = [...identity.matchAll(/name="checks"[^>]*value="([^"]+)"/g)].map(([, check]) => ["checks", check]);
  await handler.send(`${page}/identity`, [["verdict", "proved"], ["evidence", "Passport"], ...checks]);
  await handler.send(`${page}/scope`, { scope: "All files" }, page);
  return reference;
}

/** Sends files as the record's form does, all in one go, and gives the batch they came in. */
export async function upload(client, reference, files, source = "Archive") {
  const page = `/requests/${reference}/record`;
  const body = new FormData();
  const token = await client.csrf(page);
  body.append("_csrf", token);
  const batch = crypto.randomUUID();
  body.append("source", source);
  body.append("batch", batch);
  for (const file of files) {
    const blob = typeof file === "string" ? await fs.openAsBlob(file) : new Blob([file.buffer]);
    body.append("files", blob, typeof file === "string" ? path.basename(file) : file.name);
  }
  const answer = await client.fetch(page, { method: "POST", body, headers: { "x-csrf-token": token } });
  if (answer.status >= 400) throw new Error(`the upload was answered ${answer.status}: ${(await answer.text()).slice(0, 400)}`);
  return batch;
}

/** Waits until nothing waits to be read, and gives what became of each file of the batch. */
export async function imported(client, reference, { batch, every = 500, most = 3_600_000, told = () => {} } = {}) {
  const end = Date.now() + most;
  const of = batch ? `?batch=${batch}` : "";
  while (Date.now() < end) {
    const answer = await client.fetch(`/requests/${reference}/record/progress${of}`);
    const standing = await answer.json();
    told(standing);
    if (standing.waiting === 0 && standing.files.every((f) => f.state !== "waiting")) return standing;
    await new Promise((next) => setTimeout(next, every));
  }
  throw new Error("files still wait to be read");
}

/** Every file below a folder whose name ends so. */
export function filesBelow(folder, ending) {
  return fs
    .readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((name) => name.toLowerCase().endsWith(ending) && fs.statSync(name).isFile())
    .sort();
}

/** Brings a request whose record is in to the end of its review: these words marked, everything decided. */
export async function reviewed({ handler, reviewer, manager }, reference, words) {
  const page = `/requests/${reference}`;
  await handler.send(
    `${page}/searches`,
    { place: "Hill House", custodian_name: "Pat Custodian", custodian_email: "pat@northmoor.example", asked_for: "All files" },
  );
  const searches = await (await handler.fetch(`${page}/searches`)).text();
  const waiver = searches.match(/\/searches\/([0-9a-f-]+)\/waiver/)[1];
  await handler.send(`${page}/searches/${waiver}/waiver`, { reason: "The files are here already" }, `${page}/searches`);
  const overview = await (await handler.fetch(page)).text();
  for (const colleague of [reviewer, manager]) {
    const staff = overview.match(new RegExp(`<option value="([0-9a-f-]+)"[^>]*>${colleague.name}`))[1];
    await handler.send(`${page}/assignments`, { staff }, page);
  }
  await handler.send(`${page}/steps`, { event: "records_complete" }, page);
  const first = await (await reviewer.fetch(`${page}/review/1`)).text();
  const ground = first.match(/id="ground"[^]*?<option value="([^"]+)"/)[1];
  for (const find of words) {
    await reviewer.send(`${page}/marks`, { number: 1, find, scope: "request", ground, reason: "Another person" }, `${page}/review/1`);
  }
  const list = await (await reviewer.fetch(`${page}/review`)).text();
  const numbers = [...new Set([...list.matchAll(/\/review\/(\d+)"/g)].map(([, n]) => Number(n)))].sort((a, b) => a - b);
  for (const number of numbers) {
    const item = await (await reviewer.fetch(`${page}/review/${number}`)).text();
    const marked = /data-id="/.test(item);
    const decision = marked ? "release_with_marks" : "release";
    await reviewer.send(`${page}/items/${number}/decision`, { decision }, `${page}/review/${number}`);
  }
  return numbers.length;
}

/** Asks for the pack and waits for it; gives the page that says so. */
export async function built(handler, reference, { most = 600_000, told = () => {} } = {}) {
  const page = `/requests/${reference}/pack`;
  const end = Date.now() + most;
  while (Date.now() < end) {
    const words = await (await handler.fetch(page)).text();
    told(words);
    if (/Built and verified/.test(words)) return words;
    if (/could not be built/.test(words)) throw new Error(words.match(/The pack could not be built[^<]*/)[0]);
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error("the pack was not built in time");
}
