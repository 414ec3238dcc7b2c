/**
 * Set-up of the unit tests: with `NETOPSY_SEED=N` fast-check draws the same inputs again. A machine that judges commits
 * sets it from the commit's tree: each tree meets inputs of its own, and the same ones wherever it is judged.
 */
import fc from 'fast-check';

const seed = Number.parseInt(process.env.NETOPSY_SEED ?? '', 10);
if (Number.isInteger(seed)) fc.configureGlobal({ seed });
