import {
  analyze,
  commandLine,
  countEdges,
  hostFiles,
  journeyRows,
  packetStory,
  removeRule,
  type AnalysedBundle,
  type NeverSearch,
  type Progress,
  type Room,
} from '../../core/index.ts';
import type { Selection } from '../selection/selection.ts';
import { words } from '../language.ts';
import { applyFilter } from './apply-filter.ts';
import { boxWays } from './box-ways.ts';
import { beginningFor, fixesOf, sentPacket, shownTry, type Tried, tried, wordsOfPacket } from './changes.ts';
import { holdCapture, packetsInRows, type Capture } from './capture.ts';
import { compare, compareTried, describe, picturePair, rowsOf, type Compared } from './compare.ts';
import { flowPair } from './flow-pair.ts';
import { countDrawn } from './drawn-counts.ts';
import { edgeRules } from './edge-rules.ts';
import { familyChains } from './family-chains.ts';
import type {
  FileToRead,
  RefusedTry,
  RequestName,
  Requests,
  RuleRow,
  RulesAnswer,
  RulesAsk,
  ToPage,
  ToWorker,
  TryAsk,
} from './protocol.ts';
import { makeReport } from './make-report.ts';
import { narrowedPicture } from './narrowed-picture.ts';
import { mostBytes } from './most-bytes.ts';
import { packetsAs } from './packets-as.ts';
import { neverMatching, ReachAnswers } from './reach-answers.ts';
import { rowsAsCsv } from './rows-csv.ts';
import { ruleTable } from './rule-table.ts';
import { byteSources } from './sources.ts';
import { suggest } from './suggest.ts';
import { timeStrip } from './time-strip.ts';
import { pictureOf, summarize } from './summarize.ts';
import { threads, unpacking } from './threads.ts';

/** The worker: runs core over one bundle and answers for it. The page makes a new worker for the next bundle. */
type Handlers = {
  readonly [Name in RequestName]: (
    ask: Requests[Name]['ask'],
  ) => Requests[Name]['answer'] | Promise<Requests[Name]['answer']>;
};

const signal = { aborted: false };
let capture: Capture | null = null;
let compared: Compared | null = null;
/** Of the graph of one capture. */
let graphRoom: Room | null = null;
let reportSignal = { aborted: false };
const reach = new ReachAnswers((progress) => send({ kind: 'reachProgress', progress }));
let never: Promise<NeverSearch> | null = null;
let rules: (ask: RulesAsk) => RulesAnswer = () => ({ count: 0, rows: [] as readonly RuleRow[] });

const handlers: Handlers = {
  async open({ files, logBytes, room }) {
    const analysis = await read(files, logBytes);
    capture = holdCapture(analysis, room);
    graphRoom = room;
    rules = ruleTable(analysis);
    never = null;
    prepareFilters(capture);
    return summarize(capture);
  },
  async compare({ files, side }) {
    const open = opened().analysis;
    signal.aborted = false;
    const other = await read(files, Infinity);
    compared = side === 'before' ? compare(other, open) : compare(open, other);
    return describe(compared, graphRoom);
  },
  swapSides() {
    const { before, after } = comparison();
    compared = compare(after, before);
    return describe(compared, graphRoom);
  },
  report(ask) {
    reportSignal = { aborted: false };
    const what =
      ask.of === 'capture'
        ? { analysis: opened().analysis, never: searched(opened().analysis) }
        : comparison();
    return makeReport(what, ask, reportSignal, turn, (done) => send({ kind: 'reportProgress', done }));
  },
  cancelReport() {
    reportSignal.aborted = true;
    return null;
  },
  foldPair: ({ unfolded }) => picturePair(comparison(), unfolded, graphRoom),
  flowPair: ({ flow }) => flowPair(comparison(), flow),
  rulesetRows: (ask) => rowsOf(comparison(), ask),
  sideLines: ({ side, file, from, to }) => comparison()[side].texts.lines(file, from, to),
  cancel() {
    signal.aborted = true;
    return null;
  },
  async filter(ask) {
    const held = opened();
    if (asksForTime(ask.selection)) await held.readTimes();
    return applyFilter(held, ask);
  },
  async timeStrip({ generation }) {
    const held = opened();
    const times = await held.readTimes();
    if (times === null || generation !== held.narrowed.generation) return null;
    return timeStrip(held.analysis, times, held.narrowed.packets);
  },
  suggest: ({ text, caret }) => suggest(text, caret, opened().values()),
  fold({ unfolded, room }) {
    const held = opened();
    held.fold(unfolded, room);
    const { packets } = held.narrowed;
    return {
      picture: pictureOf(held),
      edges: countEdges(held.folded, packets),
      drawn: countDrawn(held.nodeEdges, held.analysis.outcomes.disposition, packets),
    };
  },
  familyChains({ generation, family }) {
    const held = opened();
    return generation === held.narrowed.generation ? familyChains(held, family) : null;
  },
  narrowedPicture({ generation, unfolded, room, packet }) {
    const held = opened();
    if (generation !== held.narrowed.generation) return null;
    return narrowedPicture(held, packet === null ? null : packet - 1, unfolded, room);
  },
  async rows({ generation, from, to }) {
    const held = opened();
    if (generation !== held.narrowed.generation) return [];
    const rows = await journeyRows(held.analysis, packetsInRows(held, from, to));
    return rows.map((row) => ({ ...row, packet: row.packet + 1 }));
  },
  rowsAsCsv: () => rowsAsCsv(opened()),
  packetsAs: ({ format }) => packetsAs(opened(), format),
  packetAt({ generation, row }) {
    const held = opened();
    if (generation !== held.narrowed.generation) return null;
    const [packet] = packetsInRows(held, row, row + 1);
    return packet === undefined ? null : packet + 1;
  },
  async story({ packet }) {
    const story = await packetStory(opened().analysis, packet - 1);
    const elsewhere = story.elsewhere.map((note) => ({
      ...note,
      packet: note.packet === null ? null : note.packet + 1,
    }));
    return { ...story, packet, elsewhere };
  },
  fixes: ({ packet }) => fixesOf(opened().analysis, packet),
  removeRule(ask) {
    const command = removeRule(opened().analysis, ask);
    return command === null ? null : commandLine(command);
  },
  async tryChanges(ask) {
    const made = await triedOnce(ask);
    return 'kind' in made ? made : shownTry(made);
  },
  async compareTried(ask) {
    const made = await triedOnce(ask);
    if ('kind' in made) return made;
    compared = compareTried(opened().analysis, made);
    return { kind: 'compared', comparison: describe(compared, graphRoom) };
  },
  hostFiles: ({ host }) => hostFiles(opened().analysis, host),
  beginningFor: ({ packet }) => beginningFor(opened().analysis, packet),
  sendPacket: (ask) => sentPacket(opened().analysis, ask),
  reach: (ask) => reach.ask(opened().analysis, ask),
  comparedReach() {
    const { before, after, tried: made } = comparison();
    return made === null ? reach.compare(before, after) : reach.keepCompared(made.whatIf.reach);
  },
  giveUpReach() {
    reach.giveUp();
    return null;
  },
  boxes: (ask) => reach.table.ask(ask),
  boxWays: ({ text, room }) => boxWays(opened(), reach.host, reach.table.fitting(text), room),
  async neverMatching() {
    const { analysis } = opened();
    const found = await searched(analysis);
    rules = ruleTable(analysis, found.rules);
    return { rules: found.rules.length, left: found.left.map(words.reach.neverLeft) };
  },
  packetWords: ({ packet }) => wordsOfPacket(opened().analysis, packet),
  lines: ({ file, from, to }) => opened().analysis.texts.lines(file, from, to),
  rules: (ask) => rules(ask),
  edgeRules: ({ host, from, to }) => edgeRules(opened(), host, from, to),
};

onmessage = (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if (message.kind === 'bytes') arrived(message.id, message.bytes);
  else void answer(message.id, message.name, message.ask);
};

async function answer<Name extends RequestName>(id: number, name: Name, ask: Requests[Name]['ask']) {
  try {
    send({ kind: 'answer', id, answer: await handlers[name](ask) });
  } catch (error) {
    send({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  }
}

function asksForTime(selection: Selection): boolean {
  return selection.some((term) => term.kind === 'time' || (term.kind === 'any' && term.of.some(asksForTime)));
}

function read(files: readonly FileToRead[], logBytes: number): Promise<AnalysedBundle> {
  const others = logBytes === Infinity ? threads() : null;
  return analyze(byteSources(files, readShellPiece), {
    onProgress: throttled(),
    pause: turn,
    signal,
    unpackElsewhere: unpacking.decode,
    logBytes,
    mostBytes: mostBytes(),
    ...(others === null ? {} : { elsewhere: others }),
  });
}

/** While the user reads what came: the first filter of many addresses would wait for it. */
function prepareFilters({ index }: Capture) {
  const prepare = () => {
    if (index.names.prepare()) setTimeout(prepare, 200);
  };
  setTimeout(prepare, 600);
}

let lastTry: { readonly asked: string; readonly made: Tried | RefusedTry } | null = null;

/** Who looks at what a change does mostly opens the comparison then: the packets are walked once. */
async function triedOnce(ask: TryAsk): Promise<Tried | RefusedTry> {
  const asked = JSON.stringify(ask);
  if (lastTry?.asked !== asked) lastTry = { asked, made: await tried(opened().analysis, ask) };
  return lastTry.made;
}

/** Searched for once. */
function searched(analysis: AnalysedBundle): Promise<NeverSearch> {
  return (never ??= neverMatching(analysis));
}

function comparison(): Compared {
  if (compared === null) throw new Error('Nothing is compared.');
  return compared;
}

function opened(): Capture {
  if (capture === null) throw new Error('No bundle is open.');
  return capture;
}

let lastTurn = 0;

/** Lets messages in, a cancel among them, some twenty times a second; a timer would wait four milliseconds each time. */
function turn(): Promise<void> {
  const now = performance.now();
  if (now - lastTurn < 50) return Promise.resolve();
  lastTurn = now;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Core reports progress as often as it likes; the page wants it some eight times a second. */
function throttled(): (progress: Progress) => void {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - last < 120) return;
    last = now;
    send({ kind: 'progress', progress });
  };
}

const reads = new Map<number, (bytes: Uint8Array | null) => void>();
let lastRead = 0;

function readShellPiece(fileId: string, start: number, length: number): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    const id = ++lastRead;
    reads.set(id, resolve);
    send({ kind: 'read', id, fileId, start, length });
  });
}

function arrived(id: number, bytes: Uint8Array | null) {
  reads.get(id)?.(bytes);
  reads.delete(id);
}

function send(message: ToPage) {
  postMessage(message);
}
