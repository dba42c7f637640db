declare module "elkjs/lib/elk-worker.min.js" {
  /** The layout itself, in the shape of a worker. */
  export class Worker {
    onmessage: (answer: { readonly data: unknown }) => void;
    postMessage(asked: unknown): void;
  }
}
