import type { CaptureMatch } from '../../model/capture-match.ts';
import { type Finding, openEnd } from '../finding.ts';

/** All chains let the packet pass, but the capture of its way out does not show it; null where it does, or is missing. */
export function notCapturedLeaving(left: CaptureMatch['left'], outInterface: string): Finding | null {
  switch (left) {
    case 'absent':
      return openEnd('unknown', { kind: 'not-captured-leaving', interface: outInterface });
    case 'doubtful':
      return openEnd('unknown', { kind: 'fewer-captured-leaving', interface: outInterface });
    default:
      return null;
  }
}
