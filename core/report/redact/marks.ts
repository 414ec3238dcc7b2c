/** `--mark 0x10000000/0xffff0000`, `MARK=0x...`, `fwmark ...`: the number at `at` is no address, whatever it looks like. */
export function isMark(text: string, at: number): boolean {
  return /(?:mark|mask)[ =!]{0,3}(?:set )?(?:0x[0-9a-f]{1,8}\/)?(?:0x)?$/i.test(
    text.slice(Math.max(0, at - 28), at),
  );
}
