import { failedTriage, type TriageLine, triageLine, type Words } from '../../core/index.ts';
import { analyzeSources, whyNothing } from './analysed-bundle.ts';
import { messageOf } from './message-of.ts';
import { sourcesOf } from './sources.ts';

/** Analyses one bundle for `netopsy triage`; whatever is wrong with it is in its line. `share` as for `analyzeSources`. */
export async function triageBundle(bundle: string, share: number, words: Words): Promise<TriageLine> {
  try {
    const analysis = await analyzeSources(await sourcesOf([bundle]), null, share);
    return await triageLine(bundle, analysis, whyNothing(analysis, words), words);
  } catch (error) {
    return failedTriage(bundle, words.triage.brokeOff(messageOf(error)));
  }
}
