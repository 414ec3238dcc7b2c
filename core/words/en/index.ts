import * as causes from './causes.ts';
import * as endings from './endings.ts';
import * as kernelMessages from './kernel-messages.ts';
import * as routing from './routing.ts';

/** English, as network engineers write it. */
export const english = { causes, endings, kernelMessages, routing };
