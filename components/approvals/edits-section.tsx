import { Time } from "@/components/ui/time";
import { obligationWords } from "@/server/approvals/core/obligations";
import type { CardEdit, Json } from "@/server/approvals/schema";
import { type CardLook, CardSection } from "./card-section";
import type { Card } from "./card-type";
import { jsonText } from "./prepare-args";
import { pointerWords } from "./prepare-edit";

type Change = CardEdit["changes"][number];

/** What was changed, place by place: "percent 50 → 15". */
export const Changes = ({ changes }: { readonly changes: readonly Change[] }) => (
  <ul className="flex flex-col gap-0.5">
    {changes.map(({ path, before, after }) => (
      <li key={path} className="wrap-anywhere">
        <code className="font-mono text-ink-2">{pointerWords(path)}</code> <Side value={before} absent="absent" isOld />{" "}
        <span aria-hidden>→</span>
        <span className="sr-only">becomes</span> <Side value={after} absent="removed" />
      </li>
    ))}
  </ul>
);

type SideProps = { readonly value: unknown; readonly absent: string; readonly isOld?: boolean };

function Side({ value, absent, isOld = false }: SideProps) {
  if (value === undefined) return <span className="text-ink-3">{absent}</span>;
  const text = <code className="font-mono">{jsonText(value as Json)}</code>;
  return isOld ? <del className="text-ink-3">{text}</del> : <ins className="font-medium no-underline">{text}</ins>;
}

const dateWords = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const momentWords = (iso: string) => dateWords.format(new Date(iso));

/** Who changed the arguments and how, and what approvers asked in return. Nothing where neither was done. */
export function EditsSection({ card, look }: { readonly card: Card; readonly look: CardLook }) {
  return (
    <>
      {card.edits.length > 0 && (
        <CardSection title="Edited" look={look}>
          <ol className="flex flex-col gap-2">
            {card.edits.map((edit) => (
              <li key={edit.id}>
                <p>
                  Edited by <span className="font-medium">{edit.by.name}</span>
                  {edit.onBehalfOf !== null && ` for ${edit.onBehalfOf.name}`}, <Time at={edit.at} format="relative" />: “{edit.reason}”
                </p>
                <Changes changes={edit.changes as readonly Change[]} />
                {edit.isRestarted && <p className="text-ink-2">Another rule asks for what came of it, so the approval began anew.</p>}
              </li>
            ))}
          </ol>
        </CardSection>
      )}
      {card.obligations.length > 0 && (
        <CardSection title="Conditions" look={look}>
          <ul>
            {card.obligations.map((obligation) => {
              const words = obligationWords(obligation, momentWords);
              return <li key={words}>{words}.</li>;
            })}
          </ul>
        </CardSection>
      )}
    </>
  );
}
