import clsx from "clsx";
import Link from "next/link";
import { Table, Td, Th } from "@/components/ui/table";
import { STATE_WORDS } from "@/server/maturity/core/card-words";
import type { ControlRow, Evidenced } from "@/server/maturity/core/controls";
import { criterionHref } from "./maturity-address";
import { EVIDENCE_WORDS } from "./prepare-frameworks";

const LOOKS: Readonly<Record<Evidenced, string>> = {
  present: "text-ok",
  partial: "text-warn",
  nothing_yet: "text-ink",
  not_here: "text-ink-3",
};

/** Each control with what is evidenced of it, and the criteria behind that with their states. */
export function ControlTable({ name, controls }: { readonly name: string; readonly controls: readonly ControlRow[] }) {
  return (
    <div className="relative overflow-x-auto">
      <Table caption={`Controls of ${name}`} isInset className="min-w-3xl">
        <thead>
          <tr>
            <Th>Control</Th>
            <Th>Evidenced here</Th>
            <Th>What Reeve records of it</Th>
            <Th>Criteria</Th>
          </tr>
        </thead>
        <tbody>
          {controls.map((control) => (
            <Row key={control.ref} {...control} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Row({ ref, title, role, note, evidenced, evidence, criteria }: ControlRow) {
  return (
    <tr>
      <Td className="align-top">
        <span className="font-medium whitespace-nowrap">{ref}</span>
        {title !== null && <span className="block text-pretty">{title}</span>}
        {role !== null && <span className="block text-xs text-ink-3">{role}</span>}
      </Td>
      <Td className={clsx("align-top font-medium whitespace-nowrap", LOOKS[evidenced])}>{EVIDENCE_WORDS[evidenced]}</Td>
      <Td className="max-w-[40ch] align-top text-pretty text-ink-2">
        {evidence}
        {note !== null && <span className="block text-xs text-ink-3">{note}</span>}
      </Td>
      <Td className="align-top">
        {criteria.length === 0 ? (
          <span className="text-ink-3">no criterion measures it</span>
        ) : (
          <ul>
            {criteria.map(({ id, text, state, isUnverified }) => (
              <li key={id} className="text-pretty">
                <Link href={criterionHref(id)} title={text} className="link underline underline-offset-2">
                  {id}
                </Link>{" "}
                <span className="text-ink-2">{state === null ? "not evaluated" : STATE_WORDS[state].toLowerCase()}</span>
                {isUnverified && <span className="text-warn">, mapping unverified</span>}
              </li>
            ))}
          </ul>
        )}
      </Td>
    </tr>
  );
}
