import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { english } from '../../core/index.ts';
import { carryOutFix } from './carry-out-fix.ts';
import { withLock } from './lock.ts';
import { whyImpossible } from './possible.ts';
import { situations } from './situations/index.ts';

/** `FIX_SITUATION='IPv6'` looks at those with these words in their names. */
const chosen = Object.entries(situations).filter(([name]) =>
  name.includes(process.env['FIX_SITUATION'] ?? ''),
);
const reason = whyImpossible();
if (reason !== null) console.log(`fixes carried out on this machine's kernel skipped: ${reason}`);

describe.skipIf(reason !== null)(
  'what_fix_proposes_first_lets_the_packets_arrive_and_changes_nothing_else',
  () => {
    it.each(chosen)('%s', { timeout: 60_000 }, async (_, situation) => {
      const folder = mkdtempSync(join(tmpdir(), 'netopsy-fix-'));
      try {
        const { fixed, commands, refused, before, after } = await withLock(() =>
          carryOutFix(situation, folder),
        );
        const why = fixed?.unfixable ?? null;
        expect(before[0]).toBe('-');
        expect(commands).toEqual(situation.fix);
        expect(why === null ? '' : english.fixes.unfixable(why)).toContain(situation.says ?? '');
        expect(why === null).toBe(situation.says === undefined);
        expect(refused).toEqual([]);
        expect(after[0] === '-').toBe(situation.fix.length === 0);
        expect(after.slice(1)).toEqual(before.slice(1));
        expect(before.slice(1).some((place) => place !== '-')).toBe(true);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  },
);
