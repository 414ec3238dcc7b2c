import type { Analysis } from '../model/analysis.ts';
import { type Cause, type Disposition, dispositions } from '../model/journey.ts';

/** How a packet (index from 0) ended. */
export function dispositionOf({ outcomes }: Pick<Analysis, 'outcomes'>, packet: number): Disposition {
  return dispositions[outcomes.disposition[packet] as number] as Disposition;
}

/** Why it died, or what else made its end; null where nothing did, or nothing is known. */
export function causeOf({ outcomes }: Pick<Analysis, 'outcomes'>, packet: number): Cause | null {
  return outcomes.causes[outcomes.cause[packet] as number] ?? null;
}
