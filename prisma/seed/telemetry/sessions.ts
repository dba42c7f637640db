import type { Random } from "../random";
import { randomOf } from "./episodes";
import { costOf, MODELS, usageFor } from "./profiles";
import { type Call, idOf, type Run, type Turn, traceOf } from "./run";

// People who program with Claude Code. Its tools run on their machines: none of them passes the gate.

const WORK = [
  {
    goal: "The quote form loses the phone number when I go back. Find out why.",
    file: "web/quote/form.tsx",
    test: "npm test quote",
    taskClass: "bug-fix",
  },
  {
    goal: "Add the loss ratio per week to the export, with a test.",
    file: "warehouse/export/weekly.py",
    test: "pytest warehouse",
    taskClass: "feature",
  },
  {
    goal: "The nightly claims job takes two hours. Make it faster.",
    file: "jobs/claims/nightly.ts",
    test: "npm run bench claims",
    taskClass: "performance",
  },
  {
    goal: "Upgrade the ledger service to the new client library.",
    file: "ledger/client.ts",
    test: "npm test ledger",
    taskClass: "upgrade",
  },
  {
    goal: "Write the runbook for a failed premium run.",
    file: "docs/runbooks/premium-run.md",
    test: "npm run docs:check",
    taskClass: "docs",
  },
] as const;
const PEOPLE = ["lea@reeve.demo", "priya@reeve.demo", "lea@reeve.demo"] as const;

const tool = (name: string, args: Call["args"], ms: number, result: Call["result"] = "ok", more: Partial<Call> = {}): Call => ({
  kind: "tool",
  name,
  args,
  result,
  ms,
  ...more,
});

function turn(random: Random, index: number, says: string, calls: readonly Call[], model = MODELS.sonnet): Turn {
  const usage = usageFor(random, { tokens: 2_400, isCached: true, model }, index);
  const cost = costOf(model, usage);
  return { ms: random.between(1_800, 9_000), says, usage, ...(cost === undefined ? {} : { costUsd: cost }), calls, model };
}

/** The `number`th session at a terminal. */
export function sessionAt(number: number, startMs: number): Run {
  const runId = `session-${300 + number}`;
  const random = randomOf(runId);
  const { goal, file, test, taskClass } = random.pick(WORK);
  const turns: Turn[] = [
    turn(random, 0, "I look at the file first.", [
      tool("Read", { file_path: file }, random.between(12, 80)),
      tool("Grep", { pattern: "export function", path: "." }, random.between(40, 200)),
    ]),
  ];
  if (random.chance(0.15)) turns.push(turn(random, 1, "", [exploring(random, file)]));
  for (let round = random.between(1, 3); round > 0; round--) {
    const isRed = round > 1 || random.chance(0.1);
    const failed = { fault: { type: "ShellError", message: "Exit code 1: 2 of 41 tests failed" } };
    turns.push(
      turn(random, turns.length, isRed ? "A first try." : "This should do.", [
        tool("Edit", { file_path: file }, random.between(15, 60)),
        tool("Bash", { command: test, description: "Run the tests" }, random.between(2_000, 14_000), "41 passed", isRed ? failed : {}),
      ]),
    );
  }
  turns.push(turn(random, turns.length, "Done: the change is in the working tree, the tests are green.", []));
  return {
    traceId: traceOf(runId),
    runId,
    dialect: "claude-code",
    service: "claude-code",
    agent: "claude-code",
    team: "Platform",
    taskClass,
    initiator: { type: "user", id: random.pick(PEOPLE) },
    conversationId: idOf(`conversation ${runId}`, 16),
    model: MODELS.sonnet,
    instructions: "",
    goal,
    startMs,
    turns,
    ...(number % 40 === 7 ? { isRootLost: true } : {}),
  };
}

/** Another agent looks around while this one waits. */
function exploring(random: Random, file: string): Call {
  const turns = [
    turn(random, 0, "", [tool("Glob", { pattern: "**/*.ts" }, 60), tool("Read", { file_path: file }, 30)], MODELS.haiku),
    turn(random, 1, "Three callers; only one of them passes a null.", [], MODELS.haiku),
  ];
  const within = { agent: "Explore", goal: `Who calls ${file}?`, instructions: "", turns };
  return {
    kind: "handoff",
    name: "Task",
    args: { description: "Find the callers", prompt: `Who calls ${file}?` },
    result: "three callers",
    ms: 0,
    within,
  };
}
