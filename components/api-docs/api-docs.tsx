import { ChevronDown } from "lucide-react";
import { Seal } from "@/components/ui/seal";
import { Table, Td, Th } from "@/components/ui/table";
import type { OpenApiDocument } from "@/server/platform/openapi";
import { type DocumentedOperation, type Field, prepareOperations } from "./prepare-operations";

/** The machine API, to read: every call with its fields and refusals, drawn from the OpenAPI document alone. */
export function ApiDocs({ document }: { readonly document: OpenApiDocument }) {
  const operations = prepareOperations(document);
  return (
    <div className="mx-auto grid max-w-[1200px] gap-x-10 gap-y-6 px-4 py-6 md:grid-cols-[220px_minmax(0,1fr)] md:px-6">
      <div className="md:sticky md:top-6 md:max-h-[calc(100dvh-3rem)] md:self-start md:overflow-y-auto">
        <p className="flex items-center gap-2 text-lg font-semibold tracking-tight">
          <Seal className="size-4.5" />
          Reeve
        </p>
        <details className="group mt-4 border-y border-line md:hidden">
          <summary className="flex h-11 items-center justify-between text-base font-medium">
            On this page
            <ChevronDown aria-hidden className="size-4 text-ink-3 group-open:rotate-180" />
          </summary>
          <Calls operations={operations} />
        </details>
        <div className="mt-4 max-md:hidden">
          <Calls operations={operations} />
        </div>
      </div>
      <main className="min-w-0">
        <h1 className="text-xl font-semibold tracking-tight">Machine API</h1>
        <p className="mt-2 max-w-[70ch] text-base text-ink-2">{document.info.description}</p>
        <p className="mt-2 max-w-[70ch] text-base text-ink-2">
          Send a key with every call: <code className="font-mono text-sm">Authorization: Bearer rv_…</code> Refusals are{" "}
          <code className="font-mono text-sm">application/problem+json</code> with a stable code. The same in a form for tools:{" "}
          <a className="text-accent underline" href="/api/openapi.json">
            OpenAPI 3.1
          </a>
          .
        </p>
        {operations.map((operation) => (
          <Operation key={operation.id} operation={operation} />
        ))}
      </main>
    </div>
  );
}

/** The calls by what they are about, each a link to its place on the page. */
function Calls({ operations }: { readonly operations: readonly DocumentedOperation[] }) {
  const tags = [...new Set(operations.map((operation) => operation.tag))];
  return (
    <nav aria-label="Calls" className="text-sm">
      {tags.map((tag) => (
        <section key={tag} className="mb-4" aria-label={tag}>
          <p className="text-xs text-ink-3">{tag}</p>
          <ul>
            {operations
              .filter((operation) => operation.tag === tag)
              .map((operation) => (
                <li key={operation.id}>
                  <a className="block py-0.5 text-ink-2 hover:text-ink hover:underline max-md:py-2" href={`#${operation.id}`}>
                    {operation.summary}
                  </a>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function Operation({ operation }: { readonly operation: DocumentedOperation }) {
  return (
    <section id={operation.id} aria-labelledby={`${operation.id}-title`} className="mt-8 scroll-mt-6 border-t border-line pt-5">
      <h2 id={`${operation.id}-title`} className="text-lg font-semibold">
        {operation.summary}
      </h2>
      <p className="mt-1 font-mono text-sm wrap-anywhere">
        <span className="font-semibold">{operation.method}</span> {operation.path}
      </p>
      <p className="mt-2 max-w-[70ch] text-base text-ink-2">{operation.description}</p>
      <Fields title="Parameters" of={operation.summary} fields={operation.parameters} />
      <Fields title="Body" of={operation.summary} fields={operation.body} />
      <Fields title="Answer" of={operation.summary} fields={operation.answer} />
      <h3 className="mt-4 text-sm font-semibold">Refusals</h3>
      <dl className="mt-1 text-sm">
        {operation.problems.map(({ status, text }) => (
          <div key={status} className="flex gap-3 py-0.5">
            <dt className="w-10 shrink-0 font-mono text-ink-3">{status}</dt>
            <dd className="min-w-0 text-ink-2">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

type FieldsProps = { readonly title: string; readonly of: string; readonly fields: readonly Field[] };

function Fields({ title, of, fields }: FieldsProps) {
  if (fields.length === 0) return null;
  return (
    <>
      <h3 className="mt-4 text-sm font-semibold">{title}</h3>
      {/* A wide table scrolls by itself, and by keyboard too. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable */}
      <section className="overflow-x-auto" aria-label={`${title}: ${of}`} tabIndex={0}>
        <Table caption={`${title}: ${of}`} isInset>
          <thead className="max-md:sr-only">
            <tr>
              <Th>Field</Th>
              <Th>Kind</Th>
              <Th>Notes</Th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr
                key={field.path}
                className="max-md:flex max-md:flex-wrap max-md:items-baseline max-md:gap-x-3 max-md:border-b max-md:border-line max-md:py-2 max-md:*:h-auto! max-md:*:border-0! max-md:*:p-0!"
              >
                <Td className="font-mono wrap-anywhere md:whitespace-nowrap">{field.path}</Td>
                <Td className="text-ink-2 max-md:text-ink-3">{field.kind}</Td>
                <Td className="text-ink-2 max-md:w-full md:min-w-56">
                  {[field.isRequired ? "Required." : "", field.note].filter(Boolean).join(" ")}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </section>
    </>
  );
}
