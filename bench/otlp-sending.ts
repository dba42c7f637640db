import { Agent, request } from "node:http";

export type Sender = {
  /** Sends one export as exporters do, until it is taken: asked to come again, it does so after a second. */
  readonly send: (body: Buffer) => Promise<void>;
  /** How often it was asked to come again; begins anew with every look. */
  readonly takeAsked: () => number;
  readonly end: () => void;
};

/** An exporter of gzipped protobuf to a Reeve at an address. `again`: the answers after which it comes again; any other is a failure. */
export function senderTo(baseUrl: string, apiKey: string, again: readonly number[] = [429]): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const url = new URL(`${baseUrl}/api/otel/v1/traces`);
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/x-protobuf", "content-encoding": "gzip" };
  let asked = 0;

  const post = (body: Buffer) =>
    new Promise<number>((resolve, reject) => {
      const sent = request(url, { method: "POST", agent, headers: { ...headers, "content-length": body.byteLength } }, (answer) => {
        answer.resume();
        answer.on("end", () => resolve(answer.statusCode ?? 0));
      });
      sent.on("error", reject);
      sent.end(body);
    });

  return {
    send: async (body) => {
      for (let status = await post(body); status !== 200; status = await post(body)) {
        if (!again.includes(status)) throw new Error(`answered ${status}`);
        asked += 1;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    },
    takeAsked: () => {
      const was = asked;
      asked = 0;
      return was;
    },
    end: () => agent.destroy(),
  };
}
