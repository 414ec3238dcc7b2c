/** The outline of stacked counts as steps over the width, for an SVG path. What is not 0 is at least a pixel high. */
export function areaOf(columns: readonly Uint32Array[], most: number, width: number, height: number): string {
  const spans = columns[0]?.length ?? 0;
  let path = `M0 ${height}`;
  for (let span = 0; span < spans; span++) {
    const count = columns.reduce((sum, column) => sum + (column[span] ?? 0), 0);
    const high = count === 0 ? 0 : Math.max(1.5, (count / most) * height);
    const y = (height - high).toFixed(1);
    path += `L${((span * width) / spans).toFixed(1)} ${y}L${(((span + 1) * width) / spans).toFixed(1)} ${y}`;
  }
  return `${path}L${width} ${height}Z`;
}
