import { expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import { freshDatabase } from "@/server/platform/testing/database";
import { keepPartitions } from "./keeping";
import { readRepeats } from "./repeats";
import { hex, send, text, toolStep } from "./testing/sending";

freshDatabase();

test("calls of one tool with the same arguments are told together, however their keys are ordered; others are not", async () => {
  await keepPartitions(new Date());
  const traceId = hex(16);
  const call = (spanId: string, tool: string, args: string | null) =>
    toolStep(tool, { traceId, spanId }, ...(args === null ? [] : [text("gen_ai.tool.call.arguments", args)]));
  const ids = Array.from({ length: 6 }, () => hex(8));
  await send(
    ...[
      call(ids[0] ?? "", "lookup", '{"order":"A-1","full":true}'),
      call(ids[1] ?? "", "lookup", '{"full":true,"order":"A-1"}'),
      call(ids[2] ?? "", "lookup", '{"order":"A-2"}'),
      call(ids[3] ?? "", "refund", '{"order":"A-1","full":true}'),
      call(ids[4] ?? "", "ping", null),
      call(ids[5] ?? "", "ping", null),
    ],
  );
  const viewer = await signInAs("viewer@example.com", ["viewer"]);
  const told = await readRepeats(viewer, traceId);
  const groups = told.ok ? told.value.groups.map((group) => new Set(group)) : null;
  expect(groups).toEqual([new Set([ids[0], ids[1]])]);
});
