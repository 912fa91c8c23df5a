// Reads the messages that left an office.

/** A message as its reader sees it. */
export function open(message) {
  const [head, ...rest] = message.replace(/\r\n/g, "\n").split("\n\n");
  const headers = Object.fromEntries(
    head
      .replace(/\n[ \t]+/g, " ")
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  return { to: headers.to, subject: headers.subject, words: decoded(rest.join("\n\n"), headers["content-transfer-encoding"]) };
}

function decoded(body, how = "7bit") {
  if (how === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (how !== "quoted-printable") return body;
  const bytes = body.replace(/=\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** Waits for a message to `to` that holds a link beginning with `path`, and gives the newest one's link. */
export async function linkFor(office, to, path) {
  for (let tries = 0; tries < 150; tries++) {
    const fits = office
      .mail()
      .map(open)
      .filter((message) => message.to?.includes(to))
      .flatMap(({ words }) => words.match(new RegExp(`${office.url}${path}[^\\s<>"]*`, "g")) ?? []);
    if (fits.length > 0) return fits.at(-1);
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error(`no message to ${to} with a link to ${path}; ${office.mail().length} messages left`);
}
