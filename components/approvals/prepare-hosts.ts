import {
  decodedHost,
  faultsOf,
  type HostFault,
  hostsIn,
  MAX_HOSTS,
  markedParts,
  type NamedHost,
  type Part,
} from "@/server/approvals/core/hosts";
import type { Touches } from "@/server/approvals/precedent-schema";
import type { ActionOnCard } from "./card-type";
import { visibleText } from "./prepare-args";

export type HostRow = {
  readonly host: string;
  readonly parts: readonly Part[];
  readonly recipients: readonly string[];
  /** What may deceive a reader, a sentence each. */
  readonly warnings: readonly string[];
  /** What else is known of it. */
  readonly note: string | null;
};

const FAULTS: Readonly<Record<HostFault, string>> = {
  mixed: "Look-alike letters: it mixes Latin with another alphabet.",
  other_alphabet: "Look-alike letters: it reads as Latin and is written in another alphabet.",
  punycode: "Written in punycode.",
  hidden: "It holds characters that cannot be seen.",
  behind_sign: "What stands before the @ is not the host.",
};

const faultWords = (fault: HostFault, decoded: string | null): string =>
  fault === "punycode" && decoded !== null ? `Written in punycode: it is shown as “${visibleText(decoded)}”.` : FAULTS[fault];

const calls = (count: number) => `${count.toLocaleString("en-GB")} ${count === 1 ? "call" : "calls"}`;

/** Whether the agent named it before, as far as that can be said. */
function seenWords(isSeen: boolean, ranBefore: number | null, agentName: string): string | null {
  if (isSeen || ranBefore === null) return null;
  if (ranBefore === 0) return `${agentName} ran nothing before.`;
  return `The first time ${agentName} names it: in none of the ${calls(ranBefore)} that it ran before.`;
}

type Named = Pick<ActionOnCard, "args" | "resource">;

/** The hosts that a call names. */
export const prepareHosts = ({ args, resource }: Named): readonly NamedHost[] => hostsIn(args, resource);

/** Each host in full, with whatever may deceive in it marked and said. */
export function hostRows(
  named: readonly NamedHost[],
  touches: Pick<Touches, "hosts" | "ranBefore"> | undefined,
  agentName: string,
): readonly HostRow[] {
  const known = new Map(touches?.hosts.map((one) => [one.host, one]));
  return named.slice(0, MAX_HOSTS).map((one) => {
    const told = known.get(one.host);
    const like = told?.looksLike ?? null;
    const decoded = decodedHost(one.host);
    const parts = markedParts(one.host, like).map((part) => ({ ...part, text: visibleText(part.text) }));
    return {
      host: one.host,
      parts,
      recipients: one.recipients.map((recipient) => visibleText(recipient)),
      warnings: [
        ...(like === null ? [] : [`Look-alike host: it can be taken for “${visibleText(like)}”, and is not.`]),
        ...faultsOf(one).map((fault) => faultWords(fault, decoded)),
      ],
      note: touches === undefined || told === undefined ? null : seenWords(told.isSeen, touches.ranBefore, agentName),
    };
  });
}
