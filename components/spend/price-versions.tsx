import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { VersionView } from "@/server/pricing/schema";
import { progressOf, versionWords } from "./prepare-prices";
import { formatCents } from "./prepare-spend";

/** How the table came to be what it is, and what each change did to calls that were counted before. */
export const PriceVersions = ({ versions }: { readonly versions: readonly VersionView[] }) => (
  <Section title="Versions" note="Every call keeps the version that it was priced by. What a change did to earlier calls is on record.">
    <Table caption="Versions of the price table" isInset>
      <thead>
        <tr>
          <Th>Version</Th>
          <Th>What changed</Th>
          <Th className="max-md:hidden">By</Th>
          <Th className="max-md:hidden">When</Th>
          <Th>Earlier calls</Th>
        </tr>
      </thead>
      <tbody>
        {versions.map((version) => (
          <Tr key={version.version}>
            <Td className="font-medium">{version.version}</Td>
            <Td>
              {versionWords(version)}
              <span className="block text-xs text-ink-3 md:hidden">
                <Time at={version.at} />
              </span>
            </Td>
            <Td className="text-ink-2 max-md:hidden">{version.by ?? "Reeve"}</Td>
            <Td className="text-ink-2 max-md:hidden">
              <Time at={version.at} />
            </Td>
            <Td className="text-ink-2">
              <Earlier version={version} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  </Section>
);

function Earlier({ version: { repricing } }: { readonly version: VersionView }) {
  if (repricing === null) return "none to count again";
  const { state, stepsSeen, stepsInAll, stepsChanged, differenceMicroUsd } = repricing;
  switch (state) {
    case "waiting":
      return "about to be counted again";
    case "running": {
      const share = progressOf(repricing);
      return (
        <span className="flex items-center gap-2">
          <progress value={share} max={1} aria-label="How far earlier calls are counted again" className="h-1.5 w-24 accent-ink" />
          {formatCount(Number(stepsSeen))} of {formatCount(Number(stepsInAll))}
        </span>
      );
    }
    case "joined":
      return "counted again with a later version";
    case "done":
      if (stepsChanged === "0") return `${formatCount(Number(stepsSeen))} looked at, none changed`;
      return `${formatCount(Number(stepsChanged))} changed, ${BigInt(differenceMicroUsd) > 0n ? "+" : ""}${formatCents(differenceMicroUsd)}`;
  }
}
