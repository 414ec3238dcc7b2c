/** Saves a file where the user wants it: by the shell's dialog, or as a download. The name that it got; null for none. */
export async function saveFile(name: string, bytes: Uint8Array): Promise<string | null> {
  if (window.netopsy !== undefined) return window.netopsy.saveReport(name, bytes);
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const type = types[extension] ?? 'text/html';
  const address = URL.createObjectURL(new Blob([bytes.slice().buffer], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return name;
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  json: 'application/json',
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  netopsy: 'application/x-netopsy',
  pcapng: 'application/vnd.tcpdump.pcap',
  svg: 'image/svg+xml',
  png: 'image/png',
  sh: 'application/x-sh',
};
