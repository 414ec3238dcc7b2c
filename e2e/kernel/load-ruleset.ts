import { spawnSync } from 'node:child_process';
import type { Table } from '../../core/model/ruleset.ts';
import { iptablesSave } from '../../core/parse/rules/iptables/iptables-save.ts';

/** Loads a ruleset into a namespace; its tables as iptables-legacy-save prints what the kernel has. */
export function loadRuleset(name: string, text: string): readonly Table[] {
  const restored = spawnSync('ip', ['netns', 'exec', name, 'iptables-legacy-restore'], {
    encoding: 'utf8',
    input: text,
  });
  if (restored.status !== 0) throw new Error(`${restored.stderr}\n${text}`);
  // The counter reads all tables, and a table is loaded by being listed.
  for (const table of ['raw', 'mangle', 'nat', 'filter', 'security'])
    spawnSync('ip', ['netns', 'exec', name, 'iptables-legacy', '-t', table, '-S']);
  const saved = spawnSync('ip', ['netns', 'exec', name, 'iptables-legacy-save'], { encoding: 'utf8' }).stdout;
  const { records } = iptablesSave.parse(saved.split('\n'), 'iptables-save.txt');
  return records?.kind === 'rulesets' ? (records.items[0]?.tables ?? []) : [];
}
