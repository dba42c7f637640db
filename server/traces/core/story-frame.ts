import type { Story } from "./story-schema";
import { counted } from "./words";

const moment = (iso: string): string => `${iso.slice(0, 19).replace("T", " ")} UTC`;

/** What a document of a story is headed with. */
export const kindOfStory = ({ traceId, startedAt, toldAt }: Story): readonly { readonly label: string; readonly value: string }[] => [
  { label: "Trace", value: traceId },
  { label: "Began", value: moment(startedAt) },
  { label: "Told from the record", value: moment(toldAt) },
];

/** What a document of a story leaves out, in sentences. */
export const noteOfClosed = ({ isClosed, cut }: Pick<Story, "isClosed" | "cut">): readonly string[] => [
  ...(isClosed
    ? ["What agents took in and gave back is not shown to the role that this was made for; what they did is told without."]
    : []),
  ...(cut > 0 ? [`Cut: ${counted(cut, "later step")} of this trace could not be read for it.`] : []),
];

/** A story's file, by its trace and the day on which it began. */
export const fileNameOf = ({ traceId, startedAt }: Pick<Story, "traceId" | "startedAt">, ending: string): string =>
  `trace-${startedAt.slice(0, 10)}-${traceId.slice(0, 8)}.${ending}`;
