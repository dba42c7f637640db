"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { showRefusal } from "@/components/trpc/failure";
import { useTRPC } from "@/components/trpc/use-trpc";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { COLUMNS, type InvoiceFormat } from "@/server/statements/core/invoice-csv";
import { MAX_FILE_CHARACTERS, type UploadInvoiceInput } from "@/server/statements/invoice-schema";

const FORMAT_WORDS = {
  openai: "Columns we expect of OpenAI",
  anthropic: "Columns we expect of Anthropic",
  plain: "Plain: a day, a model, an amount",
} as const satisfies Record<InvoiceFormat, string>;
const UNDOCUMENTED = "They do not document this file: hold the names of columns below against its first line.";
const PROVIDERS = { openai: "openai", anthropic: "anthropic", plain: "" } as const satisfies Record<InvoiceFormat, string>;
const COLUMN_WORDS = [
  ["day", "Column of the day", true],
  ["model", "Column of the model", true],
  ["amount", "Column of the amount", true],
  ["tokens", "Column of the tokens", false],
  ["currency", "Column of the currency", false],
] as const;

/** Takes in a provider's invoice: its file, whose it is, and which column says what. */
export function UploadForm({ onClose }: { readonly onClose: () => void }) {
  const router = useRouter();
  const { register, handleSubmit, setError, setValue, clearErrors, watch, formState } = useForm<UploadInvoiceInput>({
    defaultValues: { provider: "openai", fileName: "", text: "", format: "openai", columns: COLUMNS.openai, currency: "USD", rates: "" },
  });
  const { errors } = formState;
  const upload = useMutation(
    useTRPC().statements.uploadInvoice.mutationOptions({
      onError: (error) => showRefusal(error, setError),
      onSuccess: ({ id }) => router.push(`/spend/statements/invoices/${id}`),
    }),
  );
  const takeFormat = (format: InvoiceFormat) => {
    setValue("format", format);
    setValue("columns", COLUMNS[format]);
    setValue("provider", PROVIDERS[format]);
  };
  const takeFile = async (file: File | undefined) => {
    clearErrors("text");
    if (file === undefined) return;
    if (file.size > MAX_FILE_CHARACTERS)
      return setError("text", { message: "The file is too large: at most 900 KB. Send a month at a time." });
    setValue("fileName", file.name);
    setValue("text", await file.text());
  };
  return (
    <FormDialog
      title="Upload an invoice"
      description="A CSV export of the provider's costs by day and model. It is held against what was counted on the same days (UTC), and kept."
      verb="Upload"
      width="lg"
      isPending={upload.isPending}
      error={errors.root?.message ?? errors.fileName?.message ?? null}
      onClose={onClose}
      onSubmit={handleSubmit((draft) => upload.mutate(draft))}
    >
      <div className="grid gap-4 md:grid-cols-2">
        <Field label="Format" hint={watch("format") === "plain" ? undefined : UNDOCUMENTED}>
          {(control) => (
            <Select {...control} value={watch("format")} onChange={(event) => takeFormat(event.target.value as InvoiceFormat)}>
              {(Object.keys(FORMAT_WORDS) as InvoiceFormat[]).map((format) => (
                <option key={format} value={format}>
                  {FORMAT_WORDS[format]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Provider" isRequired error={errors.provider?.message} hint="As in the table of prices, e.g. openai.">
          {(control) => <Input {...control} {...register("provider")} autoComplete="off" spellCheck={false} />}
        </Field>
      </div>
      <Field label="File" isRequired error={errors.text?.message}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => void takeFile(event.target.files?.[0])}
            className="text-sm file:mr-3 file:h-8 file:rounded-sm file:border file:border-line-strong file:bg-surface file:px-3 file:text-sm file:text-ink"
          />
        )}
      </Field>
      <div className="grid gap-4 md:grid-cols-3">
        {COLUMN_WORDS.map(([name, label, isRequired]) => (
          <Field key={name} label={label} isRequired={isRequired} error={errors.columns?.[name]?.message}>
            {(control) => <Input {...control} {...register(`columns.${name}`)} autoComplete="off" spellCheck={false} />}
          </Field>
        ))}
        <Field label="Currency" isRequired error={errors.currency?.message}>
          {(control) => <Input {...control} {...register("currency")} autoComplete="off" maxLength={3} />}
        </Field>
      </div>
      {watch("currency").trim().toUpperCase() !== "USD" && (
        <Field
          label="US dollars for one unit, by day"
          isRequired
          error={errors.rates?.message}
          hint="A day and its rate on each line: 2026-10-01 1.0842. They are kept with the invoice and shown there."
        >
          {(control) => <Textarea {...control} {...register("rates")} rows={4} className="font-mono" />}
        </Field>
      )}
    </FormDialog>
  );
}
