import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyze, commandLine, fixer } from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';

/** The log has the lines of iptables-legacy alone; rules of nft, which print none, let packets die. */
test('what_dies_in_the_tables_of_the_other_backend_is_fixed_there', async () => {
  const analysis = await analyze(
    await sourcesOf([join(import.meta.dirname, '../captures/both-backends/bundle')]),
  );
  const fixing = fixer(analysis);
  const fixes = analysis.deadEnds.map((_, index) => fixing.fixDeadEnd(index, null).fixes[0]);
  expect(fixes.map((fix) => fix?.commands.map(commandLine))).toContainEqual([
    'nft insert rule inet guard fw_fwd position 6 ip daddr 10.217.2.2 tcp dport 8443 accept',
  ]);
  expect(fixes.filter((fix) => fix?.certain === true).length).toBe(4);
});
