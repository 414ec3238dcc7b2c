import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { build } from 'vite';
import { assembly } from '../assembly.mjs';
import { fromRoot } from '../paths.mjs';
import { hosts, writeHost } from './hosts/write-host.mjs';

/** What is to be reached by each question on a host as people have them: seconds after the files were read. */
const goals = { 'one address and port': 1, 'one interface': 30, never: 30 };

/** Asks each host about all packets, each question in a run of its own. */
export async function benchReach(folder) {
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [assembly()],
    ssr: { noExternal: true },
    build: {
      ssr: fromRoot('build/bench/measure-reach.mjs'),
      target: 'node20',
      outDir: `${folder}/reach`,
      emptyOutDir: true,
    },
  });
  const rows = Object.entries(hosts).flatMap(([name, host]) => {
    const bundle = `${folder}/host ${name}`;
    if (!existsSync(bundle)) writeHost(bundle, host);
    return Object.entries(goals).map(([question, most]) => {
      const asked = [question, bundle, host.in, host.to, String(host.port)];
      const { seconds, mebibytes, told, complete } = JSON.parse(
        execFileSync(process.execPath, [`${folder}/reach/measure-reach.js`, ...asked]).toString(),
      );
      console.log(`${name}, ${question}: ${seconds.toFixed(2)} s`);
      return {
        host: name,
        question,
        'seconds, at most': most,
        seconds: Number(seconds.toFixed(2)),
        'peak, MiB': Math.round(mebibytes),
        'parts or rules': told,
        'all of it': complete,
      };
    });
  });
  console.table(rows);
}
