import { describeSetEdits } from './nft-edits.ts';

// 900 commands each. Among 3,600 of nft (from seed 100 on) two answers differ from Linux 6.18: a chain that no base chain
// leads to may call itself there, and rules of netdev can't ask for ct.
describeSetEdits(15);
