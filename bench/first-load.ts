import { gzipSync } from "node:zlib";

/** What /queue may load at first, for a phone on a poor line. */
export const FIRST_LOAD_LIMIT_KB = 220;

/** The scripts that a page names, gzipped, in kilobytes: what a browser with modules loads before the page works. */
export async function firstLoadKilobytes(url: string, cookie: string): Promise<number> {
  const page = await (await fetch(url, { headers: { cookie } })).text();
  // What only browsers without modules load is not on a first load of any that Reeve serves.
  const tags = [...page.matchAll(/<script[^>]+src="([^"]+\.js[^"]*)"[^>]*>/g)].filter(([tag]) => !/\snomodule\b/i.test(tag));
  const scripts = new Set(tags.flatMap(([, src]) => (src === undefined ? [] : [src])));
  if (scripts.size === 0) throw new Error(`${url} names no script: is the session valid?`);
  let bytes = 0;
  for (const src of scripts) bytes += gzipSync(Buffer.from(await (await fetch(new URL(src, url))).arrayBuffer())).length;
  return bytes / 1024;
}
