import { expect, test } from "vitest";
import { conditionWords } from "./condition-words";

test.each<[string, string | null]>([
  ["args.percent > 20", "Args.percent is more than 20."],
  ["args.amountUsd > 10000 && agent.team == 'Sales'", "Args.amountUsd is more than 10,000 and agent.team is “Sales”."],
  ["!(args.percent > 20 || tool.isGranted)", "Args.percent is at most 20 and tool.isGranted is not true."],
  [
    "has(impact.amountUsd) && (time.weekday == 7 || time.hour < 8)",
    "Impact.amountUsd is stated and (time.weekday is Sunday or time.hour is less than 8).",
  ],
  [
    "!has(args.environment) || args.environment in ['prod', 'live']",
    "Args.environment is not stated or args.environment is one of “prod”, “live”.",
  ],
  ["args.hosts.exists(h, h == 'x')", null],
  ["args.percent + 1 > 20", null],
  ["args.percent >", null],
])("%s reads: %s", (source, words) => {
  expect(conditionWords(source)).toBe(words);
});
