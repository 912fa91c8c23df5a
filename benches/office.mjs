// An office with somebody at work in it, for the benches. CANDOUR_TEST_BINARY names the program to
// measure; a release build says more than a debug one.
import fs from "node:fs";
import path from "node:path";
import { Office } from "../tests/browser/office.mjs";
import { Client } from "./watch.mjs";

const password = "kettle orbit walnut lantern";

export async function opened(options = {}) {
  const office = await Office.open({ command: "serve", ...options });
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
  await handler.send(`${page}/identity`, { verdict: "proved", evidence: "Passport" });
  await handler.send(`${page}/scope`, { scope: "All files" }, page);
  return reference;
}

/** Sends files as the record's form does, all in one go. */
export async function upload(client, reference, files, source = "Archive") {
  const page = `/requests/${reference}/record`;
  const body = new FormData();
  const token = await client.csrf(page);
  body.append("_csrf", token);
  body.append("source", source);
  for (const file of files) {
    const blob = typeof file === "string" ? await fs.openAsBlob(file) : new Blob([file.buffer]);
    body.append("files", blob, typeof file === "string" ? path.basename(file) : file.name);
  }
  const answer = await client.fetch(page, { method: "POST", body, headers: { "x-csrf-token": token } });
  if (answer.status >= 400) throw new Error(`the upload was answered ${answer.status}: ${(await answer.text()).slice(0, 400)}`);
}

/** Waits until nothing waits to be read, and gives what became of each file. */
export async function imported(client, reference, { every = 500, most = 3_600_000, told = () => {} } = {}) {
  const end = Date.now() + most;
  while (Date.now() < end) {
    const answer = await client.fetch(`/requests/${reference}/record/progress`);
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
