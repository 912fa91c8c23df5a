// Sends a whole folder of real documents and every bomb in one go, and watches what that costs:
//   node benches/hostile.mjs FOLDER
// Fails where a file ends as neither an item nor a plain reason, where the service takes a second to
// answer, or where a process holds more than 1.5 GiB.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeBombs } from "./bombs.mjs";
import { filesBelow, gathering, imported, opened, upload } from "./office.mjs";
import { feelPulse, watchMemory } from "./watch.mjs";

const folder = process.argv[2];
if (!folder) {
  console.error("usage: node benches/hostile.mjs FOLDER");
  process.exit(2);
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "candour-bombs-"));
const { office, handler } = await opened();
let code = 1;
try {
  const files = [...filesBelow(folder, ".pdf"), ...(await makeBombs(scratch))];
  const reference = await gathering(handler);
  const memory = watchMemory(office.service.pid);
  const pulse = feelPulse(() => handler.fetch("/requests"));
  const began = performance.now();
  const batch = await upload(handler, reference, files);
  const taken = performance.now();
  const standing = await imported(handler, reference, {
    batch,
    told: ({ waiting, items }) => process.stderr.write(`\r${items} items, ${waiting} files wait   `),
  });
  const done = performance.now();
  process.stderr.write("\n");
  const { most, p99, count, failures } = await pulse.stop();
  const peak = memory.peak();
  memory.stop();

  const unexplained = standing.files.filter((f) => !f.words?.trim());
  const list = await (await handler.fetch(`/requests/${reference}/record?flag=not_shown`)).text();
  const notShown = Number(list.match(/of ([\d,]+)<\/caption>/)?.[1]?.replace(",", "") ?? 0);
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
  console.log(`files sent                        ${files.length}, taken in after ${seconds(taken - began)}, read after ${seconds(done - began)}`);
  console.log(`files accounted for               ${standing.files.length}, ${unexplained.length} of them without a word`);
  console.log(`items, pages                      ${standing.items}, ${standing.pages}`);
  console.log(`items that cannot be shown        ${notShown}, each with its reason`);
  console.log(`files not taken or not read       ${standing.files.filter((f) => f.state !== "imported").length}`);
  console.log(`the board answered meanwhile      ${count} times, p99 ${p99} ms, slowest ${most} ms, failures ${failures.length}`);
  console.log(`most memory of one process        ${peak.one} MiB (${peak.who}); all together ${peak.all} MiB`);
  for (const f of standing.files.filter((one) => one.words !== "In the record")) console.log(`  ${f.name}: ${f.words}`);
  const kept = standing.files.length === files.length && unexplained.length === 0;
  code = kept && most < 1000 && failures.length === 0 && peak.one <= 1536 ? 0 : 1;
  console.log(code === 0 ? "held" : "NOT held");
} finally {
  await office.close();
  fs.rmSync(scratch, { recursive: true, force: true });
}
process.exit(code);
