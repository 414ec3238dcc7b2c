import type { Clue } from '../../model/clue.ts';
import { answersNotAccepted } from './answers-not-accepted.ts';
import { backToSender } from './back-to-sender.ts';
import { bridgedFrames } from './bridged-frames.ts';
import { checksumsWrong } from './checksums-wrong.ts';
import type { ClueFinder, ClueSources } from './clue-finder.ts';
import { dropsCounted } from './drops-counted.ts';
import { forwardingOff } from './forwarding-off.ts';
import { lossesCounted } from './losses-counted.ts';
import { dropsRecorded } from './drops-recorded.ts';
import { packetsSeen, type SeenJourney } from './packets-seen.ts';
import { refusedOnArrival } from './refused-on-arrival.ts';
import { rewrittenBeforeIpsec } from './rewritten-before-ipsec.ts';
import { synRepeated } from './syn-repeated.ts';
import { translationMissed } from './translation-missed.ts';

/** Every finder of clues, in the order in which they are told. */
const finders: readonly ClueFinder[] = [
  backToSender,
  bridgedFrames,
  rewrittenBeforeIpsec,
  synRepeated,
  forwardingOff,
  refusedOnArrival,
  translationMissed,
  answersNotAccepted,
  dropsCounted,
  lossesCounted,
  dropsRecorded,
  checksumsWrong,
];

/** What stands out in the bundle besides the ends of its packets. */
export function findClues(sources: ClueSources): readonly Clue[] {
  let seen: readonly SeenJourney[] | null = null;
  return finders.flatMap((finder) => finder(sources, () => (seen ??= packetsSeen(sources))));
}
