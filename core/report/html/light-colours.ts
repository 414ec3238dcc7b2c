/** The window's colours and fonts on a light ground, as custom properties. */
export const lightColours = `--ground: #fff; --sunken: #f4f5f6; --line: #d8dbde; --line-strong: #a9afb5;
  --ink: #14171a; --ink-2: #474d54; --ink-3: #656c74; --way: #737a82;
  --dead: #b0141b; --dead-ground: #fbeaea; --unsure: #825300; --gained: #1257a8; --fewer: #7b2d94;
  --sans: system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  --mono: ui-monospace, 'SF Mono', SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;`;
