import { Table, Td, Th } from "@/components/ui/table";
import type { OpenApiDocument } from "@/server/gate/openapi";
import { type DocumentedOperation, type Field, prepareOperations } from "./prepare-operations";

/** The machine API, to read: every call with its fields and refusals, drawn from the OpenAPI document alone. */
export function ApiDocs({ document }: { readonly document: OpenApiDocument }) {
  const operations = prepareOperations(document);
  const tags = [...new Set(operations.map((operation) => operation.tag))];
  return (
    <div className="mx-auto grid max-w-[1200px] gap-x-10 gap-y-6 px-4 py-6 md:grid-cols-[220px_minmax(0,1fr)] md:px-6">
      <nav aria-label="Calls" className="text-sm md:sticky md:top-6 md:self-start">
        <p className="mb-4 text-lg font-semibold">Reeve</p>
        {tags.map((tag) => (
          <section key={tag} className="mb-4" aria-label={tag}>
            <p className="text-xs text-ink-3">{tag}</p>
            <ul>
              {operations
                .filter((operation) => operation.tag === tag)
                .map((operation) => (
                  <li key={operation.id}>
                    <a className="block py-0.5 text-ink-2 hover:text-ink hover:underline" href={`#${operation.id}`}>
                      {operation.summary}
                    </a>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </nav>
      <main className="min-w-0">
        <h1 className="text-2xl font-semibold tracking-tight">Machine API</h1>
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
        <Table caption={`${title}: ${of}`}>
          <thead>
            <tr>
              <Th>Field</Th>
              <Th>Kind</Th>
              <Th>Notes</Th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.path}>
                <Td className="font-mono whitespace-nowrap">{field.path}</Td>
                <Td className="text-ink-2">{field.kind}</Td>
                <Td className="min-w-56 text-ink-2">{[field.isRequired ? "Required." : "", field.note].filter(Boolean).join(" ")}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </section>
    </>
  );
}
