/**
 * Who may import whom. One direction: e2e drives renderer and electron, both run core, core knows nobody. Within core
 * the stages are strangers to each other; analyze.ts alone knows their order, index.ts is the only door.
 */
const stages = [
  'open',
  'parse',
  'join',
  'explain',
  'graph',
  'diff',
  'report',
  'simulate',
  'edit',
  'whatif',
  'remedy',
];
/** Sentences are made where somebody reads them. */
const edge = ['report'];
const stage = `^core/(${stages.join('|')})/`;
const test = String.raw`\.test\.ts$|^(core|renderer)/testing/`;

const rule = (name, from, to) => ({ name, severity: 'error', from, to });
const files = (path, pathNot) => (pathNot === undefined ? { path } : { path, pathNot });

module.exports = {
  forbidden: [
    rule('no-cycles', files('^(core|renderer|electron|e2e|build)/'), { circular: true }),
    rule('core-is-pure', files('^core/', test), { dependencyTypes: ['core'] }),
    rule(
      'core-knows-nobody',
      files('^core/'),
      files('^(renderer|electron|e2e|build)/|(^|/)node_modules/electron/'),
    ),
    rule('core-takes-no-library', files('^core/', test), files('(^|/)node_modules/')),
    rule('stages-are-strangers', { path: stage, pathNot: test }, files(stage, '^core/$1/')),
    rule(
      'stages-know-no-order',
      files(stage, test),
      files(String.raw`^core/[^/]+\.ts$`, String.raw`\.d\.ts$`),
    ),
    rule('model-knows-nobody', files('^core/model/', test), files('.', '^core/(model/|platform)')),
    rule(
      'kernel-knows-the-model',
      files('^core/kernel/', test),
      files('.', '^core/(kernel/|model/|platform)'),
    ),
    rule('words-know-the-model', files('^core/words/', test), files('.', '^core/(words|model)/')),
    rule(
      'words-at-the-edge',
      files('^core/', String.raw`^core/(words|${edge.join('|')})/|^core/(index|report-html)\.ts$|` + test),
      files('^core/words/'),
    ),
    rule(
      'dialects-know-kernel-and-model',
      files('^core/dialects/', test),
      files('.', '^core/(dialects/|kernel/|model/|platform)'),
    ),
    // A question is asked of what the stages found: none of them asks, but whoever shows the answers.
    rule(
      'stages-ask-no-questions',
      files(stage, `^core/(${edge.join('|')})/|` + test),
      files('^core/questions/'),
    ),
    rule(
      'questions-know-what-reads-and-explains',
      files('^core/questions/', test),
      files('.', '^core/(questions|model|kernel|dialects|parse|explain)/'),
    ),
    rule(
      'only-analyze-and-index-see-stages',
      files(
        String.raw`^core/[^/]+\.ts$`,
        String.raw`^core/(analyze|diff|what-if|changed-capture|fix|report-html|index)\.ts$|` + test,
      ),
      files(stage),
    ),
    // e2e/kernel asks a real kernel whether core/kernel answers as it does; e2e/fuzz alters the samples of core's tests.
    rule(
      'core-has-one-door',
      files('^(renderer|electron|e2e)/', `${test}|^e2e/(?:kernel|fuzz)/`),
      files('^core/', String.raw`^core/index\.ts$`),
    ),
    rule(
      'renderer-and-electron-meet-in-ipc',
      files('^renderer/'),
      files('^electron/', String.raw`^electron/ipc\.ts$`),
    ),
    rule('ipc-is-types', files('^renderer/'), {
      path: String.raw`^electron/ipc\.ts$`,
      dependencyTypesNot: ['type-only'],
    }),
    rule('renderer-is-a-web-page', files('^renderer/', test), { dependencyTypes: ['core'] }),
    rule('renderer-has-no-electron', files('^renderer/'), files('(^|/)node_modules/electron/|^electron$')),
    rule('electron-has-no-page', files('^electron/'), files('^renderer/')),
    rule('tests-stay-tests', files('^(core|renderer|electron)/', test), files(test)),
    rule('nobody-imports-e2e', files('^(core|renderer|electron|build)/'), files('^e2e/')),
    rule(
      'cytoscape-in-the-graph-only',
      files('^(core|renderer|electron|e2e)/', '^renderer/graph/'),
      files('(^|/)node_modules/cytoscape'),
    ),
    // build/assembly.mjs makes what does not exist before.
    rule('resolvable', files('^(core|renderer|electron|e2e)/'), {
      couldNotResolve: true,
      pathNot: String.raw`/assembly/index\.wasm$`,
    }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: String.raw`^(dist|e2e/artifacts|e2e/captures)/|/\.svelte-check/` },
    tsPreCompilationDeps: true,
    detectJSDocImports: false,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'svelte', 'default'],
      extensions: ['.ts', '.svelte', '.js', '.mjs', '.cjs', '.d.ts'],
    },
  },
};
