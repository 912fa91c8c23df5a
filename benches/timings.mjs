// How fast the pages, the record and the pack are:
//   node benches/timings.mjs [FOLDER]     with a folder of PDFs, they are part of the record
// CANDOUR_TEST_BINARY=target/release/candour measures a release build.
import { pdf } from "../tests/browser/papers.mjs";
import { built, filesBelow, gathering, imported, opened, reviewed, upload } from "./office.mjs";
import { load, quantiles, watchMemory } from "./watch.mjs";

const { office, ...people } = await opened();
const { handler, reviewer } = people;
const row = (what, words) => console.log(`${what.padEnd(52)}${words}`);
const ms = ({ p50, p95, most }) => `median ${p50} ms, p95 ${p95} ms, slowest ${most} ms`;
const timed = async (work) => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

try {
  const reference = await gathering(handler);
  const page = `/requests/${reference}`;
  const one = { name: "visit.pdf", buffer: pdf([["Home visit", "Derek Pym was there."]]) };
  const firstPage = await timed(async () => {
    await upload(handler, reference, [one]);
    await imported(handler, reference, { every: 20 });
    await (await handler.fetch(`${page}/items/1/pages/1.png?w=1200`)).arrayBuffer();
  });
  row("one file: upload to first page visible", `${firstPage.toFixed(0)} ms`);

  const files = Array.from({ length: 60 }, (_, n) => ({
    name: `note-${n + 1}.pdf`,
    buffer: pdf(
      Array.from({ length: 5 }, (_, p) => [
        `Case note ${n + 1}, page ${p + 1}`,
        ...Array.from({ length: 30 }, (_, l) => `Line ${l + 1}: Derek Pym spoke to Jodie about school and the dog.`),
      ]),
    ),
  }));
  const given = process.argv[2] ? filesBelow(process.argv[2], ".pdf") : [];
  const reading = await timed(async () => {
    await upload(handler, reference, [...files, ...given]);
    await imported(handler, reference, { every: 100 });
  });
  const standing = await (await handler.fetch(`${page}/record/progress`)).json();
  row(`${standing.items} items, ${standing.pages} pages: upload to all read`, `${(reading / 1000).toFixed(1)} s`);

  const turns = { cold: [], warm: [] };
  for (let n = 2; n <= 31; n++) {
    for (let p = 1; p <= 5; p++) {
      for (const temperature of ["cold", "warm"]) {
        turns[temperature].push(await timed(async () => (await handler.fetch(`${page}/items/${n}/pages/${p}.png?w=1200`)).arrayBuffer()));
      }
    }
  }
  row("page turn, cold (150 pages)", ms(quantiles(turns.cold)));
  row("page turn, again", ms(quantiles(turns.warm)));

  for (let n = 1; n < 50; n++) {
    await handler.send(
      "/requests",
      {
        ...today(),
        received_how: "letter",
        subject_name: `Person ${n}`,
        requester_kind: "adult_self",
        email: `person${n}@post.example`,
        asked_for: "Everything",
        receive_by: "portal",
        nation: "england",
      },
      "/requests/new",
    );
  }
  const list = await load(() => handler.fetch("/requests"), 64, 10);
  row("list of 50 requests, 64 people at once", `${list.perSecond} a second, median ${list.p50} ms, p99 ${list.p99} ms`);

  const count = await reviewed(people, reference, ["Derek Pym"]);
  const memory = watchMemory(office.service.pid);
  const pack = await timed(async () => {
    await handler.send(`${page}/pack`, {});
    await built(handler, reference);
  });
  const peak = memory.peak();
  memory.stop();
  row(`pack of ${count} items`, `${(pack / 1000).toFixed(1)} s; most memory of one process ${peak.one} MiB, all together ${peak.all} MiB`);
  const review = [];
  for (let n = 0; n < 20; n++) review.push(await timed(async () => (await reviewer.fetch(`${page}/review/2`)).text()));
  row("the reviewer's page", ms(quantiles(review)));
} finally {
  await office.close();
}

function today() {
  const [year, month, day] = new Date().toISOString().slice(0, 10).split("-");
  return { received_on_day: day, received_on_month: month, received_on_year: year };
}
