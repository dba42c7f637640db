"use client";

import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { argName, isAmount, rowFault, type ShapeRow, valueText } from "./prepare-grant";

const OPS = { equals: "is exactly", one_of: "is one of", at_most: "is at most", any: "may be anything" } as const;

export type ShapeEditorProps = {
  readonly rows: readonly ShapeRow[];
  readonly onChange: (rows: readonly ShapeRow[]) => void;
  readonly resource: string | null;
  readonly isAnyResource: boolean;
  readonly onAnyResource: (isAny: boolean) => void;
};

/** What each argument may be. An argument that is not here takes a call out of the shape. */
export function ShapeEditor({ rows, onChange, resource, isAnyResource, onAnyResource }: ShapeEditorProps) {
  const change = (pointer: string, part: Partial<ShapeRow>) =>
    onChange(rows.map((row) => (row.pointer === pointer ? { ...row, ...part } : row)));
  return (
    <fieldset className="min-w-0">
      <legend className="text-sm font-medium">The arguments</legend>
      <p className="text-xs text-ink-3">A call with any other argument asks people as before.</p>
      <ul className="mt-1">
        {rows.map((row) => (
          <Line key={row.pointer} row={row} onChange={(part) => change(row.pointer, part)} />
        ))}
        {resource !== null && (
          <li className="grid gap-x-3 gap-y-1 border-b border-line py-1.5 sm:grid-cols-[minmax(0,9rem)_9.5rem_minmax(0,1fr)] sm:items-center">
            <span className="text-sm text-ink-2">What it is about</span>
            <Select
              aria-label="What it is about"
              value={isAnyResource ? "any" : "equals"}
              onChange={(event) => onAnyResource(event.target.value === "any")}
            >
              <option value="equals">{OPS.equals}</option>
              <option value="any">{OPS.any}</option>
            </Select>
            <span className="font-mono text-xs wrap-anywhere">{isAnyResource ? "" : valueText(resource)}</span>
          </li>
        )}
      </ul>
    </fieldset>
  );
}

function Line({ row, onChange }: { readonly row: ShapeRow; readonly onChange: (part: Partial<ShapeRow>) => void }) {
  const name = argName(row.pointer);
  return (
    <li className="grid gap-x-3 gap-y-1 border-b border-line py-1.5 sm:grid-cols-[minmax(0,9rem)_9.5rem_minmax(0,1fr)] sm:items-center">
      <span className="font-mono text-xs wrap-anywhere">{name}</span>
      <Select aria-label={`${name}: rule`} value={row.op} onChange={(event) => onChange({ op: event.target.value as ShapeRow["op"] })}>
        <option value="equals">{OPS.equals}</option>
        <option value="one_of">{OPS.one_of}</option>
        {isAmount(row.value) && <option value="at_most">{OPS.at_most}</option>}
        <option value="any">{OPS.any}</option>
      </Select>
      <Value row={row} name={name} onChange={onChange} />
    </li>
  );
}

type ValueProps = { readonly row: ShapeRow; readonly name: string; readonly onChange: (part: Partial<ShapeRow>) => void };

function Value({ row, name, onChange }: ValueProps) {
  const fault = rowFault(row);
  if (row.op === "any") return <span className="text-xs text-ink-3">this request: {valueText(row.value)}</span>;
  if (row.op === "equals") return <span className="font-mono text-xs wrap-anywhere">{valueText(row.value)}</span>;
  if (row.op === "one_of")
    return (
      <Textarea
        aria-label={`${name}: values, one a line`}
        className="min-h-8 font-mono"
        rows={2}
        value={row.choices}
        onChange={(event) => onChange({ choices: event.target.value })}
      />
    );
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <Input
        aria-label={`${name}: at most`}
        aria-invalid={fault !== null || undefined}
        inputMode="decimal"
        className="max-w-40 tabular-nums"
        value={row.max}
        onChange={(event) => onChange({ max: event.target.value })}
      />
      <span className={fault === null ? "text-xs text-ink-3" : "text-xs text-danger"}>{fault ?? "and not below 0"}</span>
    </span>
  );
}
