import type { FixCommand, FixOpens, FixPersist, FixWhy } from '../model/fix.ts';

/** Commands that may let a dead packet live; nothing of them is proven yet. */
export interface Candidate {
  readonly commands: readonly FixCommand[];
  readonly why: FixWhy;
  readonly opens: FixOpens;
  readonly persist: FixPersist | null;
}
