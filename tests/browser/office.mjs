// An office for one story: the built service with a folder, a port and a database of its own.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const top = fileURLToPath(new URL("../../", import.meta.url));
const binary = process.env.CANDOUR_TEST_BINARY ?? path.join(top, "target/debug/candour");

/** SQLite always; PostgreSQL where ./test, or you, have started one. */
export const databases = process.env.CANDOUR_TEST_POSTGRES ? ["SQLite", "PostgreSQL"] : ["SQLite"];

export class Office {
  /** Starts the service with the demonstration data and waits until it is ready. */
  static async open({ database = "SQLite", settings = {}, command = "demo" } = {}) {
    const office = new Office();
    office.folder = fs.mkdtempSync(path.join(os.tmpdir(), "candour-"));
    office.data = path.join(office.folder, "data");
    office.port = await freePort();
    office.url = `http://localhost:${office.port}`;
    office.environment = {
      ...withoutOurs(process.env),
      CANDOUR_LISTEN: `127.0.0.1:${office.port}`,
      CANDOUR_PUBLIC_URL: office.url,
      CANDOUR_DATA_DIR: office.data,
      RUST_LOG: "warn",
      ...settings,
    };
    if (database === "PostgreSQL") office.environment.CANDOUR_DATABASE_URL = office.#newPostgres();
    try {
      if (command !== "demo") office.run("key", "make");
      await office.start(command);
    } catch (error) {
      await office.close().catch(() => {});
      throw error;
    }
    return office;
  }

  async start(command) {
    const log = fs.openSync(path.join(this.folder, "log"), "a");
    this.service = spawn(binary, [command], { env: this.environment, stdio: ["ignore", log, log] });
    this.ended = new Promise((resolve) => this.service.once("exit", resolve));
    const deadline = Date.now() + 120_000;
    for (;;) {
      const asked = fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(5_000) });
      const ready = await asked.then((r) => r.ok, () => false);
      if (ready) return;
      if (this.service.exitCode !== null || Date.now() > deadline) {
        throw new Error(`the service did not get ready:\n${this.log()}`);
      }
      await new Promise((next) => setTimeout(next, 100));
    }
  }

  log() {
    return fs.readFileSync(path.join(this.folder, "log"), "utf8");
  }

  /** Every message that left so far, oldest first. */
  mail() {
    const folder = path.join(this.data, "outbox");
    if (!fs.existsSync(folder)) return [];
    return fs.readdirSync(folder).sort().map((name) => fs.readFileSync(path.join(folder, name), "utf8"));
  }

  /** Runs another command of the service on this office's data. */
  run(...words) {
    return execFileSync(binary, words, { env: this.environment, encoding: "utf8" });
  }

  /** Stops as an operator would; what it says on the way out is an error of the story. */
  async close() {
    this.service?.kill("SIGTERM");
    const code = await Promise.race([
      this.ended,
      new Promise((late) => setTimeout(() => late("late"), 25_000).unref()),
    ]);
    if (code === "late") this.service.kill("SIGKILL");
    const log = this.log();
    if (this.postgres) psql(`DROP DATABASE IF EXISTS ${this.postgres} WITH (FORCE)`);
    fs.rmSync(this.folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the service did not stop gracefully (${code}):\n${log.slice(-4000)}`);
    if (/panicked at/.test(log)) throw new Error(`the service panicked:\n${log.slice(-4000)}`);
  }

  #newPostgres() {
    this.postgres = `story_${process.pid}_${Date.now()}`;
    psql(`CREATE DATABASE ${this.postgres}`);
    const url = new URL(process.env.CANDOUR_TEST_POSTGRES);
    url.pathname = `/${this.postgres}`;
    return url.href;
  }
}

function psql(statement) {
  execFileSync("psql", ["-qX", "-d", process.env.CANDOUR_TEST_POSTGRES, "-c", statement]);
}

/** Unknown CANDOUR_… variables stop the service, and a story must not inherit an operator's own. */
function withoutOurs(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("CANDOUR_")));
}

async function freePort() {
  const server = net.createServer();
  await new Promise((open) => server.listen(0, "127.0.0.1", open));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}
