"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { Json } from "@/server/approvals/schema";
import { parseStrictJson } from "@/server/kernel/strict-json";
import { type FormField, isRecord, numberOf, withValue } from "./prepare-edit";

const MAX_DEPTH = 64;

export type SchemaFormProps = {
  readonly fields: readonly FormField[];
  readonly args: Json;
  /** What is wrong, by the path of the argument: "args.percent". */
  readonly faults: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly onChange: (args: Json) => void;
};

/** Arguments as fields, one for each, as the tool's JSON Schema describes them. */
export function SchemaForm({ fields, args, faults, path = "args", onChange }: SchemaFormProps) {
  const values = isRecord(args) ? args : {};
  if (fields.length === 0) return <p className="text-sm text-ink-2">It takes no arguments.</p>;
  return (
    <div className="flex flex-col gap-3">
      {fields.map((field) => (
        <OneField
          key={field.name}
          field={field}
          path={`${path}.${field.name}`}
          faults={faults}
          value={Object.hasOwn(values, field.name) ? values[field.name] : undefined}
          onChange={(value) => onChange(withValue(args, field.name, value))}
        />
      ))}
    </div>
  );
}

type OneProps = {
  readonly field: FormField;
  readonly path: string;
  readonly value: Json | undefined;
  readonly faults: SchemaFormProps["faults"];
  readonly onChange: (value: Json | undefined) => void;
};

function OneField(props: OneProps) {
  const { field, path, value, faults, onChange } = props;
  if (field.kind === "group") {
    return (
      <fieldset className="border-l-2 border-line pl-3">
        <legend className="text-sm font-medium">{field.label}</legend>
        <SchemaForm fields={field.fields} args={value ?? {}} faults={faults} path={path} onChange={onChange} />
      </fieldset>
    );
  }
  if (field.kind === "number" || field.kind === "integer")
    return <Typed {...props} show={(one) => String(one)} read={readNumber(field.kind)} />;
  if (field.kind === "list") return <Typed {...props} isLong note="One a line." show={showList} read={readList(field.itemKind)} />;
  if (field.kind === "json")
    return <Typed {...props} isLong note="As JSON." show={(one) => JSON.stringify(one, null, 2)} read={readJson} />;
  return (
    <Field label={field.label} hint={field.hint} isRequired={field.isRequired} error={faults[path] ?? null}>
      {(control) =>
        field.kind === "text" ? (
          <Input {...control} value={typeof value === "string" ? value : ""} onChange={({ target }) => onChange(target.value)} />
        ) : (
          <Choice control={control} field={field} value={value} onChange={onChange} />
        )
      }
    </Field>
  );
}

type ChoiceProps = Pick<OneProps, "field" | "value" | "onChange"> & { readonly control: object };

/** One of the values that the schema lists; of a yes-or-no, one of both. */
function Choice({ control, field, value, onChange }: ChoiceProps) {
  const choices: readonly Json[] = field.kind === "boolean" ? [true, false] : field.choices;
  const words = (choice: Json) => (typeof choice === "boolean" ? (choice ? "Yes" : "No") : String(choice));
  const at = value === undefined ? -1 : choices.indexOf(value);
  return (
    <Select {...control} value={String(at)} onChange={({ target }) => onChange(choices[Number(target.value)])}>
      {(at < 0 || !field.isRequired) && <option value="-1">Not given</option>}
      {choices.map((choice, index) => (
        <option key={words(choice)} value={String(index)}>
          {words(choice)}
        </option>
      ))}
    </Select>
  );
}

type Read = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string };

const readNumber =
  (kind: "number" | "integer") =>
  (text: string): Read => {
    const value = numberOf(text, kind);
    return value === null ? { ok: false, message: kind === "integer" ? "Write a whole number." : "Write a number." } : { ok: true, value };
  };

const showList = (value: Json) => (Array.isArray(value) ? value.join("\n") : "");
const readList =
  (kind: FormField["itemKind"]) =>
  (text: string): Read => {
    const lines = text.split("\n").filter((line) => line !== "");
    if (kind === "text") return { ok: true, value: lines };
    const values = lines.map((line) => numberOf(line, kind));
    return values.includes(null) ? { ok: false, message: "Write one number a line." } : { ok: true, value: values };
  };

function readJson(text: string): Read {
  const parsed = parseStrictJson(text, MAX_DEPTH);
  return parsed.ok ? { ok: true, value: parsed.value as Json } : { ok: false, message: `This is no JSON: ${parsed.error.message}.` };
}

type TypedProps = OneProps & {
  readonly isLong?: boolean;
  readonly note?: string;
  readonly show: (value: Json) => string;
  readonly read: (text: string) => Read;
};

/** A value that is typed as text: what is no value yet stays as it was typed, with what is wrong beside it. */
function Typed({ field, path, value, faults, onChange, isLong = false, note, show, read }: TypedProps) {
  const [typed, setTyped] = useState<{ readonly text: string; readonly over: string } | null>(null);
  const shown = value === undefined ? "" : show(value);
  const parsed = typed === null || typed.text.trim() === "" ? null : read(typed.text);
  // What was typed stands as long as it means the value ("1.0" is not turned into "1" under one's hands), or, if it
  // means none, until the value is changed elsewhere.
  const isOwn = typed !== null && (parsed === null ? value === undefined : parsed.ok ? show(parsed.value) === shown : typed.over === shown);
  const type = (text: string) => {
    setTyped({ text, over: shown });
    if (text.trim() === "") return onChange(undefined);
    const next = read(text);
    if (next.ok) onChange(next.value);
  };
  const wrong = isOwn && parsed !== null && !parsed.ok ? parsed.message : (faults[path] ?? null);
  const hint = [field.hint, note].filter(Boolean).join(" ") || null;
  return (
    <Field label={field.label} hint={hint} isRequired={field.isRequired} error={wrong}>
      {(control) => {
        const common = { ...control, value: isOwn ? typed.text : shown };
        return isLong ? (
          <Textarea {...common} rows={2} className="font-mono" onChange={({ target }) => type(target.value)} />
        ) : (
          <Input {...common} inputMode="decimal" onChange={({ target }) => type(target.value)} />
        );
      }}
    </Field>
  );
}
