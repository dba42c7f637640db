import { spawn } from "node:child_process";

export type Outcome = { readonly code: number; readonly output: string };

export type CommandOptions = {
  readonly env?: Record<string, string | undefined>;
  /** Called with each line of output as it comes. */
  readonly onLine?: (line: string) => void;
  /** Also show the output as it comes. */
  readonly show?: boolean;
};

/** The part of a terminal's output that is text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is removed here
export const plain = (text: string): string => text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "");

const linesOf = (text: string): string[] =>
  plain(text)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Runs one of our tools with this process's Node.js and answers its exit code and everything it printed. */
export function runNode(args: readonly string[], { env = {}, onLine, show = false }: CommandOptions = {}): Promise<Outcome> {
  return runCommand(process.execPath, args, { env, onLine, show });
}

/** Runs a program to its end and answers its exit code and everything it printed. */
export function runCommand(
  command: string,
  args: readonly string[],
  { env = {}, onLine, show = false }: CommandOptions = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const end = () => child.kill(); // when we are stopped meanwhile
    process.once("exit", end);
    const take = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
      const text = chunk.toString();
      output += text;
      if (show) stream.write(text);
      if (onLine) linesOf(text).forEach(onLine);
    };
    child.stdout.on("data", take(process.stdout));
    child.stderr.on("data", take(process.stderr));
    child.once("error", (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.once("close", (code) => {
      process.off("exit", end);
      resolve({ code: code ?? 1, output });
    });
  });
}
