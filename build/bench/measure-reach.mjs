/** `node measure-reach.js QUESTION FOLDER IN TO PORT`: one question about a bundle, in a run of its own; seconds after the files were read. */
import { readdirSync, readFileSync } from 'node:fs';
import { analyze } from '../../core/analyze.ts';
import { everyNeverRule } from '../../core/simulate/reach/never.ts';
import { reachOnHost } from '../../core/simulate/reach/reach.ts';
import { reachQuery } from '../../core/simulate/reach/reach-query.ts';

const [question, folder, inInterface, to, port] = process.argv.slice(2);
const sources = readdirSync(folder).map((name) => {
  const bytes = readFileSync(`${folder}/${name}`);
  return { path: name, bytes: bytes.length, chunks: async function* () { yield bytes; } }; // prettier-ignore
});
const analysis = await analyze(sources);
const words = {
  'one address and port': { in: [inInterface], dst: to, proto: 'tcp', dport: port, state: 'NEW' },
  'one interface': { in: [inInterface] },
  everything: {},
};
const start = process.hrtime.bigint();
const before = process.cpuUsage();
const answer =
  question === 'never'
    ? neverAnswer(everyNeverRule(analysis))
    : reachAnswer(reachOnHost(analysis, analysis.rulesets[0].host, reachQuery(words[question])));
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const processor = process.cpuUsage(before);
console.log(
  JSON.stringify({
    seconds,
    processor: (processor.user + processor.system) / 1e6,
    mebibytes: process.resourceUsage().maxRSS / 1024,
    ...answer,
  }),
);

function reachAnswer({ parts, left }) {
  return { told: parts.length, complete: left === null, left };
}

function neverAnswer({ rules, left }) {
  return { told: rules.length, complete: left.length === 0, left };
}
