import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The absolute path of a file of the project. */
export function fromRoot(...parts) {
  return join(root, ...parts);
}
