import { FIRST_LOAD_LIMIT_KB, firstLoadKilobytes } from "@/bench/first-load";
import { signIn } from "@/bench/sign-in";
import { expect, test } from "./fixtures";

test("the queue asks a phone for no more script than it may", async ({ baseURL }) => {
  const url = String(baseURL);
  expect(await firstLoadKilobytes(`${url}/queue`, await signIn(url, "approver@reeve.demo"))).toBeLessThanOrEqual(FIRST_LOAD_LIMIT_KB);
});
