import { inputBundle, shellBundle, type Bundle } from './bundle.ts';

/** Asks the user for a bundle, by the shell's dialog or the browser's; null when the user cancels. */
export async function chooseBundle(kind: 'files' | 'folder'): Promise<Bundle | null> {
  const shell = window.netopsy;
  if (shell === undefined) return chooseInPage(kind);
  const chosen = await (kind === 'files' ? shell.chooseFiles() : shell.chooseFolder());
  return chosen === null ? null : shellBundle(chosen);
}

function chooseInPage(kind: 'files' | 'folder'): Promise<Bundle | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = kind === 'files';
  input.webkitdirectory = kind === 'folder';
  return new Promise((resolve) => {
    input.onchange = () => resolve(inputBundle(input.files ?? []));
    input.oncancel = () => resolve(null);
    input.click();
  });
}
