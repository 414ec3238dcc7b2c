/** A shell script as text: Vite's `?raw`. */
declare module '*.sh?raw' {
  const text: string;
  export default text;
}
