import { Mono } from "@/components/ui/mono";
import type { PreparedEntry } from "./prepare-entry";

/** What an entry is about, on one line. */
export const EntrySubject = ({ on }: { readonly on: PreparedEntry["on"] }) => (
  <>
    {on.isMono ? <Mono isShort>{on.text}</Mono> : on.text}
    {on.id !== null && (
      <span className="ml-2 text-ink-3">
        <Mono isShort>{on.id}</Mono>
      </span>
    )}
  </>
);
