/**
 * What a file for `nft -f` or a script of the shell has names for (nft(8), "SYMBOLIC VARIABLES"):
 *
 *   define LAN = { eth1, eth2 }         WAN="eth0"
 *   iifname $LAN oifname ${WAN} accept
 */
export class NftVariables {
  readonly #values = new Map<string, string>();
  #held = 0;

  set(name: string, value: string): void {
    const meant = this.expand(value);
    this.#values.delete(name);
    if (meant === null || (this.#held += meant.length) > mostHeld) return;
    this.#values.set(name, meant);
  }

  unset(name: string): void {
    this.#values.delete(name);
  }

  /** The text with what its names stand for; null where one of them is not known. A set within a set is one set. */
  expand(text: string): string | null {
    if (!text.includes('$')) return text;
    let isWhole = true;
    let length = 0;
    const expanded = text.replace(/\$\{?([A-Za-z_]\w*)\}?/g, (written, name: string, at: number) => {
      const value = this.#values.get(name);
      if (value === undefined || (length += value.length) > longestText) {
        isWhole = false;
        return written;
      }
      const isSet = value.startsWith('{') && value.endsWith('}');
      return isSet && isInBraces(text, at) ? value.slice(1, -1).trim() : value;
    });
    return isWhole ? expanded : null;
  }
}

/** In characters. */
const mostHeld = 1 << 22;
const longestText = 1 << 18;

function isInBraces(text: string, at: number): boolean {
  const before = text.slice(0, at);
  return before.lastIndexOf('{') > before.lastIndexOf('}');
}
