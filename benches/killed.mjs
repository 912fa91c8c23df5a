// Kills the worker in the middle of building a pack, again and again:
//   node benches/killed.mjs [TIMES]
// Fails where a pack is not built in the end, is built twice, or a file of it is not what its row says.
import { createHash } from "node:crypto";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pdf } from "../tests/browser/papers.mjs";
import { built, gathering, imported, opened, reviewed, upload } from "./office.mjs";

const times = Number(process.argv[2] ?? 20);
const binary = process.env.CANDOUR_TEST_BINARY ?? "target/debug/candour";
const { office, ...people } = await opened({ settings: { CANDOUR_WORK_IN_SERVE: "false" } });
const { handler, reviewer, manager } = people;
let worker;
let code = 1;

const work = () => {
  const log = fs.openSync(path.join(office.folder, "worker"), "a");
  worker = spawn(binary, ["work"], { env: office.environment, stdio: ["ignore", log, log] });
};

try {
  work();
  const files = Array.from({ length: 40 }, (_, n) => ({
    name: `visit-${n + 1}.pdf`,
    buffer: pdf(Array.from({ length: 5 }, (_, p) => [`Visit ${n + 1}, page ${p + 1}`, "Derek Pym was there.", "Jodie drew a dog."])),
  }));
  const reference = await gathering(handler);
  await upload(handler, reference, files);
  await imported(handler, reference);
  await reviewed(people, reference, ["Derek Pym"]);
  const page = `/requests/${reference}/pack`;
  let once = 0;
  let struck = 0;
  for (let n = 1; n <= times; n++) {
    // The manager sends it back, and other words make another pack.
    if (n > 1) await sentBack(reference);
    await handler.send(`/requests/${reference}/letter`, { words: `The ${n}th letter.` }, page);
    await handler.send(page, {});
    await midway(page);
    worker.kill("SIGKILL");
    struck += 1;
    const words = await (await handler.fetch(page)).text();
    if (/Built and verified/.test(words)) struck -= 1;
    work();
    const done = await built(handler, reference);
    const rows = [...done.matchAll(/pack\/(\d+)">[^]*?<code>([0-9a-f]{64})<\/code>/g)];
    for (const [, number, sha256] of rows) {
      const file = Buffer.from(await (await handler.fetch(`${page}/${number}`)).arrayBuffer());
      const found = createHash("sha256").update(file).digest("hex");
      if (found !== sha256) throw new Error(`file ${number} of pack ${n} is not what its row says`);
    }
    if (rows.length === 0) throw new Error(`pack ${n} has no file`);
    once += 1;
    process.stderr.write(`\rpack ${n} of ${times}   `);
  }
  process.stderr.write("\n");
  const story = office.run("diary", "verify").trim();
  const left = leftovers();
  await clearedAtTheNextStart(left);
  const still = leftovers();
  console.log(`workers killed in the middle of a pack   ${struck} of ${times}`);
  console.log(`packs built once and whole               ${once}`);
  console.log(`unfinished files of killed workers       ${left.length}, a day later ${still.length}`);
  console.log(story);
  code = once === times && still.length === 0 ? 0 : 1;
} finally {
  worker?.kill("SIGTERM");
  await office.close();
}
process.exit(code);

/** Sends the pack back to review, and settles what was said. */
async function sentBack(reference) {
  const page = `/requests/${reference}`;
  await manager.send(`${page}/sending-back`, { words: "Write another letter." }, `${page}/sign-off`);
  const comment = (await (await reviewer.fetch(`${page}/sign-off`)).text()).match(/\/comments\/([0-9a-f-]+)\/settlement/)[1];
  await reviewer.send(`${page}/comments/${comment}/settlement`, {}, `${page}/sign-off`);
}

/** Waits until the worker says that it is at it, then a moment more, differently long each time. */
async function midway(page) {
  for (let tries = 0; tries < 600; tries++) {
    const words = await (await handler.fetch(page)).text();
    const share = Number(words.match(/id="pack-bar"[^>]*value="(\d+)"/)?.[1] ?? 0);
    if (share > 0 || /Built and verified/.test(words)) break;
    await new Promise((next) => setTimeout(next, 20));
  }
  await new Promise((next) => setTimeout(next, Math.random() * 400));
}

/** Files whose writing was begun and not ended. */
function leftovers() {
  const vault = path.join(office.data, "vault");
  const names = fs.readdirSync(vault, { recursive: true }).map(String);
  return names.filter((name) => /(part|tmp|#\d+)$/.test(name)).map((name) => path.join(vault, name));
}

/** Whoever starts clears what nobody has been writing for a day; so that day is made to pass. */
async function clearedAtTheNextStart(files) {
  const before = new Date(Date.now() - 25 * 3_600_000);
  for (const file of files) fs.utimesSync(file, before, before);
  worker.kill("SIGTERM");
  work();
  for (let tries = 0; tries < 100 && files.some((file) => fs.existsSync(file)); tries++) {
    await new Promise((next) => setTimeout(next, 100));
  }
}
