import { expect, test } from "vitest";
import { bytesWords, prepareDeletions } from "./prepare-retention";

test("bytes are told in the unit that reads best", () => {
  expect(["0", "999", "1000", "1449000", "123456789", "5000000000000000"].map(bytesWords)).toEqual([
    "0 bytes",
    "999 bytes",
    "1.0 kB",
    "1.4 MB",
    "123 MB",
    "5000 TB",
  ]);
});

test("deletions are told once a day and stream", () => {
  const entry = (table: string) =>
    ({
      id: table,
      occurredAt: "2026-11-23T00:00:00.000Z",
      data: { stream: "payloads", table, day: "2026-05-01", records: 12, bytes: 4_096 },
    }) as never;
  expect(prepareDeletions([entry("step_payload"), entry("step_redaction")])).toMatchObject([
    { stream: "Payloads", day: "2026-05-01", records: 12, bytes: "4.1 kB" },
  ]);
});
