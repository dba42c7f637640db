import { expect, test } from "vitest";
import { MAX_BATCH } from "@/server/kernel/batch";
import { GET, POST } from "./route";

test("one request cannot call procedures without end, nor send a body without end", async () => {
  const names = Array.from({ length: MAX_BATCH + 1 }, () => "identity.signInChoices").join(",");
  expect((await GET(new Request(`http://localhost:3000/api/trpc/${names}?batch=1&input=%7B%7D`))).status).toBe(400);
  const headers = { origin: "http://localhost:3000", "content-type": "application/json" };
  const body = JSON.stringify({ token: "x".repeat(1024 * 1024) });
  const posted = new Request("http://localhost:3000/api/trpc/identity.finishSetup", { method: "POST", headers, body });
  expect((await POST(posted)).status).toBe(413);
});
