/** By what an incident is told apart, and for what there should be a runbook each. */
export const INCIDENT_CATEGORIES = {
  harmful_action: "Harmful action",
  data_exposure: "Exposure of data",
  manipulation: "Injected instructions",
  runaway: "Runaway agent",
  outage: "Outage of a model or tool",
  unknown_agent: "Unregistered agent",
} as const;

/** The OWASP Top 10 for Agentic Applications (2026). */
export const ATTACK_CATEGORIES = {
  ASI01: "ASI01 Agent Goal Hijack",
  ASI02: "ASI02 Tool Misuse and Exploitation",
  ASI03: "ASI03 Identity and Privilege Abuse",
  ASI04: "ASI04 Agentic Supply Chain Vulnerabilities",
  ASI05: "ASI05 Unexpected Code Execution",
  ASI06: "ASI06 Memory & Context Poisoning",
  ASI07: "ASI07 Insecure Inter-Agent Communication",
  ASI08: "ASI08 Cascading Failures",
  ASI09: "ASI09 Human-Agent Trust Exploitation",
  ASI10: "ASI10 Rogue Agents",
} as const;

/** Controls that work outside of Reeve, and of which another system counts how often they were there. */
export const COUNTED_CONTROLS = {
  guard_verdicts: "Runs on content from outside, with a guard's verdict",
  egress_checks: "Calls out, to an approved destination and checked for sensitive data",
  sandboxed_code: "Calls that run code, in a sandbox without credentials",
  labelled_writes: "Writes to memory, with source, writer and trust label",
  agent_calls: "Calls between agents, authenticated and of an approved pair",
} as const;

export const SEVERITIES = { sev1: "1, the highest", sev2: "2", sev3: "3", sev4: "4" } as const;
