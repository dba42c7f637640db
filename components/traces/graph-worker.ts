// Answers by itself whatever elkjs asks of it, off the main thread.
import "elkjs/lib/elk-worker.min.js";
