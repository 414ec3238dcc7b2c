/**
 * All that page and shell say to each other; types only. The page finds the shell as `window.netopsy` (absent in a
 * browser, where files come as `File` objects); preload.ts implements it, requests.ts answers it, and neither compiles
 * when it lacks a member.
 */

/** The global of the page: `declare global { interface Window extends ShellWindow {} }`. */
export interface ShellWindow {
  readonly netopsy?: NetopsyShell;
}

export interface NetopsyShell extends ShellRequests {
  readonly platform: 'linux' | 'mac' | 'windows';
  /**
   * A bundle that the user opened outside the page: menu, command line, file manager. One that came before the first
   * listener is held back for it. Returns the function that ends the subscription.
   */
  onOpen(listener: (bundle: ChosenBundle) => void): () => void;
  /** A menu entry that the page carries out. Returns the function that ends the subscription. */
  onCommand(listener: (command: MenuCommand) => void): () => void;
}

/** What the page asks of the main process. The channel of a request is its name after `netopsy:`. */
export interface ShellRequests {
  /** Asks the user for files (one archive, or several files that belong together); null when the user cancels. */
  chooseFiles(): Promise<ChosenBundle | null>;
  /** Asks the user for a folder; null when the user cancels. */
  chooseFolder(): Promise<ChosenBundle | null>;
  /** The bundles opened before, newest first. */
  recent(): Promise<readonly RecentBundle[]>;
  /** Opens one of `recent()` again; null where it is gone. Rejects unless the user has clicked or pressed a key for it. */
  reopen(recentId: string): Promise<ChosenBundle | null>;
  /**
   * At most `length` bytes from `start` on; fewer (or none) at the end of the file, and never more than 8 MiB. Rejects
   * when the file cannot be read any more or the bundle was released.
   */
  read(fileId: string, start: number, length: number): Promise<Uint8Array>;
  /** The SHA-256 of a file, in hexadecimal digits. Rejects as `read` does. */
  checksum(fileId: string): Promise<string>;
  /** Forgets the files of a bundle; reading them fails from then on. */
  release(bundleId: string): Promise<void>;
  /**
   * Asks the user where to save what the page made; the name that it got, or null when the user cancels. Its extension is
   * one of a report, a table, a case, a capture or a picture; anything else becomes `.html`.
   */
  saveReport(suggestedName: string, bytes: Uint8Array): Promise<string | null>;
}

/** What the main process tells the page. The channel of an event is its name after `netopsy:`. */
export interface ShellEvents {
  readonly open: ChosenBundle;
  readonly command: MenuCommand;
}

/** What the user chose to open. Names and paths are the customer's: labels to show, never to be opened. */
export interface ChosenBundle {
  readonly id: string;
  readonly name: string;
  readonly files: readonly ChosenFile[];
  readonly leftOut: readonly LeftOutFile[];
}

export interface ChosenFile {
  /** The opaque handle that `read` takes. */
  readonly id: string;
  /** Relative to what was chosen, with `/` between folders. */
  readonly path: string;
  /** In bytes, when it was chosen. */
  readonly size: number;
}

/** Something in a chosen folder that is not read, so that the page can say so. */
export interface LeftOutFile {
  readonly path: string;
  readonly reason: 'symbolic-link' | 'not-a-file' | 'unreadable' | 'too-many-files';
}

export interface RecentBundle {
  readonly id: string;
  readonly name: string;
  /** The folder that it lies in, as a label. */
  readonly location: string;
  /** ISO 8601, UTC. */
  readonly openedAt: string;
}

export type MenuCommand =
  | 'close-bundle'
  | 'open-sample'
  | 'compare-files'
  | 'compare-folder'
  | 'export-report'
  | 'save-case'
  | 'filter'
  | 'back'
  | 'forward'
  | 'show-keys';
