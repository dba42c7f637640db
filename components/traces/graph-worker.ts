import { Worker as Elk } from "elkjs/lib/elk-worker.min.js";

// elkjs off the main thread: what is asked of this worker goes to it, what it answers goes back. What is asked before it
// listens would be lost, so it says when it does.
const elk = new Elk();
elk.onmessage = ({ data }) => postMessage(data);
self.onmessage = ({ data }: MessageEvent) => elk.postMessage(data);
postMessage("ready");
