import { report } from "./figure";
import { FIRST_LOAD_LIMIT_KB, firstLoadKilobytes } from "./first-load";
import { signIn } from "./sign-in";
import { startStack } from "./stack";

const stack = await startStack();
const kilobytes = await firstLoadKilobytes(`${stack.url}/queue`, await signIn(stack.url, "approver@reeve.demo"));
await stack.stop();
report({
  name: "JavaScript on /queue, first load, gzip",
  value: kilobytes,
  unit: "KB",
  target: `<= ${FIRST_LOAD_LIMIT_KB}`,
  ok: kilobytes <= FIRST_LOAD_LIMIT_KB,
});
