import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import config from "@/next.config";
import { doorFor } from "./door";
import { type ApiAnswer, type ApiRequest, readBytes } from "./rest";

const calls: ApiRequest[] = [];
const failures: unknown[] = [];
const take = async (request: ApiRequest): Promise<ApiAnswer> => {
  calls.push(request);
  const body = await readBytes(request).catch((error: unknown) => {
    failures.push(request.signal.aborted ? "gone" : error);
    throw error;
  });
  const length = body.ok ? body.value.length : -1;
  return { status: 202, headers: { "cache-control": "no-store" }, value: { length, key: request.headers.get("Idempotency-Key") } };
};
const bytes = Uint8Array.of(0x0a, 0xff, 0);
const door = doorFor({
  "/api/here": take,
  "/api/bytes": async () => ({ status: 200, headers: { "content-type": "application/x-protobuf" }, bytes }),
});
const server = createServer((request, response) => {
  if (!door(request, response)) response.writeHead(404).end();
});
let url = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test("a call through the door gets its answer, and says what every answer of the API says", async () => {
  const answer = await fetch(`${url}/api/here`, { method: "POST", body: "four", headers: { "idempotency-key": "k1" } });
  expect(answer.status).toBe(202);
  expect(await answer.json()).toEqual({ length: 4, key: "k1" });
  expect(answer.headers.get("content-type")).toBe("application/json");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const [routes] = (await config.headers?.()) ?? [];
  for (const { key, value } of routes?.headers ?? []) expect(answer.headers.get(key), key).toBe(value);
});

test("an answer that is bytes goes as it is", async () => {
  const answer = await fetch(`${url}/api/bytes`, { method: "POST" });
  expect([answer.headers.get("content-type"), new Uint8Array(await answer.arrayBuffer())]).toEqual(["application/x-protobuf", bytes]);
});

test("everything else is left to whoever stands behind the door", async () => {
  const others = [
    ["GET", "/api/here"],
    ["POST", "/api/here/there"],
    ["POST", "/api/here?x=1"],
    ["POST", "/api/her"],
  ] as const;
  for (const [method, path] of others) expect((await fetch(`${url}${path}`, { method })).status, `${method} ${path}`).toBe(404);
});

test("a caller who hangs up within the body is known to be gone", async () => {
  const before = calls.length;
  const request = send(`${url}/api/here`, { method: "POST", headers: { "content-length": "100" } });
  request.on("error", () => undefined);
  request.write("some");
  await expect.poll(() => calls.length).toBe(before + 1);
  request.destroy();
  await expect.poll(() => failures).toEqual(["gone"]);
});
