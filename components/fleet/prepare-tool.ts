import type { z } from "zod";
import type { SideEffect } from "@/server/fleet/core/vocabulary";
import { PutToolInput, type ToolRow } from "@/server/fleet/schema";
import type { FieldError } from "@/server/kernel/result";

/** A tool as the form holds it: text as it is typed. */
export type ToolDraft = {
  name: string;
  version: string;
  description: string;
  sideEffect: SideEffect;
  argsSchema: string;
  summary: string;
  sensitiveArgs: string;
};

/** What the form begins with. */
export const toolDraftOf = (tool: ToolRow | null): ToolDraft => ({
  name: tool?.name ?? "",
  version: tool?.version ?? "1",
  description: tool?.description ?? "",
  sideEffect: tool?.sideEffect ?? "irreversible",
  argsSchema: tool?.argsSchema == null ? "" : JSON.stringify(tool.argsSchema, null, 2),
  summary: tool?.summary ?? "",
  sensitiveArgs: tool?.sensitiveArgs.join("\n") ?? "",
});

type Prepared = { readonly input: z.output<typeof PutToolInput> } | { readonly faults: readonly FieldError[] };

/** What was typed as the contract has it, or every field at fault. */
export function prepareTool(draft: ToolDraft): Prepared {
  const schema = parseSchema(draft.argsSchema);
  const { name, ...rest } = draft;
  const lines = draft.sensitiveArgs.split("\n").map((line) => line.trim());
  const parsed = PutToolInput.safeParse({
    name,
    tool: {
      ...rest,
      argsSchema: schema.fault === null ? schema.value : null,
      summary: draft.summary.trim() || null,
      sensitiveArgs: lines.filter((line) => line !== ""),
    },
  });
  const faults: FieldError[] = schema.fault === null ? [] : [{ path: "argsSchema", message: schema.fault }];
  if (parsed.success && faults.length === 0) return { input: parsed.data };
  for (const { path, message } of parsed.error?.issues ?? [])
    faults.push({ path: path.filter((part) => part !== "tool").join("/"), message });
  return { faults };
}

function parseSchema(text: string): { readonly value: unknown; readonly fault: string | null } {
  if (text.trim() === "") return { value: null, fault: null };
  try {
    return { value: JSON.parse(text), fault: null };
  } catch (error) {
    // The words of JSON.parse name the place.
    return { value: null, fault: `This is no JSON: ${error instanceof Error ? error.message : "it cannot be read"}.` };
  }
}
