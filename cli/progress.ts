const TICK_MS = 10_000;

/** Tells what the step is busy with at the moment; shown while it lasts. */
export type Note = (text: string) => void;

export type Progress = {
  /** Runs `work` as a named step: shown when it begins, with its time when it is done. */
  readonly step: <T>(title: string, work: (note: Note) => Promise<T>) => Promise<T>;
  readonly say: (text: string) => void;
};

const seconds = (ms: number): string =>
  ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;

/** Progress for people: redrawn in place on a terminal, a line every ten seconds anywhere else. Steps may run beside each other. */
export function showProgress(output: NodeJS.WriteStream = process.stdout): Progress {
  const say = (text: string) => void output.write(`${text}\n`);
  const running = new Set<() => string>();
  const redraw = () => {
    const line = `  … ${[...running].map((describe) => describe()).join("   ")}`;
    output.write(`\r\x1b[2K${running.size === 0 ? "" : line.slice(0, (output.columns ?? 80) - 1)}`);
  };
  const step: Progress["step"] = async (title, work) => {
    const startedMs = performance.now();
    let noted = "";
    const spent = () => seconds(performance.now() - startedMs);
    const describe = () => `${title}  ${spent()}${noted && `  ${noted}`}`;
    running.add(describe);
    if (output.isTTY) redraw();
    const tick = setInterval(() => (output.isTTY ? redraw() : say(`  … ${describe()}`)), output.isTTY ? 500 : TICK_MS);
    const end = (mark: string) => {
      clearInterval(tick);
      running.delete(describe);
      say(`${output.isTTY ? "\r\x1b[2K" : ""}  ${mark} ${title}  ${spent()}`);
      if (output.isTTY) redraw();
    };
    try {
      const result = await work((text) => {
        noted = text;
      });
      end("✓");
      return result;
    } catch (error) {
      end("✗");
      throw error;
    }
  };
  return { step, say };
}
