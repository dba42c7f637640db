import { gzipSync } from "node:zlib";
import { report } from "./figure";
import { signIn } from "./sign-in";
import { startStack } from "./stack";

const LIMIT_KILOBYTES = 220;

const stack = await startStack();
const cookie = await signIn(stack.url, "approver@reeve.demo");
const page = await (await fetch(`${stack.url}/queue`, { headers: { cookie } })).text();
// What only browsers without modules load is not on a first load of any that Reeve serves.
const tags = [...page.matchAll(/<script[^>]+src="([^"]+\.js[^"]*)"[^>]*>/g)].filter(([tag]) => !/\snomodule\b/i.test(tag));
const scripts = [...new Set(tags.map((match) => match[1]))].filter((src): src is string => Boolean(src));
let bytes = 0;
for (const src of scripts) bytes += gzipSync(Buffer.from(await (await fetch(new URL(src, stack.url))).arrayBuffer())).length;
await stack.stop();
const kilobytes = bytes / 1024;
report({
  name: "JavaScript on /queue, first load, gzip",
  value: kilobytes,
  unit: "KB",
  target: `<= ${LIMIT_KILOBYTES}`,
  ok: scripts.length > 0 && kilobytes <= LIMIT_KILOBYTES,
});
