import { spawn } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { register } from "./launchers";
import { checkPort, freePort, refuseOpenDemo } from "./ports";
import { runNode } from "./run-command";
import { readSecrets } from "./secrets";

const dirs: string[] = [];
async function newDataDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "reeve-test-"));
  dirs.push(dir);
  return dir;
}
afterEach(async () => {
  for (const dir of dirs.splice(0)) await rm(dir, { recursive: true, force: true });
});

const start = (env: Record<string, string>) =>
  runNode(["--import", "tsx", "cli/start.ts"], { env: { DATABASE_URL: "", REEVE_HOST: "", REEVE_ROLE: "", REEVE_DEMO: "", ...env } });

test("a start on a port in use ends with one line and the remedy", async () => {
  const port = await freePort();
  const server = createServer().listen(port, "127.0.0.1");
  const { code, output } = await start({ PORT: String(port), REEVE_DATA_DIR: await newDataDir() });
  server.close();
  expect(code).toBe(1);
  expect(output.trim()).toMatch(new RegExp(`^PORT: ${port} is in use by another program: [^\\n]+$`));
});

test("a start without its database ends with one line", async () => {
  const url = "postgresql://reeve@127.0.0.1:1/reeve";
  const { code, output } = await start({ PORT: String(await freePort()), DATABASE_URL: url, REEVE_DATA_DIR: await newDataDir() });
  expect(code).toBe(1);
  expect(output).toMatch(/\nDATABASE_URL: cannot use PostgreSQL at 127\.0\.0\.1:1\/reeve \(nothing listens there\): [^\n]+\n$/);
  expect(output).not.toMatch(/ {4}at /);
});

test("a bad value ends the start with one line that names the variable", async () => {
  const { code, output } = await start({ PORT: "abc" });
  expect([code, output.trim()]).toEqual([1, "PORT: must be a port number, e.g. 3000."]);
});

test("a second start on the same data directory says so", async () => {
  const dataDir = await newDataDir();
  const first = await register(dataDir, "all");
  const { code, output } = await start({ PORT: String(await freePort()), REEVE_DATA_DIR: dataDir });
  await first.leave();
  expect(code).toBe(1);
  expect(output.trim()).toMatch(new RegExp(`^Reeve already runs on ${dataDir} \\(process ${process.pid}\\): [^\\n]+$`));
});

test("a start that was killed does not keep the next one out", async () => {
  const dataDir = await newDataDir();
  const script = `import { register } from "./cli/launchers"; void register(${JSON.stringify(dataDir)}, "all").then(() => console.log("in")); setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const beside = await register(dataDir, "web");
  expect(beside.before.map(({ pid }) => pid)).toEqual([child.pid]);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
  expect(await beside.others()).toEqual([]);
});

test("a demo organisation is for loopback alone", () => {
  expect(() => refuseOpenDemo(true, "0.0.0.0")).toThrow(/^REEVE_HOST: a demo organisation listens on loopback only, not on 0\.0\.0\.0: /);
  for (const host of ["127.0.0.1", "::1", "localhost"]) expect(() => refuseOpenDemo(true, host)).not.toThrow();
  expect(() => refuseOpenDemo(false, "0.0.0.0")).not.toThrow();
});

test("an address that this machine does not have is one line", async () => {
  await expect(checkPort(await freePort(), "203.0.113.1")).rejects.toThrow(/^REEVE_HOST: cannot listen on 203\.0\.113\.1/);
});

test("secrets are made once, for their owner's eyes alone", async () => {
  const dataDir = await newDataDir();
  const [first, second] = await Promise.all([readSecrets(dataDir), readSecrets(dataDir)]);
  expect(second).toEqual(first);
  for (const name of ["session-secret", "signing-key.pem"]) expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);
});
