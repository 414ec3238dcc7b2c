import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const TIME = '/usr/bin/time';

/** One run of a command line: wall-clock and processor seconds, and the peak of memory in MiB where GNU time is there. */
function runOnce(command) {
  const hasTime = existsSync(TIME);
  const [program, args] = hasTime
    ? [TIME, ['-f', '@@%U %S %M', 'sh', '-c', command]]
    : ['sh', ['-c', command]];
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, args, { encoding: 'latin1', maxBuffer: 1 << 28 });
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${command} ended with status ${status}: ${stderr.slice(-500)}`);
  const [user, system, kibibytes] = stderr
    .slice(stderr.lastIndexOf('@@') + 2)
    .trim()
    .split(' ')
    .map(Number);
  return { wall, cpu: hasTime ? user + system : NaN, mebibytes: hasTime ? kibibytes / 1024 : NaN };
}

/** Runs the commands in turn, after one run of each that does not count; the runs of each, by name. */
export function runInTurn(commands, runs) {
  const results = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let run = -1; run < runs; run++) {
    for (const [name, command] of Object.entries(commands)) {
      const result = runOnce(command);
      if (run >= 0) results[name].push(result);
    }
  }
  return results;
}

export function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** The median of the ratios of runs that followed each other: what slowed one down slowed the other down, too. */
export function ratio(some, others, what = 'wall') {
  return median(some.map((result, run) => result[what] / others[run][what]));
}
