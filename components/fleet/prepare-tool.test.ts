import { expect, test } from "vitest";
import { prepareTool, toolDraftOf } from "./prepare-tool";

const DRAFT = { ...toolDraftOf(null), name: "crm.apply_discount", description: "Puts a discount on a renewal." };

test("what is left empty is absent, and lines become pointers", () => {
  expect(prepareTool({ ...DRAFT, sensitiveArgs: "/iban\n\n /a/b " })).toEqual({
    input: {
      name: "crm.apply_discount",
      tool: {
        version: "1",
        description: "Puts a discount on a renewal.",
        sideEffect: "irreversible",
        argsSchema: null,
        summary: null,
        sensitiveArgs: ["/iban", "/a/b"],
      },
    },
  });
});

test("every field at fault is named by its path", () => {
  const prepared = prepareTool({ ...DRAFT, name: "No Name", description: " ", argsSchema: "{", sensitiveArgs: "iban" });
  expect("faults" in prepared && prepared.faults.map(({ path }) => path)).toEqual(["argsSchema", "name", "description", "sensitiveArgs/0"]);
});

test("a tool survives the way through the form", () => {
  const row = { ...toolDraftOf(null), id: "too_1", argsSchema: { type: "object" }, summary: "x", sensitiveArgs: ["/a"], revision: 3 };
  const tool = { ...row, name: "a.b", description: "Does.", agentCount: 0, createdAt: "", updatedAt: "", archivedAt: null };
  expect(prepareTool(toolDraftOf(tool))).toMatchObject({
    input: { tool: { argsSchema: { type: "object" }, summary: "x", sensitiveArgs: ["/a"] } },
  });
});
