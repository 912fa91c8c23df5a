// What the benches have in common: a signed-in client, an eye on memory, and a finger on the pulse.
import fs from "node:fs";

/** A client with cookies that sends a page's own CSRF token back with its forms. */
export class Client {
  constructor(base) {
    this.base = base;
    this.cookies = new Map();
  }

  async fetch(path, options = {}) {
    const headers = { origin: new URL(this.base).origin, "sec-fetch-site": "same-origin", ...options.headers, cookie: [...this.cookies].map(([n, v]) => `${n}=${v}`).join("; ") };
    const answer = await fetch(new URL(path, this.base), { redirect: "manual", ...options, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    const to = (answer.headers.get("location") ?? "").split("?")[0];
    if (to.endsWith("/interest") && !path.endsWith("/interest")) {
      // Each request asks its reader once.
      await this.send(to, { standing: "none" });
      return this.fetch(path, options);
    }
    return answer;
  }

  /** The token that the page at `path` carries. */
  async csrf(path) {
    const page = await (await this.fetch(path)).text();
    const token = page.match(/name="_csrf"[^>]*value="([^"]+)"/) ?? page.match(/data-csrf="([^"]+)"/);
    if (!token) throw new Error(`no form on ${path}`);
    return token[1];
  }

  /** Sends a form as the page at `from` would; a field with several values is given as pairs. */
  async send(path, fields, from = path) {
    const pairs = Array.isArray(fields) ? fields : Object.entries(fields);
    const body = new URLSearchParams([["_csrf", await this.csrf(from)], ...pairs]);
    const answer = await this.fetch(path, { method: "POST", body });
    if (answer.status >= 400) throw new Error(`${path} answered ${answer.status}: ${(await answer.text()).slice(0, 400)}`);
    return answer;
  }

  async signIn({ email, password }) {
    await this.send("/sign-in", { email, password, next: "" });
  }
}

/** Follows a process and all it starts; `peak()` tells the most memory that any one of them, and all together, held. */
export function watchMemory(pid, every = 50) {
  let one = 0;
  let all = 0;
  let who = "";
  const look = () => {
    const parents = new Map();
    for (const name of fs.readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const status = fs.readFileSync(`/proc/${name}/status`, "utf8");
        const number = (key) => Number(status.match(new RegExp(`^${key}:\\s+(\\d+)`, "m"))?.[1] ?? 0);
        parents.set(Number(name), { parent: number("PPid"), resident: number("VmRSS"), most: number("VmHWM") });
      } catch {
        // it ended while we looked
      }
    }
    let sum = 0;
    for (const [id, process] of parents) {
      let up = id;
      while (up && up !== pid) up = parents.get(up)?.parent;
      if (up !== pid) continue;
      sum += process.resident;
      if (process.most > one) {
        one = process.most;
        who = id === pid ? "the service" : "a document worker";
      }
    }
    all = Math.max(all, sum);
  };
  const timer = setInterval(look, every);
  return {
    peak: () => ({ one: Math.round(one / 1024), who, all: Math.round(all / 1024) }),
    stop: () => clearInterval(timer),
  };
}

/** Asks for a page again and again and keeps how long the answers took, in milliseconds. */
export function feelPulse(ask, every = 200) {
  const times = [];
  const failures = [];
  let on = true;
  const ended = (async () => {
    while (on) {
      const began = performance.now();
      try {
        const answer = await ask();
        await answer.arrayBuffer();
        if (answer.status >= 500) failures.push(answer.status);
      } catch (error) {
        failures.push(error.message);
      }
      times.push(performance.now() - began);
      await new Promise((next) => setTimeout(next, every));
    }
  })();
  return {
    stop: async () => {
      on = false;
      await ended;
      return { ...quantiles(times), count: times.length, failures };
    },
  };
}

export function quantiles(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => Number(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]?.toFixed(1));
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
}

/** `clients` at a time ask for `path` for `seconds`: answers a second, and how long they took. */
export async function load(ask, clients, seconds) {
  const times = [];
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until) {
        const began = performance.now();
        const answer = await ask();
        await answer.arrayBuffer();
        if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
        times.push(performance.now() - began);
      }
    }),
  );
  return { perSecond: Math.round(times.length / seconds), ...quantiles(times) };
}
