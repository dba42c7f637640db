import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { ApiRequest } from "@/server/platform/rest";
import { encodingOf } from "./core/otlp/answer";
import type { Export } from "./ingest";

const MAX_BYTES = 20 * 1024 * 1024;
const inflate = promisify(gunzip);

const tooLarge = () => refuse("too_large", "An export may have at most 20 MiB after decompression.");

async function readAll(request: ApiRequest): Promise<Uint8Array | null> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BYTES) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) return null; // leaving the loop cancels the stream
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Decompresses no more than is taken: a bomb is found out before it has gone off. */
async function decompressed(bytes: Uint8Array): Promise<Result<Uint8Array>> {
  try {
    return ok(await inflate(bytes, { maxOutputLength: MAX_BYTES }));
  } catch (error) {
    const isBomb = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return isBomb ? tooLarge() : refuse("invalid_request", "The body is not gzip, though its Content-Encoding says so.");
  }
}

/** The body of an export, of 20 MiB at most after decompression. */
export async function readExport(request: ApiRequest): Promise<Result<Export>> {
  const encoding = encodingOf(request.headers.get("content-type"));
  if (encoding === null) return refuse("unsupported", "Send application/x-protobuf or application/json.");
  const compression = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (compression !== "gzip" && compression !== "identity") return refuse("unsupported", "Send the body as gzip, or as it is.");
  const bytes = await readAll(request);
  if (bytes === null) return tooLarge();
  if (compression === "identity") return ok({ encoding, bytes });
  const plain = await decompressed(bytes);
  return plain.ok ? ok({ encoding, bytes: plain.value }) : plain;
}
