import { expect, test } from "vitest";
import { shortId } from "./short-id";

test("the ends of an id or digest stay, names stay whole", () => {
  expect(shortId("apr_01kaz5v7q8e8f9v4v0m2x3y4z5")).toBe("apr_01kaz…y4z5");
  expect(shortId("sha256:9f2c61aa0bb0cc0dd0ee0ff0e07b")).toBe("sha256:9f2c6…e07b");
  expect(shortId("54b06c93a09c000000000000000000aa")).toBe("54b06…00aa");
  for (const name of ["sales-agent", "crm.apply_discount", "run-8841"]) expect(shortId(name)).toBe(name);
});
