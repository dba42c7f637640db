import { mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runNode } from "./run-command";

const REPORT = "node_modules/.cache/reeve/floors.json";
const ROOMS = ["app", "bench", "cli", "components", "demo", "e2e", "prisma", "sdk", "server"];

async function countSources(dir: string): Promise<number> {
  const entries = await readdir(dir, { withFileTypes: true });
  const counts = await Promise.all(
    entries.map((entry) => {
      if (entry.isDirectory()) return entry.name === "generated" || entry.name === "node_modules" ? 0 : countSources(join(dir, entry.name));
      return /\.tsx?$/.test(entry.name) ? 1 : 0;
    }),
  );
  return counts.reduce((sum: number, count) => sum + count, 0);
}

/** Rooms that hold source files, with how many. */
async function listRooms(): Promise<{ room: string; count: number }[]> {
  const rooms = await Promise.all(ROOMS.map(async (room) => ({ room, count: await countSources(room).catch(() => 0) })));
  return rooms.filter(({ count }) => count > 0);
}

type Violation = { readonly rule: { readonly name: string }; readonly from: string; readonly to: string };
type Cruise = { readonly modules: readonly { readonly source: string }[]; readonly summary: { readonly violations: readonly Violation[] } };

const isOurs = (source: string): boolean =>
  /\.tsx?$/.test(source) && ROOMS.some((room) => source.startsWith(`${room}/`)) && !source.startsWith("prisma/generated/");

const rooms = await listRooms();
const wanted = rooms.reduce((sum, { count }) => sum + count, 0);
await mkdir(dirname(REPORT), { recursive: true });
const options = ["--config", ".dependency-cruiser.cjs", "--output-type", "json", "--output-to", REPORT];
const { output } = await runNode([
  "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
  ...rooms.map(({ room }) => room),
  ...options,
]);
if (output.trim() !== "") console.error(output.trim());
const { modules, summary } = JSON.parse(await readFile(REPORT, "utf8")) as Cruise;
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} imports ${to}`);
// A parser that cannot read our TypeScript sees no module, finds no fault, and passes: so the modules are counted.
const cruised = modules.filter(({ source }) => isOurs(source)).length;
if (cruised < wanted) console.error(`The floors were checked for ${cruised} modules, but there are ${wanted} source files.`);
console.log(`${cruised} modules, ${summary.violations.length} imports against the floors`);
process.exit(summary.violations.length === 0 && cruised >= wanted ? 0 : 1);
