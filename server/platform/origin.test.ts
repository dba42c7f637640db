import { expect, test } from "vitest";
import { isSameOrigin } from "./origin";

const from = (origin: string | null, host = "127.0.0.1:3000") =>
  isSameOrigin(new Request("http://127.0.0.1:3000/api/trpc/x", { method: "POST", headers: origin === null ? { host } : { host, origin } }));

test("only our own pages may change something: the public address, or the host that was asked", () => {
  expect(from("http://localhost:3000")).toBe(true);
  expect(from("http://127.0.0.1:3000")).toBe(true);
  expect(from("https://evil.example")).toBe(false);
  expect(from("http://127.0.0.1:3001")).toBe(false);
});

test("an absent, opaque or broken origin is refused", () => {
  for (const origin of [null, "null", "", "not an address", "file://127.0.0.1:3000"]) expect(from(origin)).toBe(false);
});
