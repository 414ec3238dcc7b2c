import { caseExtension, type CaseFile, now, writeCase } from '../case/case-file.ts';
import { mostCaseBytes, readCase } from '../case/read-case.ts';
import { words } from '../language.ts';
import type { FileToRead } from '../worker/protocol.ts';
import { AppState } from './app.svelte.ts';
import type { Bundle } from './bundle.ts';
import { saveFile } from './save.ts';

/** All that is open: a tab for each capture or comparison, one of them in front. There is always one, if only to open something in. */
export class Workspace {
  tabs: readonly AppState[] = $state.raw([new AppState()]);
  #front = $state(0);

  get front(): AppState {
    return this.tabs[this.#front] ?? (this.tabs[0] as AppState);
  }

  show(tab: AppState): void {
    this.#front = Math.max(0, this.tabs.indexOf(tab));
  }

  /** An empty tab in front: the one that is there, or a new one. */
  newTab(): AppState {
    const empty = this.tabs.find(({ phase }) => phase.kind === 'start');
    if (empty === undefined) this.tabs = [...this.tabs, new AppState()];
    this.show(empty ?? (this.tabs.at(-1) as AppState));
    return this.front;
  }

  close(tab: AppState): void {
    const at = this.tabs.indexOf(tab);
    tab.close();
    const left = this.tabs.filter((other) => other !== tab);
    const front = this.front === tab ? (left[at] ?? left.at(-1)) : this.front;
    this.tabs = left.length === 0 ? [tab] : left;
    this.show(front ?? tab);
  }

  /** Opens a bundle in a tab of its own; one that is a case opens what the case had open. */
  async open(bundle: Bundle): Promise<void> {
    const [only] = bundle.files;
    if (only === undefined || bundle.files.length > 1 || !isCasePath(only.path))
      return this.newTab().open(bundle);
    const file = readCase(await textOf(only));
    if (bundle.shellId !== null) void window.netopsy?.release(bundle.shellId);
    if (file === null) this.newTab().problem = words.cases.noCase(bundle.name);
    else this.openCase(file);
  }

  openCase({ captures, front }: CaseFile): void {
    const tabs = captures.map((wanted) => {
      const tab = this.newTab();
      tab.openCase(wanted);
      return tab;
    });
    const shown = tabs[front];
    if (shown !== undefined) this.show(shown);
  }

  /** Whether a note of some tab is in no file. */
  get unsaved(): boolean {
    return this.tabs.some(({ capture }) => capture?.notes.unsaved === true);
  }

  /** Saves all open captures as a case; the name that the file got, null for none. */
  async saveCase(): Promise<string | null> {
    const open = this.tabs.flatMap(({ capture }) => {
      const left = capture?.asLeft() ?? null;
      return capture === null || left === null ? [] : [{ capture, left }];
    });
    const [first] = open;
    if (first === undefined) return null;
    const front = Math.max(
      0,
      open.findIndex(({ capture }) => capture === this.front.capture),
    );
    const text = writeCase({
      saved: now(),
      front,
      captures: open.map(({ left }) => left),
    });
    const name = (open[front] ?? first).left.name;
    const as = await saveFile(`${name}.${caseExtension}`, new TextEncoder().encode(text));
    if (as !== null) for (const { capture } of open) capture.notes.saved();
    return as;
  }
}

/** Whether a file is a case, by its name. */
export function isCasePath(path: string): boolean {
  return path.toLowerCase().endsWith(`.${caseExtension}`);
}

async function textOf(file: FileToRead): Promise<string> {
  if ((file.from === 'page' ? file.file.size : file.size) > mostCaseBytes) return '';
  if (file.from === 'page') return file.file.text();
  const bytes = await window.netopsy?.read(file.fileId, 0, mostCaseBytes).catch(() => null);
  return new TextDecoder().decode(bytes ?? new Uint8Array());
}
