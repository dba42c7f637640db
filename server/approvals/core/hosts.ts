import { holdsLatinLooks, lookOf, mixesAlphabets } from "./alphabets";
import { decodeLabel } from "./punycode";

/** A host that a call names: in an address, as the domain of an e-mail recipient, or by itself. */
export type NamedHost = {
  /** In lower case, otherwise as it is written. */
  readonly host: string;
  /** Recipients at this host, in full. */
  readonly recipients: readonly string[];
  /** Something that looks like a host stands in front of it: `https://bank.example@evil.example`. */
  readonly isBehindSign: boolean;
};

/** More than these are counted, not listed. */
export const MAX_HOSTS = 50;
const MAX_RECIPIENTS = 20;

const LABEL = String.raw`[\p{L}\p{M}\p{N}_](?:[\p{L}\p{M}\p{N}_\p{Cf}-]{0,62})`;
const HOST = String.raw`${LABEL}(?:\.${LABEL}){1,30}`;
const ADDRESS = /[a-z][a-z0-9+.-]{1,20}:\/\/([^\s/?#\\"'<>`]{1,600})/giu;
const MAIL = new RegExp(String.raw`([^\s@<>"',;:()[\]/\\]{1,64})@(${HOST})`, "gu");
const BARE = new RegExp(String.raw`^(${HOST})\.?(?::\d{1,5})?(?:/.*)?$`, "su");
const WORD = /[^\s"'<>()[\]{},;`]{4,300}/gu;
// Names of arguments under which a value is a host, whatever it ends in.
const SAYS_HOST = /host|domain|url|uri|endpoint|server|site|webhook|origin|destination|target|address|recipient|smtp|bucket/iu;
// Ends that names of hosts have and names of tools, files and versions hardly ever.
const ENDS =
  /\.(?:com|net|org|edu|gov|mil|int|info|biz|dev|app|cloud|online|site|xyz|top|example|test|local|internal|corp|onion|eu|uk|de|fr|nl|ch|pl|se|dk|fi|jp|cn|ru|br|kr|tr|ua)$/iu;
const IS_IP = /^\d{1,3}(?:\.\d{1,3}){3}$/u;

/** The host of what stands between `//` and the path. */
function hostOf(authority: string): { readonly host: string; readonly isBehindSign: boolean } {
  const at = authority.lastIndexOf("@");
  const host = authority.slice(at + 1).replace(/:\d*$/u, "");
  return { host, isBehindSign: at !== -1 && authority.slice(0, at).includes(".") };
}

type Found = { readonly recipients: Set<string>; isBehindSign: boolean };
type Add = (host: string, more?: { readonly recipient?: string; readonly isBehindSign?: boolean }) => void;

/** A host that stands by itself, as a word of a text; null when it is a name of something else. */
function bareHost(word: string, isWhole: boolean, name: string): string | null {
  const host = BARE.exec(word.replace(/[.!?:]+$/u, ""))?.[1];
  if (host === undefined) return null;
  if (ENDS.test(host)) return host;
  if (!isWhole || !SAYS_HOST.test(name)) return null;
  return IS_IP.test(host) || /\p{L}$/u.test(host) ? host : null;
}

function fromText(text: string, name: string, add: Add): void {
  const rest = text.replace(ADDRESS, (_, authority: string) => {
    const { host, isBehindSign } = hostOf(authority);
    if (host !== "") add(host, { isBehindSign });
    return " ";
  });
  if (!rest.includes(".")) return;
  // Without the sign the pattern would try every start in vain.
  const mails = rest.includes("@") ? rest.matchAll(MAIL) : [];
  for (const [whole, , domain = ""] of mails) add(domain, { recipient: whole });
  for (const [word] of rest.matchAll(WORD)) {
    const host = word.includes("@") ? null : bareHost(word, word.length === text.trim().length, name);
    if (host !== null) add(host);
  }
}

type Inner = readonly [name: string, value: unknown];

/** What stands directly in a value; the names of members are texts too. */
function innersOf([name, value]: Inner): readonly Inner[] {
  if (Array.isArray(value)) return value.map((inner) => [name, inner]);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap<Inner>(([key, inner]) => [
    ["", key],
    [key, inner],
  ]);
}

/** Every text among the arguments with the name under which it stands. */
function textsIn(args: unknown): readonly (readonly [name: string, text: string])[] {
  const all: Inner[] = [["", args]];
  for (const one of all) for (const inner of innersOf(one)) all.push(inner);
  return all.flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []));
}

/** Every host that arguments and resource name, in the order in which they stand; nothing is looked up. */
export function hostsIn(args: unknown, resource: string | null): readonly NamedHost[] {
  const found = new Map<string, Found>();
  const add: Add = (written, { recipient, isBehindSign = false } = {}) => {
    const host = written.toLowerCase().replace(/\.$/u, "");
    const one = found.get(host) ?? { recipients: new Set(), isBehindSign: false };
    if (recipient !== undefined && one.recipients.size < MAX_RECIPIENTS) one.recipients.add(recipient);
    one.isBehindSign ||= isBehindSign;
    found.set(host, one);
  };
  for (const [name, text] of textsIn(args)) fromText(text, name, add);
  if (resource !== null) fromText(resource, "", add);
  return [...found].map(([host, { recipients, isBehindSign }]) => ({ host, recipients: [...recipients], isBehindSign }));
}

/** What is wrong with the name of a host by itself. */
export type HostFault = "mixed" | "other_alphabet" | "punycode" | "hidden" | "behind_sign";

/** The name with labels that stand for letters beyond ASCII written in those letters; null when there are none. */
export function decodedHost(host: string): string | null {
  if (!host.includes("xn--")) return null;
  const decoded = host.split(".").map((label) => decodeLabel(label) ?? label);
  return decoded.join(".") === host ? null : decoded.join(".");
}

/** Everything about the name that may deceive a reader. */
export function faultsOf({ host, isBehindSign }: Pick<NamedHost, "host" | "isBehindSign">): readonly HostFault[] {
  const shown = decodedHost(host) ?? host;
  const labels = shown.split(".");
  const isMixed = labels.some(mixesAlphabets);
  // A whole label of letters that all look Latin: "сосо" reads "coco".
  const isOther = labels.some((label) => holdsLatinLooks(label) && !mixesAlphabets(label) && /^[a-z0-9-]+$/u.test(lookOf(label)));
  return [
    ...(isMixed ? (["mixed"] as const) : []),
    ...(isOther ? (["other_alphabet"] as const) : []),
    ...(host.split(".").some((label) => label.startsWith("xn--")) ? (["punycode"] as const) : []),
    ...(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(shown) ? (["hidden"] as const) : []),
    ...(isBehindSign ? (["behind_sign"] as const) : []),
  ];
}

const MIN_WORD = 5;
const wordsOf = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u);
const isWithin = (host: string, known: string): boolean => host === known || host.endsWith(`.${known}`);

/** What a host can be taken for and is not: a host that is known, or a word of the organisation's name; null when nothing. */
export function looksLike(host: string, known: Iterable<string>, organisation: string): string | null {
  const shown = decodedHost(host) ?? host;
  const all = [...known];
  if (all.some((one) => isWithin(shown, one) || isWithin(host, one))) return null;
  const look = lookOf(shown);
  const twin = all.find((one) => isWithin(look, lookOf(one)));
  if (twin !== undefined) return twin;
  const names = new Map(wordsOf(organisation).flatMap((word) => (word.length >= MIN_WORD ? [[lookOf(word), word] as const] : [])));
  for (const word of wordsOf(shown)) {
    const name = names.get(lookOf(word));
    if (name !== undefined && name !== word) return name;
  }
  return null;
}

/** Whether a reader may take a host among these for another one, as far as names alone tell it. */
export const holdsLookAlike = (
  named: readonly NamedHost[],
  { domains, name }: { readonly domains: readonly string[]; readonly name: string },
): boolean => named.some((one) => faultsOf(one).some((fault) => fault !== "punycode") || looksLike(one.host, domains, name) !== null);

export type Part = { readonly text: string; readonly isMarked: boolean };

/** A host cut into parts, those marked that deceive: letters beyond ASCII, and what differs from `like`. */
export function markedParts(host: string, like: string | null): readonly Part[] {
  const differing = like === null ? null : differenceFrom(host, like);
  const parts: { text: string; isMarked: boolean }[] = [];
  let at = 0;
  for (const sign of host) {
    const isDifferent = differing !== null && at >= differing.from && at < differing.to;
    const isMarked = isDifferent || (sign.codePointAt(0) ?? 0) > 127;
    const last = parts.at(-1);
    if (last?.isMarked === isMarked) last.text += sign;
    else parts.push({ text: sign, isMarked });
    at += sign.length;
  }
  return parts;
}

/** Where in the host what looks like `like` stands, and of that what is not the same. */
function differenceFrom(host: string, like: string): { readonly from: number; readonly to: number } | null {
  const look = lookOf(like);
  const place = [...host.matchAll(/[^.-]+/gu)].find(([word]) => lookOf(word) === look);
  const [text, offset] = place === undefined ? [host.slice(-like.length), Math.max(0, host.length - like.length)] : [place[0], place.index];
  let from = 0;
  while (from < text.length && text[from] === like[from]) from++;
  let end = 0;
  while (end < text.length - from && end < like.length - from && text.at(-1 - end) === like.at(-1 - end)) end++;
  return from >= text.length - end ? null : { from: offset + from, to: offset + text.length - end };
}
