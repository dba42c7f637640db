import { cleanLine, cleanText } from "@/server/kernel/untrusted";
import { kindOfStory, noteOfClosed } from "./story-frame";
import type { BriefLine, Chapter, Quote, Story, StoryPart } from "./story-schema";

/** Signs that Markdown or HTML gives a meaning to within a line. */
const ACTIVE = /[\\`*_{}[\]#|<>~&$^=!]/g;
/** Words that readers of Markdown make links or mentions of, whatever is escaped in them. */
const LINKS_ITSELF = /@|:\/\/|www\./i;

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));

/** Code within a line: nothing in it is active. */
function codeSpan(text: string): string {
  const line = cleanLine(text, 10_000);
  const fence = "`".repeat(longestRun(line) + 1);
  const room = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${room}${line}${room}${fence}`;
}

const isInert = (word: string): boolean => !LINKS_ITSELF.test(word);

/** Words that no reader of Markdown takes for anything but words. Spaces at the ends stay. */
export const plainMarkdown = (text: string): string =>
  cleanText(text)
    .text.replace(/\s+/gu, " ")
    .split(" ")
    .map((word) => (isInert(word) ? word.replace(ACTIVE, (sign) => `\\${sign}`) : codeSpan(word)))
    .join(" ");

/** A paragraph, whose first signs begin neither a list nor a line under a heading. */
const paragraph = (markdown: string): string =>
  markdown
    .trim()
    .replace(/^([-+=])/, "\\$1")
    .replace(/^(\d+)([.)])/, "$1\\$2");

/** A block of code in which a stranger's text stays as it was written. */
function fenced(text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${cleanText(text).text}\n${fence}`;
}

type At = { readonly base: string; readonly traceId: string };

function partOf(part: StoryPart, { base, traceId }: At): string {
  if (typeof part === "string") return plainMarkdown(part);
  if (part.kind === "code") return codeSpan(part.text);
  const href = part.kind === "link" ? part.href : `/traces/${traceId}?view=timeline&step=${part.spanId}`;
  return `[${plainMarkdown(part.text)}](<${base}${href}>)`;
}

const sentence = (parts: readonly StoryPart[], at: At): string => paragraph(parts.map((part) => partOf(part, at)).join(""));

const quoted = ({ text, writer, isCut }: Quote): string =>
  `${paragraph(`Written by ${plainMarkdown(writer)}. Not a fact of the record.${isCut ? " Cut here." : ""}`)}\n\n${fenced(text)}`;

function briefBlock({ label, lines, note, quote }: BriefLine, at: At): string[] {
  const told = lines.map((line) => sentence(line, at)).filter(Boolean);
  const answer = told.length > 1 ? `\n\n${told.map((line) => `- ${line}`).join("\n")}` : told.join("");
  const tail = note === null ? "" : told.length > 1 ? `\n\n${paragraph(plainMarkdown(note))}` : ` ${plainMarkdown(note)}`;
  const joint = told.length > 1 || answer === "" ? "" : " ";
  const end = told.length === 1 && note !== null ? "." : "";
  return [`**${plainMarkdown(label)}:**${joint}${answer}${end}${tail}`, ...(quote === null ? [] : [quoted(quote)])];
}

const cell = (text: string): string => plainMarkdown(text).trim() || " ";

function changesTable({ changes }: Chapter): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map(({ resource, what, before, after }) => `| ${[resource, what, before, after].map(cell).join(" | ")} |`);
  return [["| Resource | What | Before | After |", "| --- | --- | --- | --- |", ...rows].join("\n")];
}

function chapterBlock(chapter: Chapter, at: At): string[] {
  return [
    `## ${plainMarkdown(chapter.heading).trim()}`,
    `${chapter.at.slice(0, 19).replace("T", " ")} UTC`,
    sentence(chapter.parts, at),
    ...changesTable(chapter),
    ...(chapter.quote === null ? [] : [quoted(chapter.quote)]),
  ].filter(Boolean);
}

/** The story as Markdown: what strangers wrote stands in blocks of code or escaped, so that nothing of it is ever active. */
export function storyToMarkdown(story: Story, base: string): string {
  const at = { base, traceId: story.traceId };
  const head = kindOfStory(story).map(({ label, value }) => `${label}: ${value}`);
  return `${[
    `# ${plainMarkdown(story.name).trim()}`,
    head.map((line) => paragraph(plainMarkdown(line))).join("  \n"),
    ...noteOfClosed(story).map((note) => paragraph(plainMarkdown(note))),
    "## In brief",
    ...story.brief.flatMap((line) => briefBlock(line, at)),
    ...story.chapters.flatMap((chapter) => chapterBlock(chapter, at)),
  ].join("\n\n")}\n`;
}
