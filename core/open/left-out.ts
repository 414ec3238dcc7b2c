import type { Unpacking } from './unpacking.ts';

/** So many links are named one by one; a sos report has thousands of them. */
const mostNamed = 3;

/** Says which links and devices of an archive were left out: what they point to is not in the archive's hands. */
export function reportLeftOut(archive: string, entries: readonly string[], unpacking: Unpacking): void {
  if (entries.length <= mostNamed) {
    for (const path of entries)
      unpacking.report('archive-entry-skipped', 'a link or device, not a file: left out', path);
    return;
  }
  const shown = entries.slice(0, mostNamed).map((path) => path.slice(archive.length + 1));
  unpacking.report(
    'archive-entry-skipped',
    `${entries.length} links or devices, which are no files, were left out: ${shown.join(', ')} and others`,
    archive,
  );
}
