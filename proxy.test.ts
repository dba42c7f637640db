import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { config, proxy } from "./proxy";

// Nobody is there.
process.env.DATABASE_URL = "postgresql://nobody@127.0.0.1:1/nowhere";

const [matcher = ""] = config.matcher;
const isGuarded = (path: string) => new RegExp(`^${matcher}$`).test(path);

test.each(["/", "/sign-in", "/queue/apr_1", "/agents/notes.txt", "/agents/a.svg", "/agents/tools/x.png", "/setup/token.ico", "/nowhere"])(
  "the page %s gets the headers that keep a browser careful",
  (path) => {
    expect(isGuarded(path)).toBe(true);
  },
);

test("files and the machine API are no pages", () => {
  for (const path of ["/icon.svg", "/favicon.ico", "/_next/static/a.js", "/api/v1/actions", "/.well-known/jwks.json"])
    expect(isGuarded(path)).toBe(false);
});

test("scripts run by nonce alone, another one each time, and no other site frames a page", async () => {
  const answers = await Promise.all([1, 2].map(() => proxy(new NextRequest("http://localhost:3000/queue"))));
  const policies = answers.map((answer) => answer.headers.get("content-security-policy") ?? "");
  expect(policies[0]).not.toBe(policies[1]);
  const script = policies[0]?.split("; ").find((directive) => directive.startsWith("script-src")) ?? "";
  expect(script).toMatch(/'nonce-[A-Za-z0-9+/=]{40,}'/);
  expect(script).not.toMatch(/unsafe/);
  expect(policies[0]).toContain("worker-src 'self'");
  expect(policies[0]).toContain("frame-ancestors 'none'");
});

test("while the database is away a whole page says so with 503, at its own address, and what a page fetches passes", async () => {
  const ask = (accept: string) => proxy(new NextRequest("http://localhost:3000/queue", { headers: { accept } }));
  const page = await ask("text/html,*/*");
  expect([page.status, page.headers.get("retry-after"), page.headers.get("location")]).toEqual([503, "2", null]);
  const text = await page.text();
  expect(text).toContain("Reeve cannot reach its database");
  const nonce = /nonce-([^']+)/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
  expect(text).toContain(`<script nonce="${nonce}">`);
  expect((await ask("*/*")).status).toBe(200);
});
