import canonicalize from "canonicalize";

/** What one argument of a call may be, by its JSON pointer. */
export type Constraint =
  | { readonly pointer: string; readonly op: "equals"; readonly value: unknown }
  | { readonly pointer: string; readonly op: "one_of"; readonly values: readonly unknown[] }
  | { readonly pointer: string; readonly op: "at_most"; readonly max: number }
  | { readonly pointer: string; readonly op: "any" };

export type ResourceConstraint = { readonly op: "equals"; readonly value: string | null } | { readonly op: "any" };

/** Which calls of the agent's tool a grant is for: this very one, any, or those of a shape. */
export type Scope =
  | { readonly kind: "call"; readonly digest: string }
  | { readonly kind: "tool" }
  | { readonly kind: "shape"; readonly constraints: readonly Constraint[]; readonly resource: ResourceConstraint };

export type Args = Readonly<Record<string, unknown>>;

/** What of a call a scope looks at. */
export type Scoped = { readonly digest: string; readonly args: Args; readonly resource: string | null };

const isObject = (value: unknown): value is Args => typeof value === "object" && value !== null && !Array.isArray(value);
const escaped = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");
const unescaped = (token: string) => token.replaceAll("~1", "/").replaceAll("~0", "~");

export type Leaf = { readonly pointer: string; readonly value: unknown };

/** Every value of arguments that is not an object with names of its own; a list is one value. */
export function leavesOf(args: Args, base = ""): Leaf[] {
  return Object.entries(args).flatMap(([name, value]): Leaf[] => {
    const pointer = `${base}/${escaped(name)}`;
    return isObject(value) && Object.keys(value).length > 0 ? leavesOf(value, pointer) : [{ pointer, value }];
  });
}

/** The value at a pointer; undefined where there is none. */
export function valueAt(args: Args, pointer: string): unknown {
  let value: unknown = args;
  for (const token of pointer.split("/").slice(1)) {
    const name = unescaped(token);
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** Whether one pointer names the other's place or a place within it. */
export const isWithin = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}/`);

const isSame = (a: unknown, b: unknown): boolean => a !== undefined && canonicalize(a) === canonicalize(b);

function holds(constraint: Constraint, args: Args): boolean {
  const value = valueAt(args, constraint.pointer);
  switch (constraint.op) {
    case "any":
      return true;
    case "equals":
      return isSame(value, constraint.value);
    case "one_of":
      return constraint.values.some((one) => isSame(value, one));
    case "at_most":
      // A negative amount is another thing than a small one.
      return typeof value === "number" && value >= 0 && value <= constraint.max;
  }
}

/**
 * Whether a call lies within a scope. A shape is closed: an argument that no constraint speaks of is one that nobody
 * looked at, and takes the call out of it.
 */
export function isInScope(scope: Scope, { digest, args, resource }: Scoped): boolean {
  if (scope.kind === "tool") return true;
  if (scope.kind === "call") return scope.digest === digest;
  const { constraints } = scope;
  if (scope.resource.op === "equals" && scope.resource.value !== resource) return false;
  const isNamed = ({ pointer }: Leaf) => constraints.some((constraint) => isWithin(pointer, constraint.pointer));
  return constraints.every((constraint) => holds(constraint, args)) && leavesOf(args).every(isNamed);
}

/** The narrowest shape that a call has: where an editor begins. Numbers begin as limits, everything else as it is. */
export const shapeOf = ({ args, resource }: Omit<Scoped, "digest">): Extract<Scope, { kind: "shape" }> => ({
  kind: "shape",
  constraints: leavesOf(args).map(({ pointer, value }) =>
    typeof value === "number" && value >= 0 ? { pointer, op: "at_most", max: value } : { pointer, op: "equals", value },
  ),
  resource: { op: "equals", value: resource },
});
