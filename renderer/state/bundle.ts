import type { ChosenBundle, LeftOutFile } from '../../electron/ipc.ts';
import type { FileToRead } from '../worker/protocol.ts';
import { words } from '../language.ts';
import { shown } from '../worker/shown-messages.ts';

/** What the user chose to open, wherever it came from. `name` and the files left out are as they may be shown. */
export interface Bundle {
  readonly name: string;
  readonly files: readonly FileToRead[];
  readonly leftOut: readonly LeftOutFile[];
  /** The shell's handle of the bundle, to be released when it is closed; null for files of the page. */
  readonly shellId: string | null;
}

/** A bundle that the shell chose; its files are read by handle. */
export function shellBundle({ id, name, files, leftOut }: ChosenBundle): Bundle {
  return {
    name: shown(name),
    files: files.map((file) => ({ from: 'shell', path: file.path, size: file.size, fileId: file.id })),
    leftOut: leftOut.map((file) => ({ ...file, path: shown(file.path) })),
    shellId: id,
  };
}

/** Files from an input element; those of a folder carry their path in it. */
export function inputBundle(list: Iterable<File>): Bundle | null {
  const files = [...list];
  const [first] = files;
  if (first === undefined) return null;
  const folder = first.webkitRelativePath.split('/')[0] ?? '';
  return {
    name: folder === '' ? nameOf(files.map(({ name }) => name)) : shown(folder),
    files: files.map((file) => ({
      from: 'page',
      path: file.webkitRelativePath.slice(folder === '' ? 0 : folder.length + 1) || file.name,
      file,
    })),
    leftOut: [],
    shellId: null,
  };
}

/** One name for several files that were opened together. */
export function nameOf(names: readonly string[]): string {
  const [first = words.frame.bundle] = names;
  return shown(names.length === 1 ? first : words.frame.bundleOf(first, names.length - 1));
}
