import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { ReadRecords } from '../../core/edit/edit-kind.ts';
import { makeEdit } from '../../core/edit/edits.ts';
import { iptablesTokens } from '../../core/dialects/iptables/tokens.ts';
import { isDead } from '../../core/model/disposition.ts';
import type { Cause } from '../../core/model/journey.ts';
import { formats } from '../../core/parse/formats.ts';
import type { FixedState } from '../../core/remedy/dead-packet.ts';
import { fixesOf, type Trials } from '../../core/remedy/find-fixes.ts';
import { stateSimulator } from '../../core/simulate/simulate-host.ts';
import { countRules } from './count-rules.ts';
import { loadRuleset } from './load-ruleset.ts';
import { makeNamespace } from './namespace.ts';
import { readRecordsOf } from './compare.ts';
import { arrivals, briefly, namespace, onlyWay, wrongEgress } from './probe.ts';
import { seededRandom } from './random.ts';
import { addRoutes, makeRouter, ports } from './random-router.ts';
import { randomRuleset } from './random-ruleset.ts';

/** Rulesets, and dead packets of each; `FIX_RULESETS=50` looks longer, `FIX_SEED` elsewhere. */
const rulesets = Number(process.env['FIX_RULESETS'] ?? 4);
const firstSeed = Number(process.env['FIX_SEED'] ?? 1);
const packetsPerRuleset = 30;
const deadPerRuleset = 4;

const reason = whyImpossible();
if (reason) console.log(`fixes on a real kernel skipped: ${reason}`);

it.skipIf(reason)('the_first_fix_of_a_dead_packet_lets_it_out_of_the_kernel', { timeout: 600_000 }, () => {
  let tried = 0;
  const wrong = Array.from({ length: rulesets }, (_, index) => firstSeed + index).flatMap((seed) => {
    const random = seededRandom(seed);
    const text = randomRuleset(random, 'used');
    const probes = Array.from({ length: packetsPerRuleset }, () => arrivals(random));
    let dead = 0;
    return probes.flatMap(({ packet, sent }) => {
      if (dead >= deadPerRuleset) return [];
      const [router, outside] = [`netopsy-fix-${process.pid}`, `netopsy-fix-out-${process.pid}`];
      const made = [namespace(router), namespace(outside)] as const;
      try {
        makeRouter(made[0], outside);
        made[1].batch(ports.map((port) => `link set ${port} up arp off`));
        addRoutes(made[0]);
        const tables = loadRuleset(router, text).map((table) => ({ source: 'iptables-save' as const, backend: 'legacy' as const, covers: 'every-table' as const, table })); // prettier-ignore
        const state: FixedState = { tables, network: readRecordsOf(made[0]), ipsets: [], conntrack: [] };
        const before = onlyWay(walkOf(state)(packet).ways);
        if (typeof before === 'string' || !isDead(before.disposition)) return [];
        dead++;
        const cause = { ...before.cause, host: '', family: 'ipv4', group: '' } as unknown as Cause;
        const group = { cause, packets: 1, service: '', state, walked: { packet, later: null, way: before, proves: 'yes' as const } }; // prettier-ignore
        const [fix] = fixesOf(cause, 1, [group], trialsOn(state)).fixes;
        if (fix === undefined) return [];
        for (const { program, words } of fix.commands) {
          const typed = iptablesTokens(words)?.words ?? [];
          const run = spawnSync('ip', ['netns', 'exec', router, program === 'iptables' ? 'iptables-legacy' : program, ...typed], { encoding: 'utf8' }); // prettier-ignore
          if (run.status !== 0)
            return [`seed ${seed}: ${briefly(packet)}: ${program} ${words}: ${run.stderr.trim()}`];
        }
        const after = afterFix(state, fix.commands);
        const way = after === null ? 'refused' : onlyWay(walkOf(after)(packet).ways);
        if (typeof way === 'string') return [];
        tried++;
        const [counted] = countRules(router, outside, ports, [sent]);
        const found = wrongEgress(way, counted?.seen ?? []);
        return found === null
          ? []
          : [
              `seed ${seed}: ${briefly(packet)}: ${fix.commands.map(({ words }) => words).join('; ')}: ${found}`,
            ];
      } finally {
        for (const each of made) each.remove();
      }
    });
  });
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(rulesets);
  console.log(`${tried} fixes carried out`);
});

function walkOf({ tables, ...state }: FixedState) {
  return stateSimulator({ ...state, tables: tables.map(({ table }) => table) });
}

function trialsOn(state: FixedState): Trials {
  return {
    stateAfter: (commands) => afterFix(state, commands),
    walk: (after) => (packet) => walkOf(after)(packet),
    whatIf: () => ({ flows: [] }),
    reach: () => ({ newlyAlive: [], newlyDead: [], mayChange: [], lines: [], opened: 0, complete: true }),
    isMeant: () => true,
  };
}

function afterFix(state: FixedState, commands: Parameters<Trials['stateAfter']>[0]): FixedState | null {
  let made = state;
  for (const { tool, words } of commands) {
    const edit = makeEdit(made, { kind: 'command', tool, host: null, text: words }, { file: 'fix', line: 1 }, readRecords); // prettier-ignore
    if ('refused' in edit) return null;
    made = edit.state;
  }
  return made;
}

const readRecords: ReadRecords = (kind, text, { file }) =>
  formats.find((each) => each.kind === kind)?.parse(text.split('\n'), file).records ?? {
    kind: 'none',
    items: [],
  };

function whyImpossible(): string | null {
  for (const tool of ['iptables-legacy-restore', 'python3']) {
    const found = spawnSync(tool, ['--version'], { encoding: 'utf8' });
    if (found.error || found.status !== 0) return `no ${tool}`;
  }
  const trial = makeNamespace(`netopsy-trial-fix-${process.pid}`);
  if ('impossible' in trial) return trial.impossible;
  trial.remove();
  return null;
}
