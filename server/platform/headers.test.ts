import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { GET, POST } from "@/app/api/trpc/[trpc]/route";
import { config, proxy } from "@/proxy";
import { MAX_BATCH } from "@/server/kernel/batch";

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

test("scripts run by nonce alone, another one each time, and no other site frames a page", () => {
  const policies = [1, 2].map(() => proxy(new NextRequest("http://localhost:3000/queue")).headers.get("content-security-policy") ?? "");
  expect(policies[0]).not.toBe(policies[1]);
  const script = policies[0]?.split("; ").find((directive) => directive.startsWith("script-src")) ?? "";
  expect(script).toMatch(/'nonce-[A-Za-z0-9+/=]{40,}'/);
  expect(script).not.toMatch(/unsafe/);
  expect(policies[0]).toContain("frame-ancestors 'none'");
});

test("one request cannot call procedures without end, nor send a body without end", async () => {
  const names = Array.from({ length: MAX_BATCH + 1 }, () => "identity.signInChoices").join(",");
  expect((await GET(new Request(`http://localhost:3000/api/trpc/${names}?batch=1&input=%7B%7D`))).status).toBe(400);
  const headers = { origin: "http://localhost:3000", "content-type": "application/json" };
  const body = JSON.stringify({ token: "x".repeat(1024 * 1024) });
  const posted = new Request("http://localhost:3000/api/trpc/identity.finishSetup", { method: "POST", headers, body });
  expect((await POST(posted)).status).toBe(413);
});
