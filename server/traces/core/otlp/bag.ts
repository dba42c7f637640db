import { type Intake, LIMITS, safeKey } from "./intake";
import type { Value } from "./model";

/** The attributes of one object while they are gathered. */
export class Bag {
  readonly values: Record<string, Value> = {};
  private count = 0;

  set(key: string, value: Value, intake: Intake): void {
    if (key === "" || intake.isFull(this.count, LIMITS.attributes)) return;
    this.count += 1;
    this.values[safeKey(key)] = value;
  }
}
