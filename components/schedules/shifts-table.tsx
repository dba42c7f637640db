"use client";

import { PageSection } from "@/components/fleet/page-section";
import { Button } from "@/components/ui/button";
import { formatDuration } from "@/components/ui/format-time";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { useNow } from "@/components/ui/use-now";
import { Moment } from "./moment";
import { nameIn, type OnCallSeen } from "./on-call-seen";
import { byWords } from "./prepare-on-call";

/** The shifts of the window one after the other, in words, with the way to take one. */
export function ShiftsTable({ onCall, onTake }: { readonly onCall: OnCallSeen; readonly onTake: (from: string) => void }) {
  const nowMs = useNow(60_000);
  const isOver = (until: string) => nowMs !== null && Date.parse(until) <= nowMs;
  return (
    <PageSection title="Shifts">
      <Table caption="Shifts">
        <thead>
          <tr>
            <Th>On duty</Th>
            <Th>From</Th>
            <Th className="max-md:hidden">Until</Th>
            <Th className="max-md:hidden">By</Th>
            {onCall.can.takeShift && (
              <Th>
                <span className="sr-only">Take</span>
              </Th>
            )}
          </tr>
        </thead>
        <tbody>
          {onCall.shifts.map((shift) => {
            const name = nameIn(onCall.people, shift.personId);
            return (
              <Tr key={shift.from} className={isOver(shift.until) ? "text-ink-3" : undefined}>
                <Td className="font-medium">{name ?? <span className="text-warn">Nobody</span>}</Td>
                <Td>
                  <Moment at={shift.from} zone={onCall.zone} />
                  <span className="block text-xs text-ink-3 md:hidden">
                    {formatDuration(Date.parse(shift.until) - Date.parse(shift.from))}
                  </span>
                </Td>
                <Td className="max-md:hidden">
                  <Moment at={shift.until} zone={onCall.zone} />
                </Td>
                <Td className="text-ink-2 max-md:hidden">{name === null ? "No layer covers this" : byWords(shift, onCall.layers)}</Td>
                {onCall.can.takeShift && (
                  <Td className="w-px text-right whitespace-nowrap">
                    {!isOver(shift.until) && shift.personId !== onCall.me && (
                      <Button
                        size="sm"
                        variant="quiet"
                        aria-label={`Take the shift of ${name ?? "nobody"}`}
                        onClick={() => onTake(shift.from)}
                      >
                        Take
                      </Button>
                    )}
                  </Td>
                )}
              </Tr>
            );
          })}
        </tbody>
      </Table>
    </PageSection>
  );
}
