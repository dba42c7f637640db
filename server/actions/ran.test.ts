import { expect, test } from "vitest";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { lastOnStatement, ranStatement } from "./ran-store";

freshDatabase();

test("what ran before is found by its indexes", async () => {
  const span = { since: new Date(0), before: new Date() };
  const plans = await inTransaction(async (tx) => {
    await tx.execute("set local enable_seqscan = off");
    const planOf = async ({ sql, values }: ReturnType<typeof lastOnStatement>) =>
      (await tx.prisma.$queryRawUnsafe<{ "QUERY PLAN": string }[]>(`explain ${sql}`, ...values))
        .map((line) => line["QUERY PLAN"])
        .join("\n");
    return [await planOf(lastOnStatement("crm:acme", "act_x", new Date())), await planOf(ranStatement("sales-agent", span, 500))];
  });
  expect(plans[0]).toContain("action_ran_on_resource");
  expect(plans[1]).toContain("action_ran_by_agent");
});
