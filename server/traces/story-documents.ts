import { ok, type Result } from "@/server/kernel/result";
import { cleanLine, cleanText } from "@/server/kernel/untrusted";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { env } from "@/server/platform/env";
import { makePdf, type PdfBlock, type PdfRun } from "@/server/platform/pdf";
import { fileNameOf, kindOfStory, noteOfClosed } from "./core/story-frame";
import { storyToMarkdown } from "./core/story-markdown";
import type { Chapter, Quote, Story, StoryPart } from "./core/story-schema";
import { noteExport } from "./export";
import { readStory, type ToldOfActions } from "./story";
import { findTrace } from "./trace-store";

export const STORY_FORMATS = ["markdown", "pdf"] as const;
export type StoryFormat = (typeof STORY_FORMATS)[number];

export type StoryDocument = { readonly body: string | Uint8Array<ArrayBuffer>; readonly type: string; readonly fileName: string };

/** The story of a trace as a document, as much of it as this reader may see; on the record. */
export async function makeStoryDocument(
  actor: PersonActor,
  traceId: string,
  format: StoryFormat,
  toldOf: ToldOfActions,
): Promise<Result<StoryDocument>> {
  const story = await readStory(actor, traceId, toldOf);
  if (!story.ok) return story;
  const trace = await findTrace(traceId);
  if (trace !== null) await noteExport(actor, trace, format, clock.now());
  const base = env().REEVE_URL.replace(/\/$/, "");
  if (format === "markdown") {
    const body = storyToMarkdown(story.value, base);
    return ok({ body, type: "text/markdown; charset=utf-8", fileName: fileNameOf(story.value, "md") });
  }
  return ok({ body: await storyToPdf(story.value, base), type: "application/pdf", fileName: fileNameOf(story.value, "pdf") });
}

function runOf(part: StoryPart, base: string, traceId: string): PdfRun {
  if (typeof part === "string") return { text: part };
  if (part.kind === "code") return { text: part.text, font: "mono" };
  const href = part.kind === "link" ? part.href : `/traces/${traceId}?view=timeline&step=${part.spanId}`;
  return { text: part.text, href: `${base}${href}` };
}

/** The story as PDF; what agents wrote is text like any other, and said to be theirs. */
function storyToPdf(story: Story, base: string): Promise<Uint8Array<ArrayBuffer>> {
  const runs = (parts: readonly StoryPart[]) => parts.map((part) => runOf(part, base, story.traceId));
  const brief = story.brief.flatMap(({ label, lines, note, quote }): PdfBlock[] => [
    { kind: "answer", label, lines: lines.map(runs), note },
    ...quoteBlocks(quote),
  ]);
  return makePdf({
    title: cleanLine(story.name, 200),
    about: kindOfStory(story).map(({ label, value }) => `${label}: ${value}`),
    foot: `Reeve. Trace ${story.traceId}, told from the record ${story.toldAt.slice(0, 19).replace("T", " ")} UTC`,
    madeAt: new Date(story.toldAt),
    blocks: [
      ...noteOfClosed(story).map((text): PdfBlock => ({ kind: "paragraph", runs: [{ text }] })),
      { kind: "heading", text: "In brief" },
      ...brief,
      { kind: "heading", text: "What happened" },
      ...story.chapters.flatMap((chapter) => chapterBlocks(chapter, runs(chapter.parts))),
    ],
  });
}

const quoteBlocks = (quote: Quote | null): PdfBlock[] =>
  quote === null
    ? []
    : [
        {
          kind: "quote",
          caption: `Written by ${quote.writer}. Not a fact of the record.${quote.isCut ? " Cut here." : ""}`,
          text: cleanText(quote.text).text,
        },
      ];

function chapterBlocks({ at, heading, mark, changes, quote }: Chapter, runs: readonly PdfRun[]): PdfBlock[] {
  const isAlarm = mark === "ungoverned" || mark === "failed";
  const rows = changes.map(({ resource, what, before, after }) => [resource, what, before, after]);
  return [
    { kind: "heading", text: heading, note: `${at.slice(0, 19).replace("T", " ")} UTC`, isAlarm },
    { kind: "paragraph", runs },
    ...(rows.length === 0 ? [] : [{ kind: "table" as const, head: ["Resource", "What", "Before", "After"], rows }]),
    ...quoteBlocks(quote),
  ];
}
