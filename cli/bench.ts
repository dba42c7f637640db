import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { runNode } from "./run-command";

/** A bench is a file that reports figures; the others are what benches are made of. */
async function listBenches(): Promise<string[]> {
  const names = (await readdir("bench")).filter((name) => name.endsWith(".ts") && !name.startsWith(".")).sort();
  const texts = await Promise.all(names.map((name) => readFile(join("bench", name), "utf8")));
  return names.filter((_, i) => /^\s*(await )?report\(/m.test(texts[i] ?? "")).map((name) => name.replace(/\.ts$/, ""));
}

const benches = await listBenches();
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !benches.includes(name));
if (unknown.length > 0) {
  console.error(`No bench named ${unknown.join(", ")}: one of ${benches.join(", ")}.`);
  process.exit(2);
}
let failed = 0;
for (const name of chosen.length > 0 ? chosen : benches) {
  console.log(`\n${name}`);
  const { code } = await runNode(["--import", "tsx", join("bench", `${name}.ts`)], { show: true });
  if (code !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
