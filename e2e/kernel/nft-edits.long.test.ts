import { describeSetEdits } from './nft-edits.ts';

// Some thousands of commands each.
describeSetEdits(60);
