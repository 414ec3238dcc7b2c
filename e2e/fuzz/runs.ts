import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { corpusOf, type Files } from './corpus.ts';
import { classes, inputOf } from './inputs.ts';
import { faultOf, type Validators } from './inspect.ts';
import { Random } from './random.ts';

/** One run's input, and what is wrong with it. */
export interface Run {
  readonly kind: (typeof classes)[number];
  readonly files: Files;
  fault(files: Files): Promise<string | null>;
}

/** The report and redaction are made in every run of this many. */
const thoroughEvery = 24;

/** The runs of a seed; `project` is the folder of the repository. */
export function runsOf(project: string, seed: number): (run: number) => Run {
  const corpus = corpusOf(join(project, 'e2e'));
  const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true });
  const compiled = (name: string) =>
    ajv.compile(
      JSON.parse(readFileSync(join(project, `core/report/schemas/${name}.schema.json`), 'utf8')) as object,
    );
  const validators: Validators = { analysis: compiled('analysis'), packet: compiled('packet') };
  return (run) => {
    const kind = classes[run % classes.length] as Run['kind'];
    const isThorough = Math.floor(run / classes.length) % thoroughEvery === 0;
    return {
      kind,
      files: inputOf(corpus, kind, new Random(seed, run)),
      fault: (files) => faultOf(files, validators, isThorough, `${seed} ${run}`),
    };
  };
}
