import type { CauseKind } from '../../model/cause.ts';
import type { Explanation } from '../finding.ts';

/**
 * One way to find out why a packet died. `finds` are the kinds of cause that it can give. `Own`: the kinds that no other
 * recogniser begins, with the parameters that their sentences name; `CauseParameters` is made of them.
 */
export interface CauseRecogniser<Own extends object = object> {
  readonly finds: readonly CauseKind[];
  readonly explain: Explanation;
  /** Those of `finds` that no capture of a real kernel shows yet: `e2e/golden/causes.test.ts` asks for none. */
  readonly withoutCapture?: readonly CauseKind[];
  /** Never set: it holds the type. */
  readonly parameters?: Own;
}
