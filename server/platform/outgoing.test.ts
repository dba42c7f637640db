import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import { OutgoingRefused, type OutgoingRules, postOutside, whyNotReach } from "./outgoing";

const strict: OutgoingRules = { listed: [], mayListLoopback: true };
const https = new URL("https://hooks.example.com/in");
const servers: Server[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test.each([
  ...["10.0.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "127.0.0.1", "0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255"],
  ...[
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "not an address",
  ],
])("%s is not called", (address) => expect(whyNotReach(https, address, strict)).not.toBeNull());

test.each(["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])(
  "%s is called by https, not by http",
  (address) => {
    expect(whyNotReach(https, address, strict)).toBeNull();
    expect(whyNotReach(new URL("http://hooks.example.com/"), address, strict)).toMatch(/https/);
  },
);

test("the operator may list private networks and hosts; loopback only where that is allowed, link-local never", () => {
  const listed = { listed: ["10.2.0.0/16", "hooks.example.com", "127.0.0.1", "169.254.0.0/16"], mayListLoopback: false };
  expect(whyNotReach(new URL("http://inside.example/"), "10.2.3.4", listed)).toBeNull();
  expect(whyNotReach(new URL("http://inside.example/"), "10.3.3.4", listed)).not.toBeNull();
  expect(whyNotReach(https, "192.168.7.7", listed)).toBeNull();
  expect(whyNotReach(https, "169.254.169.254", listed)).not.toBeNull();
  expect(whyNotReach(https, "127.0.0.1", listed)).not.toBeNull();
  expect(whyNotReach(https, "127.0.0.1", { ...listed, mayListLoopback: true })).toBeNull();
});

describe("a request", () => {
  const open: OutgoingRules = { listed: ["127.0.0.0/8"], mayListLoopback: true };

  test.each([
    "http://127.0.0.1:1/",
    "http://localhost:1/",
    "http://[::1]:1/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://[::ffff:127.0.0.1]:1/",
  ])("to %s is refused before anything is sent", async (url) => {
    await expect(postOutside(url, {}, "{}", strict)).rejects.toThrow(/^Not called: /);
  });

  test("does not follow a redirect", async () => {
    let visited = false;
    const inner = await listen((_, response) => {
      visited = true;
      response.end("secret");
    });
    const outer = await listen((_, response) => response.writeHead(302, { location: inner }).end());
    const answer = await postOutside(outer, {}, "{}", open);
    expect([answer.status, visited]).toEqual([302, false]);
  });

  test("reads a bounded part of the answer", async () => {
    const url = await listen((_, response) => {
      response.writeHead(200);
      const more = () => {
        if (response.destroyed) return;
        response.write("x".repeat(65_536));
        setImmediate(more);
      };
      more();
    });
    expect((await postOutside(url, {}, "{}", open)).body.length).toBe(16_384);
  });

  test("that nobody answers is refused in words", async () => {
    await expect(postOutside("http://127.0.0.1:1/", {}, "{}", open)).rejects.toThrow(OutgoingRefused);
  });

  test("carries its body and headers", async () => {
    const url = await listen((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => response.writeHead(429, { "retry-after": "7" }).end(`${request.headers["webhook-id"]} ${body}`));
    });
    expect(await postOutside(url, { "webhook-id": "dlv_1" }, '{"a":"ä"}', open)).toEqual({
      status: 429,
      retryAfterSeconds: 7,
      body: 'dlv_1 {"a":"ä"}',
    });
  });
});
