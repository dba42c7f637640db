import { expect, test } from "vitest";
import { countedAddress } from "./address";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["10.0.0.1, 203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["203.0.113.7:51234", "203.0.113.7"],
  ["2001:db8:1:2:aaaa::1", "2001:db8:1:2"],
  ["2001:DB8:1:2:bbbb:0:0:9", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
])("failures from %s count for %s", (forwardedFor, address) => {
  expect(countedAddress(forwardedFor)).toBe(address);
});

test("what is no address is one place, however long or new it is each time", () => {
  for (const said of [undefined, "", "nonsense", "203.0.113.7, x".repeat(1_000), "a".repeat(16_000), ["203.0.113.7"]])
    expect(countedAddress(said)).toBe("unknown");
});
