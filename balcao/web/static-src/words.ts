/** A sentence of the interface in the reader's language, given by the page. */
export function words(name: string): string {
  const holder = document.getElementById("words");
  return holder?.dataset[name] ?? "";
}
