import { describeSetEdits } from './nft-edits.ts';

describeSetEdits(undefined);
