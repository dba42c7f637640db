import { expect, test } from "vitest";
import { prepareSource } from "./prepare-sources";

test("what was not kept is summed over all signals, with its reasons, the most first", () => {
  const counts = [
    { signal: "traces", outcome: "accepted", count: "12000" },
    { signal: "logs", outcome: "accepted", count: "34" },
    { signal: "traces", outcome: "duplicate", count: "7" },
    { signal: "traces", outcome: "missing_start", count: "2" },
    { signal: "traces", outcome: "missing_ids", count: "5" },
  ];
  expect(prepareSource(counts)).toEqual({
    accepted: "12,034",
    duplicate: "7",
    truncated: "0",
    rejected: "7",
    reasons: "5: no valid trace id and span id: were logs or metrics sent to the traces path? and 2: no start time",
  });
});
