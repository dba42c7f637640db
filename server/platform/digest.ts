import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/** SHA-256 of a text, in hexadecimal. */
export const sha256Hex = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A digest as the record keeps it: it names its own method. */
export const digestOfText = (text: string): string => `sha256:${sha256Hex(text)}`;

/** The same for what JSON can say, whatever the order of its keys (RFC 8785). */
export const digestOfJson = (value: unknown): string => digestOfText(canonicalize(value) ?? "");
