import type { JourneyRow } from '../../../core/index.ts';

/** Whether the packet died here. */
export function isDead({ disposition }: JourneyRow): boolean {
  return disposition === 'dropped' || disposition === 'rejected';
}
