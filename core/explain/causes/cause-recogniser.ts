import type { CauseKind } from '../../model/cause.ts';
import type { Explanation } from '../finding.ts';

/** One way to find out why a packet died. `finds` are the kinds of cause that it can give. */
export interface CauseRecogniser {
  readonly finds: readonly CauseKind[];
  readonly explain: Explanation;
  /** Those of `finds` that no capture of a real kernel shows yet: `e2e/golden/causes.test.ts` asks for none. */
  readonly withoutCapture?: readonly CauseKind[];
}
