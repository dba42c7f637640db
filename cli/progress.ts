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

/** Progress for people: redrawn in place on a terminal, a line every ten seconds anywhere else. */
export function showProgress(output: NodeJS.WriteStream = process.stdout): Progress {
  const say = (text: string) => void output.write(`${text}\n`);
  const step: Progress["step"] = async (title, work) => {
    const startedMs = performance.now();
    let noted = "";
    const spent = () => seconds(performance.now() - startedMs);
    const draw = () => {
      const line = `  … ${title}  ${spent()}${noted && `  ${noted}`}`;
      output.write(output.isTTY ? `\r\x1b[2K${line.slice(0, (output.columns ?? 80) - 1)}` : `${line}\n`);
    };
    if (output.isTTY) draw();
    const tick = setInterval(draw, output.isTTY ? 500 : TICK_MS);
    const end = (mark: string) => {
      clearInterval(tick);
      output.write(`${output.isTTY ? "\r\x1b[2K" : ""}  ${mark} ${title}  ${spent()}\n`);
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
