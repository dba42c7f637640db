import { expect, test } from "vitest";
import { stepUpWayAt } from "./relying-party";

test.each([
  ["https://reeve.example.com", "reeve.example.com", "https://reeve.example.com"],
  ["https://reeve.example.com:8443/", "reeve.example.com", "https://reeve.example.com:8443"],
  ["http://localhost:3000", "localhost", "http://localhost:3000"],
  ["http://reeve.localhost:3000", "reeve.localhost", "http://reeve.localhost:3000"],
  ["https://reeve", "reeve", "https://reeve"],
])("passkeys work at %s, bound to its host", (url, id, origin) => {
  expect(stepUpWayAt(url)).toEqual({ kind: "passkey", relyingParty: { id, origin } });
});

test.each([
  ["http://reeve.example.com", "plain_http"],
  ["http://127.0.0.1:3000", "ip_address"],
  ["https://10.1.2.3", "ip_address"],
  ["https://0x0a010203", "ip_address"],
  ["https://[::1]:3000", "ip_address"],
  ["http://localhost.example.com", "plain_http"],
])("none can work at %s: %s", (url, why) => {
  expect(stepUpWayAt(url)).toEqual({ kind: "password", why });
});
