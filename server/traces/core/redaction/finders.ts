import { HINT, hintsOf } from "./hints";
import { type Hit, hitAt, REDACTED } from "./hit";
import type { Finder } from "./rule";

// Each of these takes time in proportion to the text, whatever that holds: every repeat is bounded, or cannot be read in two ways.

/** Secrets that show what they are wherever they stand. What each begins with, or holds, is told in `hints.ts` too. */
const SECRETS: readonly RegExp[] = [
  /\brv_[A-Za-z0-9_-]{32,}/g,
  /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{16,}/g,
  /\bxox[abposr]-[A-Za-z0-9-]{10,}/g,
  /\bgh[pousr]_[A-Za-z0-9]{30,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{30,}/g,
  /\bglpat-[A-Za-z0-9_-]{16,}/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\b[rsp]k_(?:live|test)_[A-Za-z0-9]{10,}/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
  /-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[^-]{0,16384}(?:-----END [A-Z ]{0,32}PRIVATE KEY-----)?/g,
  /\b[Bb]earer [A-Za-z0-9._~+/=-]{16,}/g,
];

/** In the address of a request: who signs in, and what opens it. `hints.ts` tells of `://` and of names with `=`. */
const IN_ADDRESSES: readonly RegExp[] = [
  /(?<=:\/\/[^\s:@/"']{1,64}:)[^\s@/"']{1,128}(?=@)/g,
  /(?<=[?&](?:api_?key|access_token|auth_token|refresh_token|client_secret|signature|sig)=)[^&\s"'\\]{8,512}/g,
];

function all(text: string, pattern: RegExp, isOne: (found: string) => boolean = () => true): Hit[] {
  const hits: Hit[] = [];
  for (const match of text.matchAll(pattern)) {
    const [found] = match;
    if (found !== REDACTED && isOne(found)) hits.push(hitAt(text, match.index, match.index + found.length));
  }
  return hits;
}

/** What several patterns find, in order; of two that overlap the earlier one. */
function merged(hits: readonly Hit[]): Hit[] {
  const kept: Hit[] = [];
  for (const hit of [...hits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (hit.start >= (kept.at(-1)?.end ?? 0)) kept.push(hit);
  }
  return kept;
}

function findSecrets(text: string): Hit[] {
  const hints = hintsOf(text);
  if ((hints & (HINT.secret | HINT.address)) === 0) return [];
  const hits = [
    ...((hints & HINT.secret) === 0 ? [] : SECRETS.flatMap((secret) => all(text, secret))),
    ...((hints & HINT.address) === 0 ? [] : IN_ADDRESSES.flatMap((secret) => all(text, secret))),
  ];
  return hits.length === 0 ? hits : merged(hits);
}

/** The check digit of card numbers (ISO/IEC 7812). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** Who issues cards, and how long their numbers are: other numbers with a right check digit are no cards. */
const ISSUED =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|6\d{15})$/;
const CARD = /(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d-])/g;

function isCard(found: string): boolean {
  const digits = found.replace(/\D/g, "");
  return ISSUED.test(digits) && !/^(\d)\1+$/.test(digits) && passesLuhn(digits);
}

const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g;

/** The check digits of bank accounts (ISO 13616). */
function isIban(found: string): boolean {
  const account = found.replaceAll(" ", "");
  if (account.length < 15 || account.length > 34) return false;
  let rest = 0;
  for (const sign of account.slice(4) + account.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const EMAIL = /(?<![A-Za-z0-9._%+-])[A-Za-z0-9_%+-][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g;

/** What each finder finds in a text. */
export const FIND: Readonly<Record<Finder, (text: string) => Hit[]>> = {
  secrets: findSecrets,
  cards: (text) => ((hintsOf(text) & HINT.card) === 0 ? [] : all(text, CARD, isCard)),
  ibans: (text) => (/[A-Z]{2}\d{2}/.test(text) ? all(text, IBAN, isIban) : []),
  emails: (text) => (text.includes("@") ? all(text, EMAIL) : []),
};
