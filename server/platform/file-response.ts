import { logFailure } from "./database-away";

type File = { readonly type: string; readonly fileName: string };

const headersOf = ({ type, fileName }: File) => ({
  "content-type": type,
  "content-disposition": `attachment; filename="${fileName}"`,
  "cache-control": "no-store, no-transform",
  "x-content-type-options": "nosniff",
});

/** A file that is whole already. */
export const fileResponse = (body: string | Uint8Array<ArrayBuffer>, file: File): Response =>
  new Response(body, { headers: headersOf(file) });

/** A file that is sent as it is made, so that its size needs no memory. When making it fails, the line breaks: no file ends early as if it were whole. */
export function streamedFile(chunks: AsyncGenerator<string>, file: File): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        logFailure(error, "a file ended early", { fileName: file.fileName });
        controller.error(error);
      }
    },
    cancel: async () => void (await chunks.return(undefined)),
  });
  return new Response(body, { headers: headersOf(file) });
}
