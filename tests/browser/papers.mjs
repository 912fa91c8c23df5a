// Small papers that a custodian might send back.
import fs from "node:fs";
import path from "node:path";

/** A PDF whose pages hold these lines of words. */
export function pdf(pages) {
  const objects = ["<< /Type /Catalog /Pages 2 0 R >>"];
  const kids = pages.map((_, n) => `${4 + 2 * n} 0 R`).join(" ");
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  for (const lines of pages) {
    const escaped = lines.map((line) => `(${line.replace(/[\\()]/g, "\\$&")}) Tj T*`);
    const words = `BT /F1 12 Tf 18 TL 72 760 Td\n${escaped.join("\n")}\nET`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${objects.length + 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    );
    objects.push(`<< /Length ${words.length} >>\nstream\n${words}\nendstream`);
  }
  let file = "%PDF-1.7\n";
  const offsets = objects.map((object, n) => {
    const at = file.length;
    file += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  file += offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}

export const visitNote = pdf([
  [
    "Home visit, 14 March 2009",
    "Present: Jodie Marsh, her mother, and Derek Pym, a neighbour.",
    "Jodie said she likes her school. She drew a picture of the dog.",
    "Derek Pym told me that he drinks every evening and asked me not to say so.",
    "Plan: visit again in two weeks.",
  ],
  ["Second visit, 28 March 2009", "Derek Pym was not there. Jodie was cheerful."],
]);

export const schoolReport = pdf([
  ["School report, summer 2009", "Jodie Marsh has settled well.", "Her friend Tamsin Orr sits beside her."],
]);

export const letter = Buffer.from(
  [
    "From: Head of year <head@hillside.example>",
    "To: Duty team <duty@northmoor.example>",
    "Date: Mon, 16 Mar 2009 10:12:00 +0000",
    "Subject: Jodie Marsh",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "Dear colleague,",
    "Jodie was late twice this week. Derek Pym brought her both times.",
    "Regards",
  ].join("\r\n"),
);

/** What the browser's file chooser takes. */
export const files = () => [
  { name: "visit-note.pdf", mimeType: "application/pdf", buffer: visitNote },
  { name: "school-report.pdf", mimeType: "application/pdf", buffer: schoolReport },
  { name: "head-of-year.eml", mimeType: "message/rfc822", buffer: letter },
];

/** Ten real documents of the folder that CANDOUR_CORPUS names, the same ten each time; none where it names none. */
export function realFiles(count = 10) {
  const folder = process.env.CANDOUR_CORPUS;
  if (!folder) return [];
  const found = fs.readdirSync(folder, { recursive: true }).map(String);
  const papers = found.filter((name) => name.toLowerCase().endsWith(".pdf")).sort();
  const step = Math.max(1, Math.floor(papers.length / count));
  return papers
    .filter((_, n) => n % step === 0)
    .slice(0, count)
    .map((name) => path.join(folder, name));
}
