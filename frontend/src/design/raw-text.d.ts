/** A file's text, as Vite hands it out for addresses that end in `?raw`. */
declare module "*?raw" {
  const text: string;
  export default text;
}
