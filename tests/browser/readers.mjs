// Reads a pack with readers that are not ours: qpdf, poppler, MuPDF and pdfium.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const most = { maxBuffer: 1 << 30 };
const python = process.env.CANDOUR_TEST_PYTHON;

const tell = (command, ...words) => execFileSync(command, words, { ...most, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

const pdfium = `
import sys, pypdfium2
document = pypdfium2.PdfDocument(sys.argv[1], password=sys.argv[2] or None)
print(len(document))
for page in document:
    page.render(scale=0.2)
    print(page.get_textpage().get_text_range())
`;

/** What each reader makes of a file: that it is sound, how many pages it has, and its words. */
export function read(file, password = "") {
  const secret = password ? [`--password=${password}`] : [];
  tell("qpdf", "--check", ...secret, file); // exits with 2 or 3 where anything is wrong
  const pages = [Number(tell("qpdf", "--show-npages", ...secret, file))];
  const poppler = tell("pdftotext", "-layout", ...(password ? ["-upw", password] : []), file, "-");
  const info = tell("pdfinfo", ...(password ? ["-upw", password] : []), file);
  pages.push(Number(info.match(/^Pages:\s+(\d+)/m)[1]));
  const mutool = tell("mutool", "draw", "-q", ...(password ? ["-p", password] : []), "-F", "txt", file);
  const outline = tell("mutool", "show", file, ...(password ? [password] : []), "outline");
  const words = [poppler, mutool];
  if (python) {
    const [count, ...lines] = tell(python, "-c", pdfium, file, password).split("\n");
    pages.push(Number(count));
    words.push(lines.join("\n"));
  }
  assert.equal(new Set(pages).size, 1, `readers disagree about the number of pages: ${pages}`);
  return { pages: pages[0], words, outline, info, text: poppler };
}

/** Nothing of `gone` is left: not in any reader's words, not in any decoded byte. */
export function isGone(file, gone) {
  const { words } = read(file);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "candour-decoded-"));
  try {
    const plain = path.join(folder, "plain.pdf");
    // A real document may hold a picture whose own stream is cut off; it is searched as far as it goes.
    tell("qpdf", "--warning-exit-0", "--qdf", "--object-streams=disable", "--stream-data=uncompress", "--decode-level=all", file, plain);
    const bytes = fs.readFileSync(plain);
    const raw = bytes.toString("latin1").toLowerCase();
    for (const word of gone) {
      const squeezed = word.toLowerCase().replace(/\s+/g, "");
      for (const [n, text] of words.entries()) {
        assert.ok(!text.toLowerCase().replace(/\s+/g, "").includes(squeezed), `reader ${n} still reads “${word}”`);
      }
      for (const [how, form] of encoded(word.toLowerCase())) {
        assert.ok(!raw.includes(form), `“${word}” stands in the file as ${how}`);
      }
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function encoded(word) {
  const wide = [...word].map((c) => `\0${c}`).join("");
  const hex = (text) => Buffer.from(text, "latin1").toString("hex");
  return [
    ["plain text", word],
    ["UTF-16", wide],
    ["hexadecimal", hex(word)],
    ["hexadecimal UTF-16", hex(wide)],
  ];
}

/** Pictures of the first pages, to be looked at. */
export function picture(file, folder, name, pages = 6) {
  tell("pdftoppm", "-r", "60", "-png", "-l", String(pages), file, path.join(folder, name));
}
