// Makes files that cost their reader more than they show: `node benches/bombs.mjs FOLDER`.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { once } from "node:events";
import { createDeflate, crc32, deflateRawSync, deflateSync, gzipSync } from "node:zlib";

/** `size` zero bytes, deflated, without ever holding them. */
async function zeros(size, line = Buffer.alloc(1 << 20)) {
  const deflate = createDeflate({ level: 9 });
  const parts = [];
  deflate.on("data", (part) => parts.push(part));
  const ended = once(deflate, "end");
  for (let left = size; left > 0; left -= line.length) {
    const part = left < line.length ? line.subarray(0, left) : line;
    if (!deflate.write(part)) await once(deflate, "drain");
  }
  deflate.end();
  await ended;
  return Buffer.concat(parts);
}

/** A PDF of these objects (the first is number 1 and the catalogue), with a sound table. */
function pdf(objects, trailer = "") {
  const parts = [Buffer.from("%PDF-1.7\n")];
  const offsets = [];
  let at = parts[0].length;
  const add = (part) => {
    parts.push(part);
    at += part.length;
  };
  objects.forEach((object, n) => {
    offsets.push(at);
    const body = Array.isArray(object) ? object : [object];
    add(Buffer.from(`${n + 1} 0 obj\n`));
    body.forEach((part) => add(Buffer.isBuffer(part) ? part : Buffer.from(part)));
    add(Buffer.from("\nendobj\n"));
  });
  const table = at;
  const rows = offsets.map((o) => `${String(o).padStart(10, "0")} 00000 n \n`).join("");
  add(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`));
  const prev = trailer.replace("TABLE", table);
  add(Buffer.from(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${prev} >>\nstartxref\n${table}\n%%EOF\n`));
  return Buffer.concat(parts);
}

const stream = (dictionary, bytes) => [`<< ${dictionary} /Length ${bytes.length} >>\nstream\n`, bytes, "\nendstream"];
const catalogue = "<< /Type /Catalog /Pages 2 0 R >>";
const pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
const page = (resources) =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << ${resources} >> >>`;

const bombs = {
  "picture-40000-square.pdf": async () => {
    const pixels = await zeros(40_000 * 40_000);
    const image = "/Type /XObject /Subtype /Image /Width 40000 /Height 40000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode";
    return pdf([catalogue, pages, page("/XObject << /I 5 0 R >>"), stream("", Buffer.from("q 500 0 0 500 0 0 cm /I Do Q")), stream(image, pixels)]);
  },
  "two-gigabytes-of-zeros.pdf": async () => {
    const twice = deflateSync(await zeros(2 ** 31));
    return pdf([catalogue, pages, page(""), stream("/Filter [/FlateDecode /FlateDecode]", twice)]);
  },
  "forms-2-to-the-24.pdf": async () => {
    const objects = [catalogue, pages, page("/XObject << /F 5 0 R >>"), stream("", Buffer.from("/F Do"))];
    for (let level = 0; level < 24; level++) {
      const form = `/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F ${level + 6} 0 R >> >>`;
      objects.push(stream(form, Buffer.from("/F Do /F Do")));
    }
    objects.push(stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842]", Buffer.from("0 0 10 10 re f")));
    return pdf(objects);
  },
  "tables-in-a-loop.pdf": async () => pdf([catalogue, pages, page(""), stream("", Buffer.from("0 0 9 9 re f"))], "/Prev TABLE"),
  "five-million-operators.pdf": async () => {
    const content = await zeros(5_000_000 * 4, Buffer.from("q Q ".repeat(1 << 16)));
    return pdf([catalogue, pages, page(""), stream("/Filter /FlateDecode", content)]);
  },
  "pages-in-a-loop.pdf": async () => pdf([catalogue, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >>"]),
  "dashes.pdf": async () => {
    const content = Buffer.from("[0.00001 0.00001] 0 d 1 w 0 0 m 100000 100000 l S");
    return pdf([catalogue, pages, page(""), stream("", content)]);
  },
  "picture-40000-square.png": async () => png(40_000, 40_000),
  "archive-of-zeros.zip": async () => zip([["zeros.txt", deflateRawSync(Buffer.alloc(1 << 28)), 1 << 28]], 40),
  "archive-climbs-out.zip": async () => zip([["../../../outside.txt", deflateRawSync(Buffer.from("out")), 3]], 1),
  "parts-in-parts.eml": async () => nestedMail(5_000),
  "empty.pdf": async () => Buffer.alloc(0),
  "cut-off.pdf": async () => (await bombs["tables-in-a-loop.pdf"]()).subarray(0, 120),
  "not-a-pdf.pdf": async () => gzipSync("this is no PDF"),
};

async function png(width, height) {
  const line = Buffer.alloc(1 + width / 8);
  const data = await zeros((1 + width / 8) * height, Buffer.concat(Array(100).fill(line)));
  const chunk = (kind, body) => {
    const named = Buffer.concat([Buffer.from(kind), body]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(body.length, 0);
    ends.writeUInt32BE(crc32(named), 4);
    return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

/** A ZIP of these members, each written `times` times under names of their own. */
function zip(members, times) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (let n = 0; n < times; n++) {
    for (const [name, deflated, size] of members) {
      const bytes = Buffer.from(times > 1 ? `${n}-${name}` : name);
      const facts = Buffer.alloc(26);
      facts.writeUInt16LE(20, 0);
      facts.writeUInt16LE(8, 4);
      facts.writeUInt32LE(0, 10); // no checksum: whoever unpacks to check has unpacked
      facts.writeUInt32LE(deflated.length, 14);
      facts.writeUInt32LE(size, 18);
      facts.writeUInt16LE(bytes.length, 22);
      const local = Buffer.concat([Buffer.from("PK\x03\x04"), facts, bytes, deflated]);
      const entry = Buffer.alloc(14);
      entry.writeUInt32LE(at, 10);
      directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), facts, entry, bytes]));
      parts.push(local);
      at += local.length;
    }
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, list, Buffer.from("PK\x05\x06"), end]);
}

function nestedMail(depth) {
  const lines = ["From: a@northmoor.example", "To: b@northmoor.example", "Subject: parts in parts", "MIME-Version: 1.0"];
  for (let n = 0; n < depth; n++) lines.push(`Content-Type: multipart/mixed; boundary=b${n}`, "", `--b${n}`);
  lines.push("Content-Type: text/plain", "", "the innermost words");
  return Buffer.from(lines.join("\r\n"));
}

/** Writes every bomb into `folder` and gives their paths. */
export async function makeBombs(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const paths = [];
  for (const [name, make] of Object.entries(bombs)) {
    const file = path.join(folder, name);
    if (!fs.existsSync(file)) fs.writeFileSync(file, await make());
    paths.push(file);
  }
  return paths;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!process.argv[2]) {
    console.error("usage: node benches/bombs.mjs FOLDER");
    process.exit(2);
  }
  for (const file of await makeBombs(process.argv[2])) console.log(`${fs.statSync(file).size}\t${file}`);
}
