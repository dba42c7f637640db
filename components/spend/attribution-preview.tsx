import { formatCount } from "@/components/ui/format-count";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AttributionPreview as Preview } from "@/server/traces/attribution-schema";
import { SHARES } from "./prepare-attribution";
import { formatCents, formatShare } from "./prepare-spend";

/** The share of the last thirty days that is said to be whose, now and by the rules as they are being written. */
export const AttributionPreview = ({ preview: { before, after, rules, isPartial } }: { readonly preview: Preview }) => (
  <div role="status" className="mt-4 max-w-2xl">
    <Table caption="The share attributed, before and after" isInset>
      <thead>
        <tr>
          <Th>Of the last 30 days</Th>
          <Th isNumeric>Now</Th>
          <Th isNumeric>By these rules</Th>
        </tr>
      </thead>
      <tbody>
        {SHARES.map(({ name, key }) => (
          <Tr key={key}>
            <Td>{name} known</Td>
            <Td isNumeric>{formatShare(before[key], before.totalMicroUsd)}</Td>
            <Td isNumeric className={after[key] === before[key] ? "" : "font-medium"}>
              {formatShare(after[key], after.totalMicroUsd)}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
    <ul className="mt-2 text-sm text-ink-2">
      {rules.map(({ calls, costMicroUsd }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place here
        <li key={i}>
          Rule {i + 1} speaks for {formatCount(calls)} calls, {formatCents(costMicroUsd)}.
        </li>
      ))}
    </ul>
    {isPartial && <p className="text-xs text-ink-3">Only the dearest 20,000 calls that nobody claims were looked at.</p>}
  </div>
);
