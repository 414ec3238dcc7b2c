import type { Chunks } from './chunks.ts';

/** How a text that editors, mail programs and terminals have changed is made what the command had printed. */
export type Restore = (chunks: Chunks) => Chunks;
