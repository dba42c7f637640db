import { expect, test } from "vitest";
import { FLAGS } from "@/server/traces/schema";
import { madeSkeleton } from "./testing/made-skeleton";
import { lanesOf } from "./timeline-lanes";
import { scaleWith } from "./timeline-scale";

test("each lane shows where its steps run, and where one failed or was not decided", () => {
  const skeleton = madeSkeleton([
    { id: "a", kind: "agent", offsetUs: 0, durationUs: 10 },
    { id: "b", parent: 0, kind: "llm", offsetUs: 0, durationUs: 3 },
    { id: "c", parent: 0, kind: "tool", offsetUs: 4, durationUs: 1, status: "error" },
    { id: "d", parent: 0, kind: "tool", offsetUs: 5, durationUs: 0, flags: FLAGS.ungoverned },
    { id: "e", parent: 0, kind: "approval", offsetUs: 7, durationUs: -1 },
  ]);
  const lanes = lanesOf(skeleton, scaleWith(10, []), 10);
  expect(lanes.running.map((row) => [...row.slice(0, 10)].join(""))).toEqual(["1111000000", "0000120000", "0000000111"]);
  expect([...(lanes.failures[1] ?? [])].indexOf(1)).toBe(4);
  expect([...lanes.ungoverned].indexOf(1)).toBe(5);
});
